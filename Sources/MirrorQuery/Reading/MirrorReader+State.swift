import Foundation
import GRDB
package import MirrorCore
package import Pacing

extension MirrorReader {
    /// A fact that a run left for the next; nil when none did.
    ///
    /// - Throws: ``MirrorReadFailure``.
    package func state(_ key: StateKey) throws -> String? {
        try read { db in try Self.state(key, in: db) }
    }

    /// The mirror's own id, and the origin that it is bound to.
    ///
    /// - Throws: ``MirrorReadFailure``.
    package func identity() throws -> MirrorIdentity {
        try read { db in
            guard
                let row = try Row.fetchOne(
                    db, sql: "SELECT id, base_url, client_hash, user_hash FROM _mirror")
            else { throw MirrorReadFailure.damaged(path: path) }
            let origin = (row["base_url"] as String?).map {
                MirrorOrigin(baseURL: $0, clientHash: row["client_hash"], userHash: row["user_hash"])
            }
            return MirrorIdentity(id: row["id"], origin: origin)
        }
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

    /// How many rows of the newest lists could not be read; 0 when all could.
    static func unreadableRowCount(in db: Database) throws -> Int {
        try [StateKey.unreadablePollRows, .unreadableListRows].reduce(0) { sum, key in
            sum + (try state(key, in: db).flatMap { Int($0) } ?? 0)
        }
    }

    static func state(_ key: StateKey, in db: Database) throws -> String? {
        try String.fetchOne(
            db, sql: "SELECT value FROM _state WHERE key = :key", arguments: ["key": key.rawValue])
    }
}
