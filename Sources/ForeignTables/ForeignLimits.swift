/// How much of a file is read; a hostile one may promise anything.
package struct ForeignLimits: Sendable {
    /// Of the file itself.
    package var fileBytes = 64 << 20
    /// Of all that is unpacked from it.
    package var unpackedBytes = 256 << 20
    /// Of all rows together.
    ///
    /// Ten thousand lines of an invoice have a quarter of a million.
    package var cells = 4_000_000
    /// Of the texts of all cells of a workbook, in bytes: cells may share one text.
    ///
    /// Ten thousand lines of an invoice have five million.
    package var textBytes = 128 << 20
    /// Excel's own bound.
    package var columns = 16_384
    /// Excel's own bound.
    package var rows = 1_048_576

    package init() {}
}
