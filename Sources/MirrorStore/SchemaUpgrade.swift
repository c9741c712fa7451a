import GRDB
import Schema

/// Upgrades a mirror file to the newest schema of a list of migrations: by default, this program's.
struct SchemaUpgrade {
    private let migrations: [Schema.Migration]
    /// The file's version once all have run.
    private let newest: Int

    init(_ migrations: [Schema.Migration] = Schema.migrations) {
        self.migrations = migrations
        newest = migrations.last?.version ?? 0
    }

    /// Checks that the file is empty, or is a mirror no newer than this program without
    /// foreign objects in its schema.
    ///
    /// - Throws: ``MirrorFailure``.
    func check(_ db: Database, path: String) throws {
        // One transaction: another process may be creating the file.
        try db.inTransaction(.deferred) {
            let version = try version(of: db)
            let applicationID = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            if try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0 { return .commit }
            // No release had a version before the first migration's.
            guard applicationID == Schema.applicationID, version >= migrations.first?.version ?? 0 else {
                throw MirrorFailure.notAMirror(path: path)
            }
            guard version <= newest else {
                throw MirrorFailure.newerSchema(path: path, found: version, known: newest)
            }
            let faults = try SchemaFault.all(in: db, version: version, by: migrations)
            if let fault = faults.first(where: { $0.type != "view" || $0.kind == .unknown }) {
                throw MirrorFailure.foreignSchema(path: path, fault)
            }
            return .commit
        }
    }

    /// Runs the missing migrations and renews the views whose definition changed, all or nothing.
    ///
    /// - Parameter note: notes the transaction in the log; `base` is the file's signature before it.
    func run(in db: Database, noting note: (Database, _ base: String) throws -> Void) throws {
        guard try version(of: db) < newest || !staleViews(in: db).isEmpty else { return }
        try db.inTransaction(.immediate) {
            let base = try LogMark(in: db)?.signature ?? ""
            // Read again: another process may have been faster.
            let version = try version(of: db)
            for migration in migrations where migration.version > version {
                try db.execute(sql: migration.sql)
            }
            // A pragma takes no arguments; both are our own constants.
            try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
            try db.execute(sql: "PRAGMA user_version = \(newest)")
            for name in try staleViews(in: db) {
                try db.execute(sql: "DROP VIEW IF EXISTS \(name.quotedDatabaseIdentifier)")
            }
            for view in Schema.views where try !exists(view.name, in: db) {
                try db.execute(sql: view.sql)
            }
            try note(db, base)
            return .commit
        }
    }

    private func version(of db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    }

    /// The views that are missing from the file or differ from this program's definition.
    private func staleViews(in db: Database) throws -> [String] {
        try SchemaFault.all(in: db, version: newest, by: migrations).filter { $0.type == "view" }.map(\.name)
    }

    private func exists(_ view: String, in db: Database) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT count(*) FROM sqlite_schema WHERE type = 'view' AND name = :name",
            arguments: ["name": view]) ?? false
    }
}
