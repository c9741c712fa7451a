package import MirrorCore

/// Rows of a report on the page: its first ones, with how many there are.
package struct PageListing: Sendable, Equatable {
    package struct Column: Sendable, Equatable {
        /// As the report names it.
        package let name: String
        package var isNumeric = false
    }

    package var columns: [Column]
    package var rows: [[PageCell]]
    /// Of all of them.
    package var rowCount: Int
    package let source: PageSource

    /// How many rows are not on the page.
    package var leftOut: Int { max(0, rowCount - rows.count) }
}

/// A value of a row.
package enum PageCell: Sendable, Hashable {
    case unknown
    case count(Int)
    /// In per cent.
    case share(Double)
    /// A text of the company or the API, which may hold anything.
    case text(String)
    /// Digits.
    case msisdn(String)
    /// 32 hexadecimal digits.
    case pseudonym(String)
    case day(CalendarDay)
    /// As the mirror writes it.
    case instant(String)
    /// One of the report's own words.
    case word(String)
    /// `relation.field`.
    case field(relation: String, field: String?)
}
