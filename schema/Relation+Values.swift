import MirrorCore

/// The values of a number, each column of each version a row of its own.
extension Relation {
    /// A row for each column of each version of the relation's rows of the number `:msisdn`.
    var valuesSQL: String {
        valuesSQL(
            of: content, in: table ?? historyName, item: item("version"),
            edge: { edge in
                "(SELECT text FROM _instant WHERE second = version.\(edge))"
            })
    }

    /// The same of the subscription itself, which has its account from a list.
    static var subscriptionValuesSQL: String {
        subscription.valuesSQL(
            of: subscription.content + ["account_id", "gone_at"], in: "subscription_history",
            item: "version.msisdn", edge: { "version.\($0)" }, isView: true)
    }

    private func valuesSQL(
        of compared: [String], in table: String, item: String, edge: (String) -> String, isView: Bool = false
    ) -> String {
        let names = compared.map { "('\($0)')" }.joined(separator: ", ")
        let branches = compared.map { name in
            "        WHEN '\(name)' THEN \(isView ? "version.\(name)" : value(name, of: "version"))"
        }
        return """
            SELECT
                '\(name)', \(item), asked.column1,
                CAST(CASE asked.column1
            \(branches.joined(separator: "\n")) END AS TEXT),
                \(edge("observed_from")), \(edge("observed_to"))
            FROM \(table) AS version
            CROSS JOIN (VALUES \(names)) AS asked
            WHERE version.msisdn = :msisdn
            """
    }
}
