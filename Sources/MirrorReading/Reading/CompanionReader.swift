import Foundation
package import GRDB
import MirrorCore
import Synchronization

/// A second connection to a mirror, on which a thread of its own reads the same state as the first.
package struct CompanionReader: Sendable {
    private let reader: MirrorReader
    private let version: Int?

    /// Opens the connection; `reader` must not have begun to read yet.
    ///
    /// - Throws: ``MirrorReadFailure``.
    package init(of reader: MirrorReader) throws {
        self.reader = try MirrorReader(like: reader, at: reader.viewpoint)
        version = try self.reader.read(Self.version)
    }

    /// Runs `body` on a thread of its own while the first connection's transaction, which has read something,
    /// is open; nil if somebody has written since the companion was opened, as the two would differ then.
    package func begin<Result: Sendable>(
        _ body: @escaping @Sendable (Database, QueryGuard) throws -> Result
    ) -> PendingResult<Result>? {
        let isSame = PendingResult<Bool>()
        let result = PendingResult.onOwnThread {
            // Without effect if the state is the same.
            defer { isSame.keep(.success(false)) }
            return try reader.readForeign { db, watcher in
                // The first connection began in between: what did not change is the same for both.
                guard try Self.version(of: db) == version else { throw OtherState() }
                isSame.keep(.success(true))
                return try body(db, watcher)
            }
        }
        return (try? isSame.wait()) == true ? result : nil
    }

    /// SQLite's counter of what other connections have committed.
    private static func version(of db: Database) throws -> Int? {
        try Int.fetchOne(db, sql: "PRAGMA data_version")
    }

    private struct OtherState: Error {}
}

/// The result that another thread will keep here.
package final class PendingResult<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)
    private let isKept = DispatchSemaphore(value: 0)

    init() {}

    /// Runs `body` on a thread of its own: libdispatch would lend one that runs the tasks of a server.
    package static func onOwnThread(_ body: @escaping @Sendable () throws -> Value) -> PendingResult {
        let pending = PendingResult()
        Thread.detachNewThread { pending.keep(Result { try body() }) }
        return pending
    }

    /// Keeps the first result; later ones are dropped.
    func keep(_ found: Result<Value, any Error>) {
        let isFirst = result.withLock { result in
            guard result == nil else { return false }
            result = found
            return true
        }
        if isFirst { isKept.signal() }
    }

    /// The result, once there is one.
    ///
    /// - Throws: the error that was kept.
    package func wait() throws -> Value {
        isKept.wait()
        // So that others, and a second call, find it too.
        isKept.signal()
        guard let found = result.withLock({ $0 }) else { throw CancellationError() }
        return try found.get()
    }
}
