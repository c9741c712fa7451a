/// A question that readers of a snapshot can ask without the program, in SQL that any SQLite runs.
package struct CannedQuery: Sendable, Equatable {
    /// In kebab-case.
    package let name: String
    package let title: String
    package let description: String
    /// One SELECT with a named parameter for each of its arguments, all texts; an empty one counts as missing.
    /// ``reportDay`` stands for the day of the data.
    package let sql: String

    /// The SQL function that the day of the data replaces.
    package static let reportDay = "report_day()"

    package init(name: String, title: String, description: String, sql: String) {
        self.name = name
        self.title = title
        self.description = description
        self.sql = sql
    }

    /// The statement for data of `day`, as `YYYY-MM-DD`.
    package func sql(on day: String) -> String { sql.replacing(Self.reportDay, with: "'\(day)'") }
}
