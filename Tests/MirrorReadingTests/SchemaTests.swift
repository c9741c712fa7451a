import Foundation
import GRDB
import MirrorCore
import MirrorReading
import Schema
import TestSupport
import Testing

@Suite("The SQL that is embedded in the binary")
struct SchemaTests {
    /// The SQL in the binary for each folder, by file name.
    static let lists = [
        "migrations": Schema.migrations.map { (name: $0.name, sql: $0.sql) },
        "views": Schema.views,
        "as_of": Schema.asOf,
        "journal": Schema.journalMigrations.map { (name: $0.name, sql: $0.sql) },
        "fragments": Schema.fragments,
        "learned": Schema.learned,
        "months": Schema.months,
        "explain": Schema.explanations,
        "audits": Schema.audits,
        "reports": Schema.reports.map {
            (name: "report_" + $0.name.replacing("-", with: "_"), sql: $0.sql)
        },
    ]

    @Test(
        "every file of the folder is in its list, word for word",
        arguments: [
            "migrations", "views", "as_of", "learned", "months", "explain", "fragments", "audits", "reports",
            "journal",
        ])
    func listsAreComplete(folder: String) throws {
        let list = Self.lists[folder] ?? []
        let directory = Self.schema.appendingPathComponent(folder)
        let files = try FileManager.default.contentsOfDirectory(atPath: directory.path)
            .filter { $0.hasSuffix(".sql") }
        var expected: [String: String] = [:]
        for file in files {
            expected[String(file.dropLast(4))] = try String(
                contentsOf: directory.appendingPathComponent(file), encoding: .utf8)
        }
        let listed = list.filter { expected[$0.name] != nil }
        #expect(listed.map(\.name).sorted() == expected.keys.sorted())
        for (name, sql) in listed {
            // A template has a comment in place of parts made from the registry or shared by reports.
            let parts = expected[name, default: ""].split(
                separator: Self.blank, omittingEmptySubsequences: false)
            #expect(sql.hasPrefix(parts[0]) && sql.hasSuffix(parts[parts.count - 1]), "\(name)")
        }
    }

    private static var blank: Regex<Substring> {
        #/\/\* (?:for each relation with versions: see Relation\+(?:Views|Values)\.swift|see fragments\/[a-z_]+\.sql) \*\/\n?/#
    }

    @Test("the digest is that of the schema that they make")
    func digestIsCurrent() throws {
        let database = try DatabaseQueue()
        let digest = try database.write { db in
            for migration in Schema.migrations { try db.execute(sql: migration.sql) }
            for view in Schema.views { try db.execute(sql: view.sql) }
            return try SchemaFault.digest(in: db)
        }
        #expect(Schema.digest == digest, "write the new one into schema/Schema.swift")
    }

    @Test(
        "what is made from the registry stands in schema/generated, too, to be read",
        arguments: ["views", "as_of", "snapshot"])
    func generatedIsCurrent(kind: String) throws {
        let folder = Self.schema.appendingPathComponent("generated")
        let byHand = Set(
            try FileManager.default.contentsOfDirectory(atPath: Self.schema.path + "/views")
                + FileManager.default.contentsOfDirectory(atPath: Self.schema.path + "/as_of"))
        let templates: Set = ["change", "as_of_subscription_history"]
        let list = Self.lists[kind] ?? Schema.snapshot.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        let text =
            "-- Made from the registry of relations (RelationRegistry), for reading. Nothing here is run.\n\n"
            + list.filter { name, _ in
                kind == "snapshot" || templates.contains(name) || !byHand.contains(name + ".sql")
            }.map(\.sql).joined(separator: "\n")
        let file = folder.appendingPathComponent(kind + ".sql")
        if ProcessInfo.processInfo.environment["SUBMIRROR_RECORD_GOLDENS"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }

    private static let schema = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("schema")

    @Test("migrations are numbered from 8, the first release's, without a hole, as their names say")
    func migrationsAreNumbered() {
        #expect(Schema.migrations.map(\.version) == Array(8...Schema.version))
        for (version, name, _) in Schema.migrations {
            let number = String(version)
            #expect(name.hasPrefix("m" + String(repeating: "0", count: 3 - number.count) + number + "_"))
        }
    }

    @Test("every view stands after those that it reads, and can be read")
    func viewsAreInOrder() throws {
        let database = try DatabaseQueue()
        try database.write { db in
            for migration in Schema.migrations { try db.execute(sql: migration.sql) }
            for view in Schema.views {
                try db.execute(sql: view.sql)
                _ = try Row.fetchAll(db, sql: "SELECT * FROM \"\(view.name)\"")
            }
        }
    }

    @Test("a mirror says of itself which schema it has")
    func schemaVersion() throws {
        try ExampleMirror.with { mirror in
            let rows = try mirror.reader().rows(of: Query("SELECT schema_version FROM snapshot_info"))
            #expect(rows == [[.integer(Int64(Schema.version))]])
        }
    }
}
