import Foundation
import GRDB
package import MirrorCore

extension MirrorReader {
    /// A fact that a run left for the next; nil when none did.
    ///
    /// - Throws: ``MirrorReadFailure``.
    package func state(_ key: StateKey) throws -> String? {
        try read { db in try Self.state(key, in: db) }
    }

    /// What the last run learned of the API's pace; nil when it knew no limit, or when it cannot be read any more.
    ///
    /// - Throws: ``MirrorReadFailure``.
    package func keptPace() throws -> PaceSnapshot? {
        try read { db in try Self.keptPace(in: db) }
    }

    static func keptPace(in db: Database) throws -> PaceSnapshot? {
        try state(.pace, in: db).flatMap { try? JSONDecoder().decode(PaceSnapshot.self, from: Data($0.utf8)) }
    }

    static func state(_ key: StateKey, in db: Database) throws -> String? {
        try String.fetchOne(
            db, sql: "SELECT value FROM _state WHERE key = :key", arguments: ["key": key.rawValue])
    }
}
