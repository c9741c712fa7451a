import Foundation
import GRDB
import MirrorCore
import MirrorQuery
import Schema
import Testing

@Suite("The SQL that is embedded in the binary")
struct SchemaTests {
    /// What the binary holds of each folder, by file name.
    static let lists = [
        "migrations": Schema.migrations.map { (name: $0.name, sql: $0.sql) },
        "views": Schema.views,
        "as_of": Schema.asOf,
        "reports": Schema.reports.map {
            (name: "report_" + $0.name.replacing("-", with: "_"), sql: $0.sql)
        },
    ]

    @Test(
        "every file of the folder is in its list, word for word",
        arguments: ["migrations", "views", "as_of", "reports"])
    func listsAreComplete(folder: String) throws {
        let list = Self.lists[folder] ?? []
        let directory = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("schema/\(folder)")
        let files = try FileManager.default.contentsOfDirectory(atPath: directory.path)
            .filter { $0.hasSuffix(".sql") }
        var expected: [String: String] = [:]
        for file in files {
            expected[String(file.dropLast(4))] = try String(
                contentsOf: directory.appendingPathComponent(file), encoding: .utf8)
        }
        #expect(Dictionary(list.map { ($0.name, $0.sql) }) { first, _ in first } == expected)
        #expect(list.count == expected.count)
    }

    @Test("migrations are numbered from 6, the first release's, without a hole, as their names say")
    func migrationsAreNumbered() {
        #expect(Schema.migrations.map(\.version) == Array(6...Schema.version))
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
