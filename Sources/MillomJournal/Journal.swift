import Files
import GRDB
package import MirrorCore

/// The journal of everything that reaches us outside a run: purchases, their facts,
/// and Millom's notifications.
///
/// It is a separate file because the mirror has one writer, which may be busy for hours, and neither a
/// purchase nor a notification may wait for it. The next run takes the new entries in, so that the
/// mirror keeps its one writer.
///
/// Several processes may have it open. Each call is one transaction that is durable when the call returns.
/// Calls block their thread while another process writes, for seconds at most.
package final class Journal: Sendable {
    package let path: String
    private let database: DatabaseQueue
    private let identity: FileIdentity
    private let turn: WriterQueue

    private init(path: String, database: DatabaseQueue, identity: FileIdentity, turn: WriterQueue) {
        self.path = path
        self.database = database
        self.identity = identity
        self.turn = turn
    }

    /// Opens the journal in the state directory, creating both if missing.
    ///
    /// - Parameter interruption: once raised, waits for another program's lock are limited to two seconds, so
    ///   that a purchase's outcome is still recorded.
    /// - Throws: ``JournalFailure``.
    package static func open(
        in directory: String, interruption: Interruption = Interruption()
    ) throws -> Journal {
        guard let journal = try open(in: directory, making: true, interruption) else {
            throw JournalFailure.cannotOpen(path: directory, detail: "it could not be created")
        }
        return journal
    }

    /// Opens the journal if there is one; otherwise nil.
    ///
    /// - Throws: ``JournalFailure``.
    package static func existing(
        in directory: String, interruption: Interruption = Interruption()
    ) throws -> Journal? {
        try open(in: directory, making: false, interruption)
    }

    private static func open(
        in directory: String, making isMade: Bool, _ interruption: Interruption
    ) throws -> Journal? {
        guard try JournalFile.prepare(in: directory, making: isMade) else { return nil }
        let path = directory + "/" + JournalFile.name
        do {
            let patience = BusyHandler(limit: .seconds(30), grace: .seconds(2), interruption: interruption)
            let identity = FileIdentity(path: path)
            let database = try DatabaseQueue(
                path: path, configuration: JournalFile.configuration(patience))
            let turn = try WriterQueue(in: directory, interruption)
            try database.inDatabase { try JournalFile.establish($0, path: path, turn) }
            guard let identity, FileIdentity(path: path) == identity else {
                throw JournalFailure.replaced(path: path)
            }
            return Journal(path: path, database: database, identity: identity, turn: turn)
        } catch {
            throw JournalFailure(error, path: path) ?? error
        }
    }

    /// Runs `body` in a transaction that holds the file's write lock from its start.
    func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try judging {
            var result: Result?
            try database.inDatabase { db in
                var turn = try turn.take()
                guard turn != nil else { throw JournalFailure.busy(path: path) }
                try db.inTransaction(.immediate) {
                    // The next writer waits for this transaction's end.
                    turn = nil
                    result = try body(db)
                    // Writes to a file that was moved or replaced would be lost.
                    guard FileIdentity(path: path) == identity else {
                        throw JournalFailure.replaced(path: path)
                    }
                    return .commit
                }
            }
            guard let result else { throw JournalFailure.cannotReadOrWrite(path: path, detail: "no result") }
            return result
        }
    }

    /// Runs `body` on one consistent state of the file.
    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try judging {
            guard FileIdentity(path: path) == identity else { throw JournalFailure.replaced(path: path) }
            return try database.inDatabase { db in
                var result: Result?
                try db.inTransaction(.deferred) {
                    result = try body(db)
                    return .commit
                }
                guard let result else {
                    throw JournalFailure.cannotReadOrWrite(path: path, detail: "no result")
                }
                return result
            }
        }
    }

    /// Rewrites the file, so that no removed data stays in unused pages.
    func rewrite() throws { try outsideTransaction { try $0.execute(sql: "VACUUM") } }

    /// Runs `body`, which makes its own transactions, while no other writer of ours is at work.
    func outsideTransaction<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try judging {
            let turn = try turn.take()
            defer { withExtendedLifetime(turn) {} }
            return try database.inDatabase(body)
        }
    }

    private func judging<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            throw JournalFailure(error, path: path) ?? error
        }
    }

    /// The journal's id; a copy keeps it.
    ///
    /// - Throws: ``JournalFailure``.
    package func id() throws -> String {
        try read { db in
            guard let id = try String.fetchOne(db, sql: "SELECT id FROM journal") else {
                throw JournalFailure.notAJournal(path: path)
            }
            return id
        }
    }

    package func close() throws { try database.close() }
}
