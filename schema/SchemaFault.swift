import Crypto
package import GRDB

/// Something in a mirror's `sqlite_schema` that the migrations and views do not make.
package struct SchemaFault: Equatable, Sendable {
    package enum Kind: Equatable, Sendable { case unknown, changed, missing }

    package let kind: Kind
    /// `table`, `index`, `view` or `trigger`, unless the file was tampered with.
    package let type: String
    package let name: String

    /// Whether the writer mends it by making the view again.
    package var isRenewable: Bool { type == "view" && kind != .unknown }

    /// What it is, for a sentence; the name is a stranger's, so nothing in it reaches a terminal but plain characters.
    package var words: String {
        let thing = "the \(Self.plain(type)) \(Self.plain(name))"
        return switch kind {
        case .unknown: "\(thing), which is not submirror's"
        case .changed: "\(thing), which is not as submirror makes it"
        case .missing: "no \(Self.plain(type)) \(Self.plain(name))"
        }
    }

    private static func plain(_ name: String) -> String {
        let shown = String(
            name.unicodeScalars.prefix(60).map { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || "0123456789_- ".unicodeScalars.contains(scalar))
                    ? Character(scalar) : "?"
            })
        return shown.isEmpty ? "without a name" : shown
    }
}

extension SchemaFault {
    /// The fault of the file's schema when those of `migrations` up to `version` have run, by name.
    ///
    /// Views belong to the program's own version: in an older mirror, whatever views there are count as stale, not
    /// as unknown. Call it within one transaction.
    ///
    /// - Parameter withViews: whether the views of a mirror belong there.
    ///
    /// - Throws: `DatabaseError`.
    package static func all(
        in db: Database, version: Int, by migrations: [Schema.Migration] = Schema.migrations,
        withViews: Bool = true
    ) throws -> [SchemaFault] {
        let last = migrations.last?.version ?? 0
        let found = try Entry.all(in: db)
        if version == last, migrations.map(\.sql) == Schema.migrations.map(\.sql),
            Entry.digest(of: found) == Schema.digest
        {
            return []
        }
        let expected = try Entry.made(
            by: migrations.filter { $0.version <= version }, withViews: withViews && version == last)
        var faults: [SchemaFault] = []
        for (key, sql) in found where expected[key] != sql {
            let isStale = key.type == "view" && version < last
            faults.append(
                SchemaFault(
                    kind: expected[key] == nil && !isStale ? .unknown : .changed, type: key.type,
                    name: key.name))
        }
        for key in expected.keys where found[key] == nil {
            faults.append(SchemaFault(kind: .missing, type: key.type, name: key.name))
        }
        return faults.sorted { ($0.type, $0.name) < ($1.type, $1.name) }
    }

    /// The SHA-256 of the file's schema, in hexadecimal: see ``Schema/digest``.
    ///
    /// - Throws: `DatabaseError`.
    package static func digest(in db: Database) throws -> String { Entry.digest(of: try Entry.all(in: db)) }
}

/// A row of `sqlite_schema`.
private struct Entry: Hashable {
    let type: String
    let name: String
    let table: String

    /// The definition of each; that of an index that a key implies is empty.
    static func all(in db: Database) throws -> [Entry: String] {
        let rows = try Row.fetchAll(db, sql: "SELECT type, name, tbl_name, sql FROM sqlite_schema")
        let entries = rows.map { row in
            (
                // A file that was tampered with may hold anything.
                Entry(type: row["type"] ?? "", name: row["name"] ?? "", table: row["tbl_name"] ?? ""),
                row["sql"] as String? ?? ""
            )
        }
        return Dictionary(
            entries.filter { statistics[$0.name] != $1 }, uniquingKeysWith: { $0 == $1 ? $0 : "twice" })
    }

    /// The SHA-256 of `entries`, in an order of their own, each text with its length before it.
    static func digest(of entries: [Entry: String]) -> String {
        var hash = SHA256()
        let sorted = entries.sorted {
            ($0.key.type, $0.key.name, $0.key.table) < ($1.key.type, $1.key.name, $1.key.table)
        }
        for (entry, sql) in sorted {
            for text in [entry.type, entry.name, entry.table, sql] {
                hash.update(data: Array("\(text.utf8.count):\(text)".utf8))
            }
        }
        return hash.finalize().map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    /// The schema that `migrations` make of an empty file.
    static func made(by migrations: [Schema.Migration], withViews: Bool) throws -> [Entry: String] {
        let database = try DatabaseQueue()
        return try database.inDatabase { db in
            for migration in migrations { try db.execute(sql: migration.sql) }
            if withViews {
                for view in Schema.views { try db.execute(sql: view.sql) }
            }
            return try all(in: db)
        }
    }

    /// Tables of SQLite's own, which ANALYZE leaves in a file.
    private static let statistics = [
        "sqlite_stat1": "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
        "sqlite_stat4": "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
    ]
}
