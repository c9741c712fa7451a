package import MirrorCore

/// The places that hold what the mirror knows of a number.
package enum ForgettingTables {
    /// Every table with a column `msisdn`; a test fails when one is missing here.
    package static let ofNumbers = ofNumbers(in: .mirror)

    /// The same for the relations in `registry`: theirs, and the agent's own.
    package static func ofNumbers(in registry: RelationRegistry) -> [String] {
        registry.tablesOfNumbers + [
            "_queue", "_poll_listing", "_listed", "_parked", "_refresh_finding", "_raw_document",
            "_subscription_version", "_subscription",
        ]
    }

    /// What a person calls the rows of `table`: its relation, or what the agent's own table holds.
    static func relation(of table: String) -> String {
        switch table {
        case "_subscription_version": "subscription_history"
        default: String(table.drop { $0 == "_" })
        }
    }
}
