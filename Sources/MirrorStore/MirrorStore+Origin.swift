package import Foundation
import GRDB
package import MirrorCore

/// The result of binding a mirror to its origin.
package enum OriginBinding: Sendable, Equatable {
    /// It was already bound to this origin.
    case kept
    /// It is bound from now on; it held no data of another origin.
    case bound
    /// It was moved to another origin; the settings listed differ.
    case moved([String])
}

extension MirrorStore {
    /// Binds the mirror to `origin`, before the first request of a run.
    ///
    /// An empty mirror accepts any origin, so that a mistyped setting can be corrected.
    ///
    /// A move keeps history and watermark, but the old origin's replies prove nothing about
    /// the new one: every number is verified and the complete list is read again, and no
    /// tombstone rests on an earlier list.
    ///
    /// - Parameter acceptsMove: whether the operator has confirmed the new origin.
    /// - Throws: ``MirrorFailure/otherOrigin(path:settings:baseURL:)``.
    @discardableResult
    package func bind(
        to origin: MirrorOrigin, acceptsMove: Bool = false, at now: Date
    ) async throws -> OriginBinding {
        let path = path
        let known = try await read { db in try Self.identity(of: path, in: db).origin }
        if known == origin { return .kept }
        return try await write { db in
            let differences = known.map { $0.differences(from: origin) } ?? []
            let isMove = try known != nil && Self.holdsAnything(in: db)
            guard !isMove || acceptsMove else {
                throw MirrorFailure.otherOrigin(
                    path: path, settings: differences, baseURL: known?.baseURL ?? "")
            }
            try db.execute(
                sql: """
                    UPDATE _mirror SET base_url = :url, client_hash = :client, user_hash = :user, bound_at = :now
                    """,
                arguments: [
                    "url": origin.baseURL, "client": origin.clientHash, "user": origin.userHash,
                    "now": Instant.text(now),
                ])
            guard isMove else { return .bound }
            try Self.forgetProofs(in: db)
            try Self.enqueueAllLiving(at: now, in: db)
            try db.keep(FactChanges(.listAskedFor, now))
            return .moved(differences)
        }
    }

    /// The mirror's own id, and the origin that it is bound to.
    ///
    /// - Throws: ``MirrorFailure/damaged(path:detail:)`` if the table of origins has been emptied.
    static func identity(of path: String, in db: Database) throws -> MirrorIdentity {
        guard let row = try Row.fetchOne(db, sql: "SELECT id, base_url, client_hash, user_hash FROM _mirror")
        else {
            throw MirrorFailure.damaged(path: path, detail: "its origin is missing")
        }
        let origin = (row["base_url"] as String?).map {
            MirrorOrigin(baseURL: $0, clientHash: row["client_hash"], userHash: row["user_hash"])
        }
        return MirrorIdentity(id: row["id"], origin: origin)
    }

    private static func holdsAnything(in db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM _subscription) OR EXISTS (SELECT 1 FROM _queue)
                    OR EXISTS (SELECT 1 FROM _reconcile) OR EXISTS (SELECT 1 FROM quarantine)
                    OR EXISTS (SELECT 1 FROM coverage) OR EXISTS (SELECT 1 FROM subscription_type)
                """) ?? true
    }

    /// Drops everything that an origin's lists and searches have proven, except the watermark.
    private static func forgetProofs(in db: Database) throws {
        try db.execute(
            sql: """
                DELETE FROM _reconcile;
                DELETE FROM _listed;
                DELETE FROM _poll_listing;
                DELETE FROM _refresh_finding;
                DELETE FROM _parked;
                """)
        try db.execute(
            sql: "UPDATE _queue SET reason = :unproven WHERE reason = :missing",
            arguments: [
                "unproven": QueueReason.unproven.rawValue, "missing": QueueReason.missing.rawValue,
            ])
    }
}
