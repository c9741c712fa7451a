import Crypto
import Exports
import Files
import Foundation
import GRDB
import MirrorCore
import MirrorReading
import Schema
import TestSupport
import Testing

@Suite("An export")
struct ExportTests {
    @Test("holds every relation of the contract and a data package, and nothing else")
    func holdsAll() throws {
        try ExampleMirror.with { mirror in
            let target = mirror.directory.path + "/export"
            let package = try Export(of: mirror.reader(), ExportOptions()).write(to: target)
            let relations = Schema.snapshot.keys.sorted()
            #expect(package.resources.map(\.name) == relations)
            #expect(ExportedRelation.all.map(\.name) == relations)
            try #expect(
                Self.names(in: target) == (relations.map { $0 + ".csv" } + ["datapackage.json"]).sorted())
            #expect(package.facts.asOf == "2026-11-22T08:00:30Z")
            #expect(package.facts.runID == 3)
        }
    }

    @Test("is described by its data package, byte for byte")
    func packageIsTrue() throws {
        try ExampleMirror.with { mirror in
            let target = mirror.directory.path + "/export"
            let options = ExportOptions(relations: ["quarantine", "account"], stamp: "5f")
            let package = try Export(of: mirror.reader(), options).write(to: target)
            for resource in package.resources {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: target + "/" + resource.file.name))
                #expect(resource.file.bytes == bytes.count)
                let digest = SHA256.hash(data: bytes).map { String(format: "%02x", $0) }
                #expect(resource.file.sha256 == digest.joined())
                let count = Query("SELECT count(*) FROM \"\(resource.name)\"")
                try #expect(mirror.reader().rows(of: count) == [[Value(resource.part.rows)]])
            }
            let text = try String(contentsOfFile: target + "/datapackage.json", encoding: .utf8)
            let digests = package.files.map(\.sha256)
            let seal = try #require(text.firstMatch(of: /"seal": "([0-9a-f]{64})"/)?.1)
            let unsealed = SHA256.hash(data: Data(text.replacing(seal, with: "").utf8))
            #expect(unsealed.map { String(format: "%02x", $0) }.joined() == seal)
            let expected = """
                {
                  "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
                  "name": "subscriptions",
                  "submirror": {"made_by": "submirror", "program_version": "\(ProgramVersion.text)", \
                "format": "csv", "schema_version": \(Schema.version), \
                "as_of": "2026-11-22T08:00:30Z", "mirror_id": "0123456789abcdef0123456789abcdef", "run_id": 3, \
                "run_finished_at": "2026-11-22T08:00:30Z", "privacy": "full", "changes_since": null, "month": null, \
                "time_zone": null, "tenant": null, "snapshot_date": null, "stamp": "5f", "seal": "\(seal)"},
                  "resources": [
                    {
                      "name": "account",
                      "path": "account.csv",
                      "description": "One row per invoice account. Empty where the API grants no accounts.",
                      "format": "csv",
                      "mediatype": "text/csv",
                      "encoding": "utf-8",
                      "dialect": {"delimiter": ",", "lineTerminator": "\\n"},
                      "bytes": 124,
                      "hash": "sha256:\(digests[0])",
                      "rows": 1,
                      "schema": {
                        "fields": [
                          {"name": "id", "type": "string", "description": "The account's number, up to 8 digits, as text.", "privacy": "open"},
                """
            #expect(text.hasPrefix(expected))
            #expect(
                text.hasSuffix(
                    """
                            "primaryKey": [
                              "msisdn"
                            ],
                            "missingValues": [
                              ""
                            ]
                          }
                        }
                      ]
                    }

                    """))
        }
    }

    @Test(
        "of the same content gives the same bytes, whatever order its rows were written in",
        arguments: ExportFormat.makeable)
    func isDeterministic(format: ExportFormat) throws {
        try ExampleMirror.with { mirror in
            let first = mirror.directory.path + "/first"
            let second = mirror.directory.path + "/second"
            try Export(of: mirror.reader(), ExportOptions(format: format)).write(to: first)
            try mirror.storeRowsInAnotherOrder()
            try Export(of: mirror.reader(), ExportOptions(format: format)).write(to: second)
            try Export(of: mirror.reader(), ExportOptions(format: format)).write(to: second)
            try #expect(Self.content(of: first) == Self.content(of: second))
            try #expect(Self.content(of: first)["datapackage.json"] != nil)
        }
    }

    @Test("writes a relation as a person expects it")
    func goldenFile() throws {
        try ExampleMirror.with { mirror in
            let target = mirror.directory.path + "/export"
            try Export(of: mirror.reader(), ExportOptions()).write(to: target)
            try #expect(
                String(contentsOfFile: target + "/subscription.csv", encoding: .utf8) == """
                    msisdn,status,subscription_type_id,user_reference1,user_reference2,user_reference3,\
                    valid_from_date,valid_to_date,account_id,first_seen_at,changed_at,verified_at,gone_at,\
                    gone_reason
                    479000000005,,,,,,,,,2026-11-01T08:00:00Z,2026-11-01T08:00:00Z,2026-11-22T08:00:00Z,,
                    4790000001,barred,10,KS 200,,,2020-01-01,,70001,2026-11-01T08:00:00Z,\
                    2026-11-20T08:00:00Z,2026-11-22T08:00:00Z,,
                    4790000002,active,10,KS 200,N/A,,2021-05-05,2026-12-31,70001,2026-11-01T08:00:00Z,\
                    2026-11-01T08:00:00Z,2026-11-02T08:00:00Z,,
                    4790000003,active,20,KS 100,,,2021-05-05,,,2026-11-01T08:00:00Z,2026-11-21T08:00:00Z,\
                    2026-11-21T08:00:00Z,2026-11-21T08:00:00Z,404001
                    4790000004,active,20,"",,,2026-11-18,,,2026-11-19T08:00:00Z,2026-11-19T08:00:00Z,\
                    2026-11-22T08:00:00Z,,

                    """)
            try #expect(
                String(contentsOfFile: target + "/setting.csv", encoding: .utf8) == """
                    msisdn,setting_id,occurrence,name,active,can_activate,can_deactivate
                    4790000001,5,1,"Telefon-
                    svarer",1,0,

                    """)
        }
    }

    @Test("is of one moment, though a run writes meanwhile")
    func isConsistent() throws {
        try ExampleMirror.with { mirror in
            let target = mirror.directory.path + "/export"
            let writer = try DatabaseQueue(path: mirror.path)
            let export = Export(of: try mirror.reader(), ExportOptions()) { path in
                if path.hasSuffix("/change.csv") {
                    try writer.write { db in
                        try db.execute(sql: "DELETE FROM quarantine; DELETE FROM sync_run WHERE id = 4")
                    }
                }
                return try DurableFile(path: path)
            }
            let rows = try export.write(to: target).rowCounts
            #expect(rows["quarantine"] == 1)
            #expect(rows["sync_run"] == 4)
        }
    }

    @Test(
        "that fails leaves the earlier one as it was, and nothing beside it",
        arguments: ExportFormat.makeable.flatMap { format in
            switch format {
            case .csv, .csvExcel, .jsonl: [(format, 1), (format, 5), (format, 29)]
            // A library or a program writes all of these but the data package.
            case .xlsx, .parquet, .sqlite: [(format, 1)]
            case .html: [(ExportFormat, Int)]()
            }
        } as [(ExportFormat, Int)])
    func failureChangesNothing(format: ExportFormat, failingFile: Int) throws {
        try ExampleMirror.with { mirror in
            let target = mirror.directory.path + "/export"
            try Export(of: mirror.reader(), ExportOptions()).write(to: target)
            let before = try Self.content(of: target)
            let siblings = try Self.names(in: mirror.directory.path)
            try mirror.write { try $0.execute(sql: "DELETE FROM anomaly") }

            var fileCount = 0
            let export = Export(of: try mirror.reader(), ExportOptions(format: format)) { path in
                fileCount += 1
                let file = try DurableFile(path: path)
                return fileCount == failingFile ? FullDisk(file) : file
            }
            #expect(throws: FullDisk.failure) { try export.write(to: target) }
            try #expect(Self.content(of: target) == before)
            try #expect(Self.names(in: mirror.directory.path) == siblings)
        }
    }

    @Test(
        "clears away what a killed one left beside it, and nothing else that is called so",
        arguments: [true, false])
    func clearsLeftovers(isOurs: Bool) throws {
        try ExampleMirror.with { mirror in
            let target = mirror.directory.path + "/export"
            let leftover = mirror.directory.path + "/.export.partial-1"
            try FileManager.default.createDirectory(
                atPath: leftover + "/new", withIntermediateDirectories: true)
            try Data("half a fi".utf8).write(to: URL(fileURLWithPath: leftover + "/new/account.csv"))
            if isOurs { try Data().write(to: URL(fileURLWithPath: leftover + "/.submirror")) }
            try Export(of: mirror.reader(), ExportOptions()).write(to: target)
            #expect(FileManager.default.fileExists(atPath: leftover) != isOurs)
            try #expect(Self.names(in: target).count == ExportedRelation.all.count + 1)
        }
    }

    @Test("clears away what was killed before it could write anything, after the swap, or while it removed")
    func clearsShelves() throws {
        try ExampleMirror.with { mirror in
            let target = mirror.directory.path + "/export"
            let hidden = mirror.directory.path + "/.export.partial-1"
            mkdir(hidden, 0o1700)
            try Export(of: mirror.reader(), ExportOptions()).write(to: target)
            #expect(!FileManager.default.fileExists(atPath: hidden))
            // Without our mark, nothing in it is ours, whatever its mode.
            mkdir(hidden, 0o1700)
            try FileManager.default.createDirectory(
                atPath: hidden + "/new", withIntermediateDirectories: false)
            try Data("mine".utf8).write(to: URL(fileURLWithPath: hidden + "/new/notes"))
            try Export(of: mirror.reader(), ExportOptions()).write(to: target)
            #expect(FileManager.default.contents(atPath: hidden + "/new/notes") == Data("mine".utf8))
            try FileManager.default.removeItem(atPath: hidden)
            mkdir(hidden, 0o700)
            try Data().write(to: URL(fileURLWithPath: hidden + "/.submirror"))
            try FileManager.default.copyItem(atPath: target, toPath: hidden + "/shelf")
            unlink(hidden + "/shelf/account.csv")
            try Export(of: mirror.reader(), ExportOptions()).write(to: target)
            let names = try Self.names(in: mirror.directory.path)
            #expect(!names.contains { $0.contains("partial") || $0.contains("kept") })
        }
    }

    @Test(
        "keeps what somebody put into the earlier one, or changed in it, while it was written",
        arguments: ["notes.txt", "account.csv", "folder/notes.txt"])
    func keepsForeignFiles(name: String) throws {
        try ExampleMirror.with { mirror in
            let target = mirror.directory.path + "/export"
            try Export(of: mirror.reader(), ExportOptions()).write(to: target)
            var isFirst = true
            let export = Export(of: try mirror.reader(), ExportOptions()) { path in
                if isFirst {
                    let place = URL(fileURLWithPath: target + "/" + name)
                    try FileManager.default.createDirectory(
                        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                    try Data("mine".utf8).write(to: place)
                }
                isFirst = false
                return try DurableFile(path: path)
            }
            let place = mirror.directory.resolvingSymlinksInPath().path + "/export"
            #expect(throws: ExportFailure.foreignKept(path: place, kept: place + ".kept-1")) {
                try export.write(to: target)
            }
            #expect(FileManager.default.contents(atPath: place + ".kept-1/" + name) == Data("mine".utf8))
            #expect(try Self.names(in: place + ".kept-1").count == 1)
            try #expect(ExportVerification(of: target).findings == [])
        }
    }

    @Test("keeps all of an earlier one whose package somebody changed while it was written")
    func keepsChangedPackage() throws {
        try ExampleMirror.with { mirror in
            let target = mirror.directory.path + "/export"
            try Export(of: mirror.reader(), ExportOptions()).write(to: target)
            let names = try Self.names(in: target)
            let package = URL(fileURLWithPath: target + "/datapackage.json")
            let changed = try String(contentsOf: package, encoding: .utf8).replacing(
                "\"name\": \"subscriptions\"", with: "\"name\": \"ours\"")
            var isFirst = true
            let export = Export(of: try mirror.reader(), ExportOptions()) { path in
                if isFirst { try Data(changed.utf8).write(to: package) }
                isFirst = false
                return try DurableFile(path: path)
            }
            let place = mirror.directory.resolvingSymlinksInPath().path + "/export"
            #expect(throws: ExportFailure.foreignKept(path: place, kept: place + ".kept-1")) {
                try export.write(to: target)
            }
            #expect(try Self.names(in: place + ".kept-1") == names)
            #expect(
                FileManager.default.contents(atPath: place + ".kept-1/datapackage.json") == Data(changed.utf8)
            )
        }
    }

    @Test("takes no file for its own that lies elsewhere, whatever a package says")
    func staysInside() throws {
        let package =
            #"{"submirror": {"made_by": "submirror"}, "resources": [{"path": "..", "bytes": 0, "hash": "sha256:0"}]}"#
        try ExampleMirror.with { mirror in
            let folder = mirror.directory.resolvingSymlinksInPath().path
            let precious = folder + "/precious"
            try Data("mine".utf8).write(to: URL(fileURLWithPath: precious))
            mkdir(folder + "/export", 0o750)
            try Data(package.utf8).write(to: URL(fileURLWithPath: folder + "/export/datapackage.json"))
            #expect(throws: ExportFailure.notAnExport(path: folder + "/export")) {
                try Export(of: mirror.reader(), ExportOptions()).write(to: folder + "/export")
            }
            #expect(FileManager.default.contents(atPath: precious) == Data("mine".utf8))
        }
    }

    @Test("leaves alone the export of another mirror, alone or in a lake", arguments: [nil, "acme"])
    func refusesOtherMirror(tenant: String?) throws {
        try ExampleMirror.with { mirror in
            var options = ExportOptions(relations: ["account"])
            options.tenant = tenant
            let folder = mirror.directory.resolvingSymlinksInPath().path + "/export"
            try Export(of: mirror.reader(), options).write(to: folder)
            let place = folder + (tenant == nil ? "" : "/tenant=acme/snapshot_date=2026-11-22")
            let before = DirectoryTree(folder)
            try mirror.write { try $0.execute(sql: "UPDATE _mirror SET id = lower(hex(zeroblob(16)))") }
            #expect(throws: ExportFailure.foreignExport(path: place)) {
                try Export(of: mirror.reader(), options).write(to: folder)
            }
            #expect(DirectoryTree(folder) == before)
        }
    }

    @Test("takes the place of an empty folder and of an earlier export, and keeps the folder's permissions")
    func replaces() throws {
        try ExampleMirror.with { mirror in
            let target = mirror.directory.path + "/export"
            try FileManager.default.createDirectory(
                atPath: target, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o770])
            try Export(of: mirror.reader(), ExportOptions()).write(to: target)
            try mirror.write { try $0.execute(sql: "DELETE FROM anomaly") }
            try Export(of: mirror.reader(), ExportOptions()).write(to: target + "/")
            try #expect(
                String(contentsOfFile: target + "/anomaly.csv", encoding: .utf8)
                    == "path,kind,count,first_seen_at,last_seen_at,example\n")
            let attributes = try FileManager.default.attributesOfItem(atPath: target)
            #expect(attributes[.posixPermissions] as? Int == 0o770)
            let file = try FileManager.default.attributesOfItem(atPath: target + "/anomaly.csv")
            #expect(file[.posixPermissions] as? Int == 0o640)
        }
    }

    @Test("leaves alone what is not an earlier export")
    func refusesForeign() throws {
        try ExampleMirror.with { mirror in
            let export = Export(of: try mirror.reader(), ExportOptions())
            let folder = mirror.directory.resolvingSymlinksInPath().path
            #expect(throws: ExportFailure.notAnExport(path: folder)) { try export.write(to: folder) }
            #expect(throws: ExportFailure.notADirectory(path: folder + "/mirror.sqlite")) {
                try export.write(to: mirror.path)
            }
            #expect(throws: ExportFailure.missingParent(path: folder + "/none")) {
                try export.write(to: folder + "/none/export")
            }
            try export.write(to: folder + "/export")
            try Data().write(to: URL(fileURLWithPath: folder + "/export/mine.xlsx"))
            #expect(throws: ExportFailure.foreignFile(path: folder + "/export/mine.xlsx")) {
                try export.write(to: folder + "/export")
            }
            try Data("{}".utf8).write(to: URL(fileURLWithPath: folder + "/export/datapackage.json"))
            #expect(throws: ExportFailure.notAnExport(path: folder + "/export")) {
                try export.write(to: folder + "/export")
            }
        }
    }

    static func names(in directory: String) throws -> [String] {
        // A reader leaves the log's two files beside a mirror.
        try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
            .filter { !$0.hasPrefix("mirror.sqlite") }
    }

    static func content(of directory: String) throws -> [String: Data] {
        var content: [String: Data] = [:]
        for name in try names(in: directory) {
            content[name] = try Data(contentsOf: URL(fileURLWithPath: directory + "/" + name))
        }
        return content
    }
}

/// A file on a disk that fills up after the first bytes.
private final class FullDisk: ExportFile {
    static let failure = FileFailure.system(path: "the full disk", operation: "write", code: ENOSPC)
    private let file: DurableFile

    init(_ file: DurableFile) { self.file = file }

    func write(_ bytes: [UInt8]) throws {
        try file.write(Array(bytes.prefix(10)))
        throw Self.failure
    }

    func close() throws { try file.close() }
}
