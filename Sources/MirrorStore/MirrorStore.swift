package import Foundation
import GRDB
package import MirrorCore
import Schema

/// The mirror file's one writer: what a run has to remember, and the rows that it fetched.
///
/// Every call is one transaction. Invariant: whatever was queued is either still queued, or its rows, its
/// quarantine entry or its tombstone were committed together with its removal from the queue.
package final class MirrorStore: Sendable {
    package let path: String
    private let database: DatabaseQueue
    private let commitGuard: CommitGuard
    let log: MirrorLog
    /// How long it waits for other programs.
    let patience: LockPatience
    let interruption: Interruption

    private init(
        path: String, database: DatabaseQueue, commitGuard: CommitGuard, log: MirrorLog,
        patience: LockPatience, interruption: Interruption
    ) {
        self.path = path
        self.database = database
        self.commitGuard = commitGuard
        self.log = log
        self.patience = patience
        self.interruption = interruption
    }

    /// Opens the mirror at `url` for writing; makes it when there is none, and migrates it when it is older.
    ///
    /// The file is created 0640, its directory 0750.
    ///
    /// Nothing is committed once the file is no longer in its place, or once `lock` throws.
    ///
    /// - Parameters:
    ///   - lock: throws when the lock of whoever writes is no longer in its place.
    ///   - interruption: once raised, another program's lock is waited for no longer than seconds.
    /// - Throws: ``MirrorFailure``.
    package static func open(
        at url: URL, whileHolding lock: @escaping @Sendable () throws -> Void = {},
        interruption: Interruption = Interruption()
    ) throws -> MirrorStore {
        let path = url.path
        let patience = LockPatience(limit: .seconds(30), grace: .seconds(2), interruption: interruption)
        try MirrorFiles.prepare(at: url)
        do {
            // Before it is opened for writing: closed again, SQLite would copy any log into the file.
            let kinship = try LogKinship.of(path: path, waiting: .callback(patience.goesOn))
            guard kinship != .foreign else { throw MirrorFailure.foreignLog(path: path) }
            let database = try DatabaseQueue(path: path, configuration: configuration(patience))
            let (log, commitGuard) = try database.inDatabase { db in
                // Before anything is written: the file may be another program's.
                let upgrade = SchemaUpgrade()
                try upgrade.check(db, path: path)
                try db.execute(sql: "PRAGMA journal_mode = WAL")
                let log = try MirrorLog(db, path: path, kinship)
                try upgrade.run(in: db) { db, base in try log.note(base: base, in: db) }
                let commitGuard = try CommitGuard(db, path: path, log: log, lock: lock)
                db.add(transactionObserver: commitGuard, extent: .databaseLifetime)
                if try LogKinship.isNoteDue(in: db) {
                    try db.inTransaction {
                        try log.note(in: db)
                        return .commit
                    }
                }
                return (log, commitGuard)
            }
            return MirrorStore(
                path: path, database: database, commitGuard: commitGuard, log: log, patience: patience,
                interruption: interruption)
        } catch {
            throw MirrorFailure(error, path: path) ?? error
        }
    }

    /// Runs `body` in one transaction.
    ///
    /// - Throws: ``MirrorFailure`` where the file is at fault.
    func write<Result: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Result
    ) async throws -> Result {
        try await judging {
            try await database.write { [log] db in
                let before = db.totalChangesCount
                let result = try body(db)
                if db.totalChangesCount != before { try log.note(in: db) }
                return result
            }
        }
    }

    /// Runs `body` over one consistent state of the file.
    func read<Result: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Result
    ) async throws -> Result {
        try await judging { try await database.read(body) }
    }

    /// Runs `body`, which makes its own transactions, and notes each in the log.
    func outsideTransaction<Result: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Result
    ) async throws -> Result {
        try await judging { try await database.writeWithoutTransaction(body) }
    }

    /// Runs `body`, and says what an error of SQLite's means.
    private func judging<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as DatabaseError
            where error.resultCode == .SQLITE_INTERRUPT && (Task.isCancelled || interruption.isRaised)
        {
            throw CancellationError()
        } catch {
            guard log.isWhole else {
                // What is left of it must not be copied into the file when that is closed.
                leaveLog()
                throw MirrorFailure.replaced(path: path)
            }
            throw MirrorFailure(error, path: path) ?? error
        }
    }

    /// Not awaited: a task that is cancelled would run nothing more there.
    private func leaveLog() { try? database.inDatabase(ConnectionDefence.leaveLog) }

    /// Makes sure that what was committed is where readers look for it.
    ///
    /// - Throws: ``MirrorFailure/replaced(path:)``, and what the lock's check throws.
    package func checkPlace() throws {
        do {
            try commitGuard.check()
        } catch {
            leaveLog()
            throw error
        }
    }

    /// Closes the file; whoever opens it next finds it without a write-ahead log.
    package func close() throws {
        try database.close()
    }

    private static func configuration(_ patience: LockPatience) -> Configuration {
        var configuration = Configuration()
        configuration.label = "mirror"
        configuration.busyMode = .callback(patience.goesOn)
        configuration.prepareDatabase { db in
            try ConnectionDefence.raise(on: db)
            // FULL: a commit survives a loss of power, not only the end of the process.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
            try db.execute(sql: "PRAGMA cache_size = -16000")
        }
        return configuration
    }
}
