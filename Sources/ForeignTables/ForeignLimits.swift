/// Limits on reading a file; a hostile one may promise anything.
package struct ForeignLimits: Sendable {
    /// The size of the file itself.
    package var fileBytes = 64 << 20
    /// The size of everything unpacked from it.
    package var unpackedBytes = 256 << 20
    /// The number of cells in all rows.
    ///
    /// Ten thousand lines of an invoice have a quarter of a million.
    package var cells = 4_000_000
    /// The size of the texts of all cells in a workbook, in bytes, as cells may share one text.
    ///
    /// Ten thousand lines of an invoice have five million.
    package var textBytes = 128 << 20
    /// Excel's own limit.
    package var columns = 16_384
    /// Excel's own limit.
    package var rows = 1_048_576

    package init() {}
}
