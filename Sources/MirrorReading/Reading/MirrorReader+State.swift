package import Foundation
package import GRDB
package import MirrorCore
import Pacing
import Schema

extension MirrorReader {
    /// A fact stored by an earlier run; nil if there is none.
    ///
    /// - Throws: ``MirrorReadFailure``.
    package func fact<Value>(_ fact: Fact<Value>) throws -> Value? {
        try read { db in try db.fact(fact) }
    }

    /// The facts on which the next run is planned, with what earlier runs show about its cost.
    ///
    /// - Throws: ``MirrorReadFailure``.
    package func runFacts(_ settings: SyncSettings, at now: Date) throws -> RunFacts {
        try read { db in
            var facts = try RunFacts(db, settings, now: now)
            facts.past = try RunFacts.Past(db, now: now)
            return facts
        }
    }

    /// The state of the followed Millom subscribers.
    ///
    /// - Throws: ``MirrorReadFailure``.
    package func millomFacts(at now: Date) throws -> MillomFacts {
        try read { db in try MillomFacts(db, now: now) }
    }

    /// The mirror's id and the origin it is bound to.
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

    /// Identifies the mirror's current state; every commit changes it.
    ///
    /// - Throws: ``MirrorReadFailure``.
    package func commitStamp() throws -> String {
        try read { db in
            try String.fetchOne(
                db, sql: "SELECT (SELECT id FROM _mirror) || ' ' || era || ' ' || commits FROM main._log")
                ?? ""
        }
    }

    /// How many rows of the newest lists could not be read.
    package static func unreadableRowCount(in db: Database) throws -> Int {
        try (db.fact(.unreadablePollRows) ?? 0) + (db.fact(.unreadableListRows) ?? 0)
    }
}
