package import GRDB

/// The columns with values that cannot be read; finding them takes longer than all else about completeness.
package struct UnreadableColumns: Sendable {
    package struct Entry: Sendable {
        package let relation: String
        package let column: String
        package let numberCount: Int
        package let valueCount: Int
    }

    /// In the dictionary's order.
    package let entries: [Entry]
    /// How many numbers are listed; nil if nothing is unreadable.
    package let listedCount: Int?

    /// Reads the columns; if `db` shows the past, those of the past.
    ///
    /// - Throws: a `DatabaseError`.
    package init(in db: Database) throws {
        entries = try Row.fetchAll(
            db, sql: "SELECT relation, \"column\", number_count, value_count FROM _unreadable_column"
        ).map { row in
            Entry(
                relation: row["relation"], column: row["column"], numberCount: row["number_count"],
                valueCount: row["value_count"])
        }
        listedCount = entries.isEmpty ? nil : try Int.fetchOne(db, sql: "SELECT living FROM _number_count")
    }

    /// The rows about them in the relation `completeness`.
    var completeness: [Completeness.Entry] {
        entries.filter { entry in
            // The other relations show the same values again.
            entry.relation != "subscription_flat" && !entry.relation.hasSuffix("_history")
        }.map { entry in
            Completeness.Entry(
                source: "telenor", measure: "unreadable", detail: "\(entry.relation).\(entry.column)",
                count: entry.numberCount, ofCount: listedCount, fromAt: nil, toAt: nil)
        }
    }
}
