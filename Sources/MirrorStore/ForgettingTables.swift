/// Where the mirror keeps what it knows of a number.
package enum ForgettingTables {
    /// Every table with a column `msisdn`; a test fails when one is missing here.
    package static let ofNumbers = [
        "party_history", "sim_card_history", "setting_history", "add_on_history", "subscription_binding",
        "add_on_binding", "subscription_usage_quota", "add_on_usage_quota", "add_on_order_type",
        "orderable_add_on", "_unreadable_history", "quarantine", "_queue", "_poll_listing", "_listed",
        "_parked",
        "_refresh_finding", "_raw_document", "_subscription_version", "_subscription",
    ]

    /// What a person calls the rows of `table`: its relation, or what the agent's own table holds.
    static func relation(of table: String) -> String {
        switch table {
        case "_subscription_version": "subscription_history"
        default: String(table.drop { $0 == "_" })
        }
    }
}
