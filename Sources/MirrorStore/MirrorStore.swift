package import Foundation
import GRDB
package import MirrorCore
import Schema

/// The mirror file's one writer: stores the state of runs and the rows they fetch.
///
/// Every call is one transaction. Invariant: a queued number stays queued until its rows, its quarantine
/// entry or its tombstone are committed together with its removal from the queue.
package final class MirrorStore: Sendable {
    package let path: String
    private let database: DatabaseQueue
    private let commitGuard: CommitGuard
    let log: MirrorLog
    /// How long to wait for other programs' locks.
    let patience: BusyHandler
    let interruption: Interruption

    private init(
        path: String, database: DatabaseQueue, commitGuard: CommitGuard, log: MirrorLog,
        patience: BusyHandler, interruption: Interruption
    ) {
        self.path = path
        self.database = database
        self.commitGuard = commitGuard
        self.log = log
        self.patience = patience
        self.interruption = interruption
    }

    /// Opens the mirror at `url` for writing; creates it if missing, and migrates an older one.
    ///
    /// The file is created 0640, its directory 0750.
    ///
    /// Nothing is committed once the file is no longer in its place, or once `lock` throws.
    ///
    /// - Parameters:
    ///   - lock: throws when the writer's lock is no longer in its place.
    ///   - interruption: once raised, waits for another program's lock are cut to seconds.
    /// - Throws: ``MirrorFailure``.
    package static func open(
        at url: URL, whileHolding lock: @escaping @Sendable () throws -> Void = {},
        interruption: Interruption = Interruption()
    ) throws -> MirrorStore {
        let path = url.path
        let patience = BusyHandler(limit: .seconds(30), grace: .seconds(2), interruption: interruption)
        try MirrorFiles.prepare(at: url)
        do {
            // Before the file is opened for writing: on closing, SQLite would copy any log into it.
            let kinship = try LogOwnership.of(path: path, waiting: .callback(patience.shouldRetry))
            guard kinship != .foreign else { throw MirrorFailure.foreignLog(path: path) }
            let database = try DatabaseQueue(path: path, configuration: configuration(patience))
            let (log, commitGuard) = try database.inDatabase { db in
                // Before anything is written: the file may belong to another program.
                let upgrade = SchemaUpgrade()
                try upgrade.check(db, path: path)
                try db.execute(sql: "PRAGMA journal_mode = WAL")
                let log = try MirrorLog(db, path: path, kinship)
                try upgrade.run(in: db) { db, base in try log.note(base: base, in: db) }
                let commitGuard = try CommitGuard(db, path: path, log: log, lock: lock)
                db.add(transactionObserver: commitGuard, extent: .databaseLifetime)
                if try LogOwnership.isNoteDue(in: db) {
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
    /// - Throws: ``MirrorFailure`` if the file is at fault; errors from `body`.
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

    /// Runs `body` on one consistent state of the file.
    func read<Result: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Result
    ) async throws -> Result {
        try await judging { try await database.read(body) }
    }

    /// Runs `body`, which opens its own transactions and notes each in the log.
    func outsideTransaction<Result: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Result
    ) async throws -> Result {
        try await judging { try await database.writeWithoutTransaction(body) }
    }

    /// Runs `body` and translates SQLite's errors.
    private func judging<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as DatabaseError
            where error.resultCode == .SQLITE_INTERRUPT && (Task.isCancelled || interruption.isRaised)
        {
            throw CancellationError()
        } catch {
            guard log.isWhole else {
                // The rest of the log must not be copied into the file when it is closed.
                leaveLog()
                throw MirrorFailure.replaced(path: path)
            }
            throw MirrorFailure(error, path: path) ?? error
        }
    }

    /// Synchronous, as a cancelled task would run nothing awaited here.
    private func leaveLog() { try? database.inDatabase(ConnectionHardening.leaveLog) }

    /// Checks that committed data is where readers look for it.
    ///
    /// - Throws: ``MirrorFailure/replaced(path:)``; errors from the lock's check.
    package func checkPlace() throws {
        do {
            try commitGuard.check()
        } catch {
            leaveLog()
            throw error
        }
    }

    /// Closes the file; the next program to open it finds it without a write-ahead log.
    package func close() throws {
        try database.close()
    }

    private static func configuration(_ patience: BusyHandler) -> Configuration {
        var configuration = Configuration()
        configuration.label = "mirror"
        configuration.busyMode = .callback(patience.shouldRetry)
        configuration.prepareDatabase { db in
            try ConnectionHardening.raise(on: db)
            // FULL: a commit survives a loss of power, not only the end of the process.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
            try db.execute(sql: "PRAGMA cache_size = -16000")
        }
        return configuration
    }
}
