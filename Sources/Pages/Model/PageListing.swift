package import MirrorCore

/// A report's first rows on the page, with the total number of rows.
package struct PageListing: Sendable, Equatable {
    package struct Column: Sendable, Equatable {
        /// The name in the report.
        package let name: String
        package var isNumeric = false
    }

    package var columns: [Column]
    package var rows: [[PageCell]]
    /// The total number of rows, including those not shown.
    package var rowCount: Int
    package let source: PageSource

    /// How many rows the page omits.
    package var leftOut: Int { max(0, rowCount - rows.count) }
}

/// A value of a row.
package enum PageCell: Sendable, Hashable {
    case unknown
    case count(Int)
    /// In per cent.
    case share(Double)
    /// A text from the company or the API, with any content.
    case text(String)
    /// A number's digits.
    case msisdn(String)
    /// 32 hexadecimal digits.
    case pseudonym(String)
    case day(CalendarDay)
    /// Instead of a day or an instant, where days are withheld.
    case month(CalendarMonth)
    /// In the mirror's format.
    case instant(String)
    /// One of the report's own words.
    case word(String)
    /// `relation.field`.
    case field(relation: String, field: String?)
}
