import Exports
import Foundation
import GRDB
import MirrorCore
import MirrorReading
import TestSupport
import Testing

@Suite("A publication")
struct PublisherTests {
    private static let third = "20261122T080030Z-run3"

    private static func folder(_ mirror: ExampleMirror) -> String { mirror.directory.path + "/published" }

    private static func publication(
        _ mirror: ExampleMirror, formats: [ExportFormat] = [.sqlite], keep: Int = 7, privacy: String = "full",
        version: String = "1.0", page: PublishedPage = .invented
    ) throws -> Publication {
        Publication(
            directory: folder(mirror), formats: formats, keep: keep,
            privacy: try #require(PrivacyRules(privacy)), keyDirectory: mirror.directory.path,
            programs: .ours, version: version, page: page)
    }

    @discardableResult
    private static func publish(_ mirror: ExampleMirror, _ publication: Publication) throws -> PublishOutcome
    {
        try Publisher(of: mirror.reader(), as: publication).publish()
    }

    /// The folder's contents except its mark.
    private static func names(in folder: String) -> [String] {
        DirectoryTree(folder).names.filter { !$0.contains("/") && $0 != ".submirror-mirror" }
    }

    /// Ends a run like a sync that changed only its own record.
    private static func run(_ id: Int, _ outcome: String = "complete", of mirror: ExampleMirror) throws {
        try mirror.write { db in
            try db.execute(
                sql: """
                    INSERT INTO sync_run (id, kind, started_at, finished_at, outcome, requests, throttled, fetched, changed, gone,
                        quarantined, error, refreshed, missed)
                    VALUES (\(id), 'incremental', '2026-11-23T\(id):00:00Z',
                        '2026-11-23T\(id):00:05Z', '\(outcome)', 1, 0, 0, 0, 0, 0, NULL, 0, 0);
                    UPDATE _subscription SET verified_at = '2026-11-23T\(id):00:00Z';
                    UPDATE quarantine SET attempts = attempts + 1, next_attempt_at = '2026-11-24T08:00:00Z';
                    UPDATE anomaly SET count = count + 1, last_seen_at = '2026-11-23T\(id):00:00Z';
                    INSERT INTO coverage VALUES ('2026-11-22T08:00:00Z', '2026-11-23T\(id):00:00Z', 3, 1, 1, 0);
                    """)
        }
    }

    @Test(
        "has a folder for each format, sound as its data packages say, and a relative link that leads to it")
    func layout() throws {
        try ExampleMirror.with { mirror in
            let publication = try Self.publication(mirror, formats: [.sqlite, .csv])
            try #expect(
                Self.publish(mirror, publication) == .published(name: Self.third, formats: [.sqlite, .csv]))
            let folder = Self.folder(mirror)
            let names = DirectoryTree(folder).names.filter { !$0.hasSuffix(".csv") }
            #expect(
                names == [
                    ".submirror-mirror", Self.third, "\(Self.third)/csv",
                    "\(Self.third)/csv/datapackage.json",
                    "\(Self.third)/sqlite", "\(Self.third)/sqlite/datapackage.json",
                    "\(Self.third)/sqlite/metadata.json",
                    "\(Self.third)/sqlite/subscriptions.sqlite", "latest",
                ])
            try #expect(
                FileManager.default.destinationOfSymbolicLink(atPath: folder + "/latest") == Self.third)
            let verification = try ExportVerification(of: folder)
            #expect(verification.findings == [])
            #expect(verification.exportCount == 2)
            let rows = try DatabaseQueue(path: folder + "/latest/sqlite/subscriptions.sqlite").read {
                try Int.fetchOne($0, sql: "SELECT count(*) FROM subscription")
            }
            #expect(rows == 5)
        }
    }

    @Test("is not written again, not even touched, by runs that changed nothing that readers see")
    func unchanged() throws {
        try ExampleMirror.with { mirror in
            let publication = try Self.publication(
                mirror, formats: [.sqlite, .csv], privacy: "pseudonymous")
            try Self.publish(mirror, publication)
            let before = DirectoryTree(Self.folder(mirror))
            for (id, outcome) in [(11, "complete"), (12, "partial"), (13, "failed")] {
                try Self.run(id, outcome, of: mirror)
                try #expect(Self.publish(mirror, publication) == .unchanged(name: Self.third))
                #expect(DirectoryTree(Self.folder(mirror)) == before)
            }
        }
    }

    @Test(
        "is written anew when anything changes that readers see",
        arguments: [
            "UPDATE _subscription SET changed_at = '2026-11-23T08:00:00Z' WHERE msisdn = '4790000001'",
            "DELETE FROM _subscription WHERE msisdn = '479000000005'",
            "UPDATE subscription_type SET name = 'Bedrift' WHERE id = 10",
            "INSERT INTO product_text VALUES ('add_on', 300, 'no', 'short', '')",
            "UPDATE organization SET postal_code = NULL WHERE org_number = '910000001'",
            "UPDATE account SET reference2 = NULL WHERE id = '70001'",
            "INSERT INTO orderable_add_on VALUES ('4790000001', 300, 'Data', 1, NULL)",
            "INSERT INTO anomaly VALUES ('$.new', 'unknown_key', 1, '2026-11-23T08:00:00Z', '2026-11-23T08:00:00Z', NULL)",
            "DELETE FROM quarantine",
            "UPDATE millom_state_history SET observed_to = '2026-11-23T08:00:00Z'",
            "INSERT INTO _millom_purchase_event VALUES ('t-1', 3, '2026-11-23T08:00:00Z', 'x', 'failed', NULL, NULL, NULL, NULL)",
            "DELETE FROM _millom_notification",
            """
            INSERT INTO month_closing (month, closed_at, from_at, to_at, time_zone, cost_centre_reference,
                cost_centre_fold, subscription_count, gap_count, completeness, checksum)
            VALUES ('2026-10', '2026-11-23T08:00:00Z', '2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z', 'Europe/Oslo',
                'user_reference1', 0, 0, 0, '[]', lower(hex(zeroblob(32))))
            """,
        ])
    func changed(sql: String) throws {
        try ExampleMirror.with { mirror in
            let publication = try Self.publication(mirror)
            try Self.publish(mirror, publication)
            try Self.run(11, of: mirror)
            try mirror.write { db in
                try db.execute(
                    sql:
                        "PRAGMA foreign_keys = OFF; DELETE FROM _subscription_version WHERE msisdn = '479000000005'; \(sql)"
                )
            }
            let next = "20261123T110005Z-run11"
            try #expect(Self.publish(mirror, publication) == .published(name: next, formats: [.sqlite]))
            let tree = Self.names(in: Self.folder(mirror))
            #expect(tree == [Self.third, next, "latest"])
        }
    }

    @Test("is written anew when it is to be another, in its own place when no run came between")
    func otherSettings() throws {
        try ExampleMirror.with { mirror in
            try Self.publish(mirror, Self.publication(mirror))
            for other in [
                try Self.publication(mirror, privacy: "names-only"),
                try Self.publication(mirror, privacy: "names-only,sqlite=minimal"),
                try Self.publication(mirror, version: "1.1"),
                try Self.publication(mirror, formats: [.sqlite, .jsonl]),
            ] {
                try #expect(
                    Self.publish(mirror, other) == .published(name: Self.third, formats: other.formats))
                try #expect(Self.publish(mirror, other) == .unchanged(name: Self.third))
            }
            let tree = Self.names(in: Self.folder(mirror))
            #expect(tree == [Self.third, "latest"])
        }
    }

    @Test("is written anew in another time zone where people are shown times, and not for programs")
    func otherTimeZone() throws {
        for (formats, isAnew) in [([ExportFormat.csvExcel, .csv], true), ([.csv, .sqlite], false)] {
            try ExampleMirror.with { mirror in
                let publication = try Self.publication(mirror, formats: formats)
                try Self.publish(mirror, publication)
                let outcome = try Publisher(of: mirror.reader(in: "Asia/Kolkata"), as: publication).publish()
                #expect(
                    outcome
                        == (isAnew
                            ? .published(name: Self.third, formats: formats) : .unchanged(name: Self.third)))
            }
        }
    }

    @Test("has a page beside the others, at a level of its own, which is verified like them")
    func page() throws {
        try ExampleMirror.with { mirror in
            let publication = try Self.publication(
                mirror, formats: [.sqlite, .html], privacy: "full,html=minimal")
            let outcome = PublishOutcome.published(name: Self.third, formats: [.sqlite, .html])
            try #expect(Self.publish(mirror, publication) == outcome)
            let folder = Self.folder(mirror) + "/latest/html"
            #expect(DirectoryTree(folder).names.sorted() == ["datapackage.json", "index.html"])
            let text = try String(contentsOfFile: folder + "/index.html", encoding: .utf8)
            #expect(text == "<!doctype html><title>minimal</title>")
            let found = try ExportVerification(of: Self.folder(mirror))
            #expect(found.findings == [] && found.exportCount == 2)
            try #expect(Self.publish(mirror, publication) == .unchanged(name: Self.third))

            try Data("<!doctype html>".utf8).write(to: URL(fileURLWithPath: folder + "/index.html"))
            try #expect(ExportVerification(of: Self.folder(mirror)).findings.count == 1)
            try #expect(Self.publish(mirror, publication) == outcome)
        }
    }

    @Test("with a page is written anew on another day, and when the page is to be another")
    func pageAnew() throws {
        try ExampleMirror.with { mirror in
            func publish(_ day: Int, _ page: PublishedPage = .invented) throws -> PublishOutcome {
                let now = ExampleMirror.now.addingTimeInterval(Double(day) * 86_400)
                let reader = try MirrorReader(path: mirror.path, viewpoint: Viewpoint(now: now))
                let publication = try Self.publication(mirror, formats: [.html], page: page)
                return try Publisher(of: reader, as: publication).publish()
            }
            let anew = PublishOutcome.published(name: Self.third, formats: [.html])
            try #expect(publish(0) == anew)
            try #expect(publish(0) == .unchanged(name: Self.third))
            try #expect(publish(1) == anew)
            let other = PublishedPage(basis: ["2"]) { _, _ in "<!doctype html>" }
            try #expect(publish(1, other) == anew)
            try #expect(publish(1, other) == .unchanged(name: Self.third))
        }
    }

    @Test("whose page cannot be made leaves the one before")
    func pageFails() throws {
        try ExampleMirror.with { mirror in
            try Self.publish(mirror, Self.publication(mirror, formats: [.html]))
            let broken = PublishedPage(basis: ["2"]) { _, _ in throw ExportFailure.noSnapshotDate }
            #expect(throws: ExportFailure.noSnapshotDate) {
                try Self.publish(mirror, Self.publication(mirror, formats: [.html], page: broken))
            }
            let tree = DirectoryTree(Self.folder(mirror) + "/latest/html").names
            #expect(tree.sorted() == ["datapackage.json", "index.html"])
            #expect(Self.names(in: Self.folder(mirror)) == [Self.third, "latest"])
        }
    }

    @Test("is written anew when a file of it is missing or cut short", arguments: [nil, 100])
    func damaged(length: Int?) throws {
        try ExampleMirror.with { mirror in
            let publication = try Self.publication(mirror)
            try Self.publish(mirror, publication)
            let path = Self.folder(mirror) + "/latest/sqlite/subscriptions.sqlite"
            if let length { truncate(path, length) } else { try FileManager.default.removeItem(atPath: path) }
            try #expect(
                Self.publish(mirror, publication) == .published(name: Self.third, formats: [.sqlite]))
            try #expect(ExportVerification(of: Self.folder(mirror) + "/latest/sqlite").findings == [])
        }
    }

    @Test("goes without a file that came into it while the next one was made: that file stays as it is")
    func foreignFileMeanwhile() throws {
        try ExampleMirror.with { mirror in
            let folder = Self.folder(mirror)
            try Self.publish(mirror, Self.publication(mirror, formats: [.sqlite, .html], keep: 1))
            try Self.run(11, of: mirror)
            try mirror.write { try $0.execute(sql: "UPDATE subscription_type SET name = 'Other'") }
            // The page is the last part to be made; the publications were examined before.
            let page = PublishedPage(basis: ["1"]) { _, _ in
                for place in ["letter", "sqlite/letter"] {
                    try Data("mine".utf8).write(
                        to: URL(fileURLWithPath: "\(folder)/\(Self.third)/\(place)"))
                }
                return "<!doctype html><title>a</title>"
            }
            let next = "20261123T110005Z-run11"
            try #expect(
                Self.publish(
                    mirror, Self.publication(mirror, formats: [.sqlite, .html], keep: 1, page: page))
                    == .published(name: next, formats: [.sqlite, .html]))
            let left = DirectoryTree(folder).names.filter { $0.hasSuffix("letter") }.sorted()
            #expect(left.count == 2, "\(left)")
            for name in left {
                try #expect(String(contentsOfFile: folder + "/" + name, encoding: .utf8) == "mine")
            }
            // Nothing else of the old one stays.
            #expect(
                DirectoryTree(folder).names.filter { $0.contains("run3") && $0.hasSuffix(".sqlite") } == [])
            try #expect(
                FileManager.default.destinationOfSymbolicLink(atPath: folder + "/latest") == next)
            try #expect(ExportVerification(of: folder + "/latest/sqlite").findings == [])
        }
    }

    @Test("stays until there are as many newer ones as are kept, and what is not ours stays for ever")
    func keeps() throws {
        try ExampleMirror.with { mirror in
            let folder = Self.folder(mirror)
            let publication = try Self.publication(mirror, keep: 2)
            try Self.publish(mirror, publication)
            for name in ["notes", "20261122T080030Z-runs", ".hidden.partial-1"] {
                try FileManager.default.createDirectory(
                    atPath: folder + "/" + name, withIntermediateDirectories: false)
            }
            for id in 11...13 {
                try Self.run(id, of: mirror)
                try mirror.write { try $0.execute(sql: "UPDATE subscription_type SET name = 'Type \(id)'") }
                try Self.publish(mirror, publication)
            }
            let names = Self.names(in: folder)
            #expect(
                names == [
                    ".hidden.partial-1", "20261122T080030Z-runs", "20261123T120005Z-run12",
                    "20261123T130005Z-run13", "latest", "notes",
                ])
            try #expect(
                FileManager.default.destinationOfSymbolicLink(atPath: folder + "/latest")
                    == "20261123T130005Z-run13")
        }
    }

    @Test("is in a folder of its mirror's own: another mirror's is left alone", arguments: [true, false])
    func foreignFolder(hasMark: Bool) throws {
        try ExampleMirror.with { mirror in
            let publication = try Self.publication(mirror)
            let folder = Self.folder(mirror)
            try Self.publish(mirror, publication)
            if !hasMark { unlink(folder + "/.submirror-mirror") }
            try mirror.write { try $0.execute(sql: "UPDATE _mirror SET id = lower(hex(zeroblob(16)))") }
            let before = DirectoryTree(folder)
            #expect(throws: ExportFailure.foreignFolder(path: folder)) {
                try Self.publish(mirror, publication)
            }
            #expect(DirectoryTree(folder) == before)
        }
    }

    @Test(
        "is marked anew where a full disk has cut the mark off",
        arguments: ["", "0123", "not a mirror's id\n"])
    func cutMark(text: String) throws {
        try ExampleMirror.with { mirror in
            let mark = Self.folder(mirror) + "/.submirror-mirror"
            mkdir(Self.folder(mirror), 0o750)
            try Data(text.utf8).write(to: URL(fileURLWithPath: mark))
            try Self.publish(mirror, Self.publication(mirror))
            let id = "0123456789abcdef0123456789abcdef\n"
            #expect(try String(contentsOfFile: mark, encoding: .utf8).hasPrefix(id))
            #expect(Self.names(in: Self.folder(mirror)) == [Self.third, "latest"])
        }
    }

    @Test("of another mirror stays, though mark and latest are lost or are ours", arguments: [true, false])
    func prunesNoOther(isMarked: Bool) throws {
        try ExampleMirror.with { mirror in
            let folder = Self.folder(mirror)
            let publication = try Self.publication(mirror, keep: 1)
            try Self.publish(mirror, publication)
            unlink(folder + "/.submirror-mirror")
            unlink(folder + "/latest")
            try mirror.write { try $0.execute(sql: "UPDATE _mirror SET id = lower(hex(zeroblob(16)))") }
            if isMarked {
                let id = String(repeating: "0", count: 32)
                try Data(id.utf8).write(to: URL(fileURLWithPath: folder + "/.submirror-mirror"))
                try Self.run(11, of: mirror)
                try Self.publish(mirror, publication)
                #expect(Self.names(in: folder) == [Self.third, "20261123T110005Z-run11", "latest"])
            } else {
                #expect(throws: ExportFailure.foreignFolder(path: folder)) {
                    try Self.publish(mirror, publication)
                }
            }
            try #expect(ExportVerification(of: folder + "/" + Self.third).findings == [])
        }
    }

    @Test(
        "does not take for its own a link called latest that leads elsewhere", arguments: ["notes", "none"])
    func foreignLatest(destination: String) throws {
        try ExampleMirror.with { mirror in
            let folder = Self.folder(mirror)
            try FileManager.default.createDirectory(
                atPath: folder + "/notes", withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/latest", withDestinationPath: destination)
            #expect(throws: ExportFailure.notALink(path: folder + "/latest")) {
                try Self.publish(mirror, Self.publication(mirror))
            }
            try #expect(
                FileManager.default.destinationOfSymbolicLink(atPath: folder + "/latest") == destination)
        }
    }

    @Test("is pruned but for what somebody put into it, and what only has a publication's name stays")
    func prunesItsOwn() throws {
        try ExampleMirror.with { mirror in
            let folder = Self.folder(mirror)
            let publication = try Self.publication(mirror, keep: 1)
            try Self.publish(mirror, publication)
            let foreign = "20200101T000000Z-run1"
            try FileManager.default.createDirectory(
                atPath: folder + "/" + foreign, withIntermediateDirectories: false)
            try Data("mine".utf8).write(to: URL(fileURLWithPath: folder + "/\(foreign)/notes"))
            try Data("mine".utf8).write(to: URL(fileURLWithPath: folder + "/\(Self.third)/notes"))
            for id in 11...12 {
                try Self.run(id, of: mirror)
                try mirror.write { try $0.execute(sql: "UPDATE subscription_type SET name = 'Type \(id)'") }
                try Self.publish(mirror, publication)
            }
            #expect(
                Self.names(in: folder) == [foreign, Self.third, "20261123T120005Z-run12", "latest"].sorted())
            #expect(DirectoryTree(folder + "/" + foreign).names == ["notes"])
            #expect(DirectoryTree(folder + "/" + Self.third).names == ["notes"])
        }
    }

    @Test("is not made before a run has been complete, nor is its folder")
    func neverComplete() throws {
        try ExampleMirror.with { mirror in
            try mirror.write { db in
                try db.execute(sql: "UPDATE sync_run SET outcome = 'partial' WHERE outcome = 'complete'")
            }
            try #expect(Self.publish(mirror, Self.publication(mirror)) == .neverComplete)
            #expect(!FileManager.default.fileExists(atPath: Self.folder(mirror)))
        }
    }

    @Test("clears away what killed ones left, even when it has nothing to write itself")
    func leftovers() throws {
        try ExampleMirror.with { mirror in
            let folder = Self.folder(mirror)
            let publication = try Self.publication(mirror)
            for _ in 0..<2 {
                let leftover = folder + "/.20261101T000000Z-run1.partial-1"
                let inner = leftover + "/new/.csv.partial-1/new"
                try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
                try Data("half a fi".utf8).write(to: URL(fileURLWithPath: inner + "/account.csv"))
                try Data().write(to: URL(fileURLWithPath: leftover + "/.submirror"))
                try FileManager.default.createSymbolicLink(
                    atPath: folder + "/.latest.partial-1", withDestinationPath: "20261101T000000Z-run1")
                try Self.publish(mirror, publication)
                let names = Self.names(in: folder)
                #expect(names == [Self.third, "latest"])
            }
        }
    }

    @Test("is made of all formats or not at all, and the one before stays")
    func allOrNothing() throws {
        try ExampleMirror.with { mirror in
            let folder = Self.folder(mirror)
            let publication = try Self.publication(mirror, formats: [.csv, .sqlite])
            try Self.publish(mirror, publication)
            let before = DirectoryTree(folder).names
            try Self.run(11, of: mirror)
            // A row without a parent: csv accepts it, sqlite refuses it.
            try mirror.write { db in
                try db.execute(
                    sql: """
                        PRAGMA foreign_keys = OFF;
                        DELETE FROM quarantine;
                        INSERT INTO party_history VALUES ('4790000001', 'payer', 'organization', NULL, NULL, NULL,
                            NULL, '999999999', NULL, '2026-11-01T08:00:00Z', NULL)
                        """)
            }
            #expect(throws: SnapshotFailure.self) { try Self.publish(mirror, publication) }
            #expect(DirectoryTree(folder).names == before)
            try #expect(
                FileManager.default.destinationOfSymbolicLink(atPath: folder + "/latest") == Self.third)
            try #expect(ExportVerification(of: folder).findings == [])
        }
    }

    @Test("leaves alone what stands in its way", arguments: ["published", "published/latest"])
    func inTheWay(name: String) throws {
        try ExampleMirror.with { mirror in
            let path = mirror.directory.path + "/" + name
            let parent = (path as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
            let expected: ExportFailure =
                name == "published" ? .notADirectory(path: path) : .notALink(path: path)
            #expect(throws: expected) { try Self.publish(mirror, Self.publication(mirror)) }
            try #expect(String(contentsOfFile: path, encoding: .utf8) == "mine")
        }
    }

    @Test("tells of itself in a sentence without a number of anybody's")
    func sentences() {
        #expect(
            PublishOutcome.published(name: Self.third, formats: [.sqlite, .csv]).sentence
                == "published 20261122T080030Z-run3 as sqlite, csv")
        #expect(
            PublishOutcome.unchanged(name: Self.third).sentence
                == "nothing to publish: 20261122T080030Z-run3 is up to date")
    }

    @Test(
        "leaves at the level that is set for its format, and at no other text's",
        arguments: [
            ("full", [PrivacyLevel.full, .full]), ("minimal", [.minimal, .minimal]),
            ("pseudonymous,csv=full", [.pseudonymous, .full]),
            (" names-only , csv = minimal ", [.namesOnly, .minimal]), ("", nil), ("csv=full", nil),
            ("full,", nil), ("full,minimal", nil), ("full,csv=full,csv=minimal", nil),
            ("full,pdf=minimal", nil), ("Full", nil), ("full,csv=", nil), ("full,csv=full=full", nil),
        ] as [(String, [PrivacyLevel]?)])
    func rules(text: String, expected: [PrivacyLevel]?) {
        let rules = PrivacyRules(text)
        #expect(rules.map { [$0.level(for: .sqlite), $0.level(for: .csv)] } == expected)
    }
}

extension PublisherTests {
    @Test("that is asked to end ends early, and leaves nothing")
    func interrupted() throws {
        try ExampleMirror.with { mirror in
            let interruption = Interruption()
            let reader = try MirrorReader(path: mirror.path, interruption: interruption)
            interruption.raise()
            #expect(throws: CancellationError.self) {
                try Publisher(of: reader, as: Self.publication(mirror)).publish()
            }
            #expect(Self.names(in: Self.folder(mirror)) == [])
        }
    }
}
