/// The limits of a spreadsheet.
package enum SpreadsheetLimit {
    /// Characters per cell, in UTF-16 units.
    ///
    /// Source: "Excel specifications and limits".
    package static let characters = 32_767

    /// Rows per sheet below its header.
    package static let rows = 1_048_575

    /// Exact digits of a number.
    package static let digits = 15

    /// The whole numbers that are exact: those of at most 15 digits.
    package static let wholeNumbers = -999_999_999_999_999...999_999_999_999_999 as ClosedRange<Int64>
}
