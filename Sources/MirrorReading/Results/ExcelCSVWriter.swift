import MirrorCore
import Schema

/// Writes CSV that Excel opens with a double click where a comma is the decimal sign.
///
/// A BOM, without which Excel takes UTF-8 for the system's old code page; `;`, the list separator of such a locale
/// (a first line `sep=;` would make Excel overlook the BOM); CRLF, as Excel itself writes. Numbers have a decimal
/// comma, since 1.5 would become the first of May. Dates stay `2026-11-22`, which Excel reads as a date in every
/// locale; an instant is `2026-11-22 14:05:00`, which it reads as a time, by the clocks of the zone that the header
/// names; a boolean is 1 or 0, since its words differ with the language. Texts: see ``ExcelText``.
package struct ExcelCSVWriter: ResultWriter {
    private static let delimiter = UInt8(ascii: ";")

    private var output: OutputBuffer
    private let table: String
    private let describe: ([String]) -> [ResultColumn]
    private let time: LocalTime
    private let cuts: CutTexts
    private var columns: [ResultColumn] = []
    private var row = 1

    /// - Parameters:
    ///   - table: what the rows are called where one of their texts is cut.
    ///   - describe: tells what the columns hold that are called so.
    package init(
        _ table: String, time: LocalTime, cuts: CutTexts, to sink: @escaping ByteSink,
        describing describe: @escaping (_ names: [String]) -> [ResultColumn]
    ) {
        output = OutputBuffer(to: sink)
        self.table = table
        self.describe = describe
        self.time = time
        self.cuts = cuts
    }

    package mutating func begin(_ names: [String]) throws {
        columns = describe(names)
        output.append("\u{FEFF}")
        for (index, column) in columns.enumerated() {
            if index > 0 { output.append(Self.delimiter) }
            let header = time.header(of: column)
            append(ExcelText.isName(column.name) ? header : ExcelText.field(header))
        }
        output.append("\r\n")
    }

    package mutating func write(_ statement: ReadStatement) throws {
        row += 1
        for (index, column) in columns.enumerated() {
            if index > 0 { output.append(Self.delimiter) }
            switch statement.cell(index) {
            case .null: break
            case .integer(let number)
            where column.kind != .text && SpreadsheetLimit.wholeNumbers.contains(number):
                output.append(String(number))
            case .real(let number) where column.kind != .text && number.isFinite:
                output.append(String(number).replacing(".", with: ","))
            case let cell: write(cell.text, of: column)
            }
        }
        output.append("\r\n")
        try output.flushIfFull()
    }

    package mutating func end() throws { try output.flush() }

    private mutating func write(_ text: String, of column: ResultColumn) {
        switch column.kind {
        case .instant:
            if let local = time.text(of: text) { return append(local) }
        case .date:
            if WorkbookTime(text)?.hasClock == false { return append(text) }
        case .text, .integer, .number, .boolean, nil: break
        }
        append(cuts.fitting(text, table: table, column: column.name, row: row, as: ExcelText.field))
    }

    private mutating func append(_ field: String) {
        CSVField.append(Array(field.utf8), to: &output, delimiter: Self.delimiter)
    }
}
