import Files
package import Foundation
import GRDB
package import MirrorCore
import Schema

/// Copies a mirror into a separate file while runs and readers are at work, and checks such copies.
package enum MirrorCopy {
    /// Facts that a copy states about itself.
    package struct Facts: Sendable, Equatable {
        package let identity: MirrorIdentity
        package let schemaVersion: Int
        /// The last run that ended; nil before the first.
        package let runID: Int64?
        /// The server time up to which the copy has every change; nil before the first complete list began.
        package let watermark: Date?
    }

    /// Writes the mirror at `source` into the empty file at `target`.
    ///
    /// Uses VACUUM INTO, not SQLite's backup functions, which copy pages: until the file is rewritten, pages keep bytes
    /// of rows that `forget` deleted, while a copy of rows has none of them. Both read one state of the file, and runs
    /// can commit meanwhile.
    ///
    /// - Throws: ``MirrorFailure``, `CancellationError`.
    package static func write(_ source: String, to target: String, _ interruption: Interruption) throws {
        do {
            try MirrorFiles.judge(source)
            guard try LogOwnership.of(path: source, waiting: patience(interruption)) != .foreign else {
                throw MirrorFailure.foreignLog(path: source)
            }
            try reading(source, "mode=ro", interruption) { database in
                try database.inDatabase { db in
                    try SchemaUpgrade().check(db, path: source)
                    try db.execute(sql: "VACUUM INTO :target", arguments: ["target": target])
                }
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
            throw MirrorFailure.diskFull(path: target)
        } catch {
            throw try failure(error, path: source, interruption)
        }
    }

    /// Reads the whole copy at `path`, which nobody writes to, and checks that it is a sound mirror of a known schema.
    ///
    /// - Throws: ``MirrorFailure``, `CancellationError`.
    package static func examine(_ path: String, _ interruption: Interruption) throws -> Facts {
        do {
            return try reading(path, "immutable=1", interruption) { database in
                try database.inDatabase { db in
                    try SchemaUpgrade().check(db, path: path)
                    if let fault = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)"), fault != "ok" {
                        throw MirrorFailure.damaged(path: path, detail: fault)
                    }
                    guard try Row.fetchOne(db, sql: "SELECT 1 FROM pragma_foreign_key_check LIMIT 1") == nil
                    else { throw MirrorFailure.damaged(path: path, detail: "rows belong to nothing") }
                    return try facts(db, path: path)
                }
            }
        } catch {
            throw try failure(error, path: path, interruption)
        }
    }

    /// The origin of the mirror at `path`, and the ids of its purchases; nil if there is no readable mirror.
    package static func present(_ path: String) -> (origin: MirrorOrigin?, purchases: [String])? {
        try? reading(path, "mode=ro", Interruption()) { database in
            try database.read { db in
                (
                    try MirrorStore.identity(of: path, in: db).origin,
                    try String.fetchAll(db, sql: "SELECT transid FROM _millom_purchase ORDER BY transid")
                )
            }
        }
    }

    /// Copies the log of the mirror at `path` into the mirror's file, which then holds the whole mirror.
    ///
    /// - Returns: false if the mirror cannot be opened: damaged, another program's, or beside another mirror's log.
    /// - Throws: ``MirrorFailure/busy(path:)`` while another program has it open; any other failure to write it.
    package static func settle(_ path: String) throws -> Bool {
        do {
            let waiting = patience(Interruption())
            guard try LogOwnership.of(path: path, waiting: waiting) != .foreign else { return false }
            var configuration = Configuration()
            configuration.busyMode = waiting
            configuration.prepareDatabase { db in try ConnectionHardening.raise(on: db) }
            let database = try DatabaseQueue(path: path, configuration: configuration)
            try database.inDatabase { db in _ = try db.checkpoint(.truncate) }
            try database.close()
        } catch {
            let failure = MirrorFailure(error, path: path)
            switch failure {
            case .damaged?, .notAMirror?: return false
            default: throw failure ?? error
            }
        }
        // The last program to close a mirror removes its log; if the log is still there, another program has it open.
        guard access(path + "-wal", F_OK) != 0 else { throw MirrorFailure.busy(path: path) }
        return true
    }

    private static func facts(_ db: Database, path: String) throws -> Facts {
        guard try db.tableExists("_mirror") else { throw MirrorFailure.notAMirror(path: path) }
        return Facts(
            identity: try MirrorStore.identity(of: path, in: db),
            schemaVersion: try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0,
            runID: try Int64.fetchOne(db, sql: "SELECT max(id) FROM sync_run WHERE outcome IS NOT NULL"),
            watermark: try PollState.reached(in: db))
    }

    private static func reading<Result>(
        _ path: String, _ query: String, _ interruption: Interruption,
        _ body: (DatabaseQueue) throws -> Result
    ) throws -> Result {
        var configuration = Configuration()
        configuration.label = "mirror.copy"
        configuration.readonly = true
        configuration.busyMode = patience(interruption)
        configuration.prepareDatabase { db in
            interruption.watch(db.sqliteConnection)
            try ConnectionHardening.raise(on: db)
        }
        let uri = URL(fileURLWithPath: path).absoluteString + "?" + query
        let database = try DatabaseQueue(path: uri, configuration: configuration)
        defer { try? database.close() }
        return try body(database)
    }

    private static func patience(_ interruption: Interruption) -> Database.BusyMode {
        .callback(BusyHandler(limit: .seconds(5), interruption: interruption).shouldRetry)
    }

    /// - Throws: `CancellationError` if a cancellation caused the error.
    private static func failure(
        _ error: any Error, path: String, _ interruption: Interruption
    ) throws -> any Error {
        if (error as? DatabaseError)?.resultCode == .SQLITE_INTERRUPT { try interruption.check() }
        return MirrorFailure(error, path: path) ?? error
    }
}
