package import GRDB
package import MirrorCore

extension Database {
    /// The fact that a run left for the next; nil when none did, or when its text cannot be read.
    package func fact<Value>(_ fact: Fact<Value>) throws -> Value? {
        try String.fetchOne(
            self, sql: "SELECT value FROM _state WHERE key = :key", arguments: ["key": fact.key]
        ).flatMap { Value(factText: $0) }
    }
}
