package import Foundation
import GRDB
package import MirrorCore
import Schema

extension MirrorStore {
    /// Facts that the next run follows from.
    package func runFacts(_ settings: SyncSettings, at now: Date) async throws -> RunFacts {
        try await read { db in try RunFacts(db, settings, now: now) }
    }

    /// Facts that decide whether a complete list is due.
    package func listFacts() async throws -> ListFacts {
        try await read { db in try ListFacts(db) }
    }

    /// A fact that an earlier run left; nil when none did.
    package func fact<Value>(_ fact: Fact<Value>) async throws -> Value? {
        try await read { db in try db.fact(fact) }
    }

    /// Keeps facts for the next run.
    package func keep(_ facts: FactChanges) async throws {
        try await write { db in try db.keep(facts) }
    }
}

extension Database {
    /// Keeps facts for the next run; one that stands there already is not written again.
    func keep(_ facts: FactChanges) throws {
        for (key, text) in facts.texts {
            guard let text else {
                try execute(sql: "DELETE FROM _state WHERE key = :key", arguments: ["key": key])
                continue
            }
            try execute(
                sql: """
                    INSERT INTO _state (key, value) VALUES (:key, :value)
                    ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value
                    """, arguments: ["key": key, "value": text])
        }
    }

    /// Keeps how many rows of a list could not be read; none are as good as an absent fact.
    func keep(unreadableRows: Int, as fact: Fact<Int>) throws {
        try keep(FactChanges(fact, unreadableRows > 0 ? unreadableRows : nil))
    }
}
