/// The limits of a spreadsheet.
package enum SpreadsheetLimit {
    /// How many characters, as UTF-16 counts them.
    ///
    /// Source: "Excel specifications and limits".
    package static let characters = 32_767

    /// How many rows a sheet has below its header.
    package static let rows = 1_048_575

    /// How many digits of a number are exact.
    package static let digits = 15

    /// The whole numbers that are exact: those of 15 digits.
    package static let wholeNumbers = -999_999_999_999_999...999_999_999_999_999 as ClosedRange<Int64>
}
