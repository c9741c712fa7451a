import Exports
import Foundation
import GRDB
import MirrorCore
import MirrorReading
import TestSupport
import Testing

@Suite("An export of changes")
struct ChangesExportTests {
    @Test(
        "has the subscriptions that changed since a run's end or a time, and those that are gone, with gone_at",
        arguments: [
            ("1", "2026-11-01T08:10:00Z", ["4790000001", "4790000003", "4790000004"]),
            ("3", "2026-11-22T08:00:30Z", []),
            ("4", "2026-11-22T09:00:00Z", []),
            ("2026-11-20T08:00:00Z", "2026-11-20T08:00:00Z", ["4790000001", "4790000003"]),
            ("2026-11-20T08:00:01Z", "2026-11-20T08:00:01Z", ["4790000003"]),
            ("2026-11-21", "2026-11-20T23:00:00Z", ["4790000003"]),
            (
                "2026-07-01", "2026-06-30T22:00:00Z",
                ["479000000005", "4790000001", "4790000002", "4790000003", "4790000004"]
            ),
        ] as [(String, String, [String])])
    func since(text: String, instant: String, numbers: [String]) throws {
        try ExampleMirror.with { mirror in
            let export = try mirror.changes(since: text, of: ["subscription", "add_on_history", "account"])
            #expect(export.package.facts.changesSince == instant)
            let rows = try mirror.reader().rows(of: Query("SELECT msisdn, gone_at FROM subscription"))
            let living = rows.filter { $0[1] == .null }.map { $0[0] }
            let exported = try export.rows(of: "subscription")
            #expect(exported.map { $0["msisdn"] as? String } == numbers)
            for row in exported {
                let msisdn = Value(row["msisdn"] as? String)
                #expect((row["gone_at"] as? String == nil) == living.contains(msisdn))
            }
        }
    }

    @Test("put in the place of the same subscriptions' rows in an earlier export, it gives the later one")
    func replaces() throws {
        try ExampleMirror.with { mirror in
            let before = try mirror.changes(since: nil)
            try mirror.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO sync_run (id, kind, started_at, finished_at, outcome)
                        VALUES (5, 'incremental', '2026-11-23T08:00:00Z', '2026-11-23T08:00:09Z', 'complete');
                        UPDATE account SET reference1 = 'new';
                        UPDATE _subscription SET changed_at = '2026-11-23T08:00:02Z'
                        WHERE msisdn IN ('4790000001', '4790000002');
                        INSERT INTO party_history VALUES ('4790000002', 'payer', 'person', 'Ida', NULL, 'Lie',
                            NULL, NULL, NULL, '2026-11-23T08:00:02Z', NULL);
                        UPDATE sim_card_history SET observed_to = '2026-11-23T08:00:02Z'
                        WHERE sim_msisdn = '4790000091';
                        UPDATE _subscription_version SET observed_to = '2026-11-23T08:00:02Z',
                            changed_at = '2026-11-01T08:00:00Z', verified_at = '2026-11-22T08:00:00Z'
                        WHERE msisdn = '4790000002' AND observed_to IS NULL;
                        INSERT INTO _subscription_version (msisdn, observed_from, status, gone_at, gone_reason)
                        VALUES ('4790000002', '2026-11-23T08:00:02Z', 'active', '2026-11-23T08:00:02Z', '404001');
                        DELETE FROM subscription_binding WHERE msisdn = '4790000002';
                        """)
            }
            let changes = try mirror.changes(since: "3")
            let after = try mirror.changes(since: nil)
            try #expect(changes.rows(of: "change").count > 0)
            for relation in ExportedRelation.all.map(\.name) {
                let replaced = try changes.applied(to: before, relation)
                try #expect(replaced == Set(after.lines(of: relation)), "\(relation)")
            }
        }
    }

    @Test("goes on from an earlier export, named by its directory or its datapackage.json")
    func sinceExport() throws {
        try ExampleMirror.with { mirror in
            let earlier = try mirror.changes(since: nil)
            for place in [
                earlier.directory, earlier.directory + "/datapackage.json", earlier.directory + "/",
            ] {
                let export = try mirror.changes(since: place)
                #expect(export.package.facts.changesSince == "2026-11-22T08:00:30Z")
            }
        }
    }

    @Test(
        "refuses an earlier export of another mirror, or of a run whose number means another since a backup was restored",
        arguments: [
            ("UPDATE _mirror SET id = 'ffffffffffffffffffffffffffffffff'", "belongs to another mirror"),
            (
                "UPDATE sync_run SET finished_at = '2026-11-22T08:05:00Z' WHERE id = 3",
                "was restored in between"
            ),
            ("DELETE FROM sync_run WHERE id >= 3", "this mirror has no such run"),
        ])
    func otherMoment(sql: String, sentence: String) throws {
        try ExampleMirror.with { mirror in
            let earlier = try mirror.changes(since: nil)
            try mirror.write { db in try db.execute(sql: "PRAGMA foreign_keys = OFF; \(sql)") }
            let failure = #expect(throws: ExportFailure.self) { try mirror.changes(since: earlier.directory) }
            #expect(failure?.message.contains(sentence) == true)
        }
    }

    @Test("refuses an earlier export that does not say its moment")
    func withoutMoment() throws {
        try ExampleMirror.with { mirror in
            let earlier = try mirror.changes(since: nil)
            let file = earlier.directory + "/datapackage.json"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try text.replacing("\"mirror_id\"", with: "\"mirror\"").write(
                toFile: file, atomically: true, encoding: .utf8)
            #expect(throws: ExportFailure.withoutMoment(path: earlier.directory)) {
                try mirror.changes(since: earlier.directory)
            }
        }
    }

    @Test("misses nothing when this machine's clock was set back after the run")
    func clockSetBack() throws {
        try ExampleMirror.with { mirror in
            try mirror.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO sync_run (id, kind, started_at, finished_at, outcome)
                        VALUES (5, 'incremental', '2026-11-21T07:59:00Z', '2026-11-21T08:01:00Z', 'complete')
                        """)
            }
            let export = try mirror.changes(since: "3", of: ["subscription"])
            #expect(export.package.facts.changesSince == "2026-11-21T07:59:00Z")
            #expect(try export.rows(of: "subscription").map { $0["msisdn"] as? String } == ["4790000003"])
        }
    }

    @Test("always has the relation that says who is gone")
    func hasSubscription() throws {
        try ExampleMirror.with { mirror in
            let export = try mirror.changes(since: "1", of: ["party"])
            #expect(export.package.resources.map(\.name) == ["party", "subscription"])
        }
    }

    @Test(
        "is refused for what is neither a run nor a time",
        arguments: [
            ("9", ExportFailure.unknownRun(9)), ("", .notSince("")), ("yesterday", .notSince("yesterday")),
            ("2026-02-30", .notSince("2026-02-30")), ("-1", .notSince("-1")),
            ("2026-11-20 08:00", .notSince("2026-11-20 08:00")),
        ])
    func refused(text: String, failure: ExportFailure) throws {
        try ExampleMirror.with { mirror in
            #expect(throws: failure) { try mirror.changes(since: text) }
            try #expect(ExportTests.names(in: mirror.directory.path) == [])
        }
    }
}

/// A written JSON Lines export, to be read again.
struct WrittenExport {
    let package: DataPackage
    let directory: String

    func lines(of relation: String) throws -> [String] {
        try String(contentsOfFile: "\(directory)/\(relation).jsonl", encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }

    func rows(of relation: String) throws -> [[String: Any]] {
        try lines(of: relation).map { line in
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
        }
    }

    /// The lines of `relation` held by a recipient of `earlier` after applying this export.
    func applied(to earlier: WrittenExport, _ relation: String) throws -> Set<String> {
        let isOfSubscriptions = try earlier.rows(of: relation).first?["msisdn"] != nil
        guard isOfSubscriptions, relation != "quarantine" else { return Set(try lines(of: relation)) }
        let changed = Set(try rows(of: "subscription").compactMap { $0["msisdn"] as? String })
        let kept = try zip(earlier.lines(of: relation), earlier.rows(of: relation)).filter { _, row in
            !changed.contains(row["msisdn"] as? String ?? "")
        }
        return Set(try kept.map(\.0) + lines(of: relation))
    }
}

extension ExampleMirror {
    /// A JSON Lines export in its own directory; of everything if `since` is nil.
    func changes(since: String?, of relations: [String]? = nil) throws -> WrittenExport {
        let zone = try #require(TimeZone(identifier: "Europe/Oslo"))
        var options = ExportOptions(format: .jsonl, relations: relations)
        options.changesSince = try since.map { try ChangesSince($0, timeZone: zone) }
        let target = directory.path + "/export-" + UUID().uuidString
        return WrittenExport(package: try Export(of: reader(), options).write(to: target), directory: target)
    }
}
