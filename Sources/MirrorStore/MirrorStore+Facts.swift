package import Foundation
import GRDB
package import MirrorCore
import Schema

extension MirrorStore {
    /// The facts on which the next run is planned.
    package func runFacts(_ settings: SyncSettings, at now: Date) async throws -> RunFacts {
        try await read { db in try RunFacts(db, settings, now: now) }
    }

    /// The facts that decide whether a complete list is due.
    package func listFacts() async throws -> ListFacts {
        try await read { db in try ListFacts(db) }
    }

    /// A fact stored by an earlier run; nil if there is none.
    package func fact<Value>(_ fact: Fact<Value>) async throws -> Value? {
        try await read { db in try db.fact(fact) }
    }

    /// Stores facts for the next run.
    package func keep(_ facts: FactChanges) async throws {
        try await write { db in try db.keep(facts) }
    }
}

extension Database {
    /// Stores facts for the next run; an unchanged fact is not written again.
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

    /// Stores how many rows of a list could not be read; zero removes the fact.
    func keep(unreadableRows: Int, as fact: Fact<Int>) throws {
        try keep(FactChanges(fact, unreadableRows > 0 ? unreadableRows : nil))
    }
}
