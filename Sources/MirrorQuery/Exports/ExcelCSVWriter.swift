/// Writes CSV that Excel opens with a double click where a comma is the decimal sign.
///
/// A BOM, without which Excel takes UTF-8 for the system's old code page; `;`, the list separator of such a locale
/// (a first line `sep=;` would make Excel overlook the BOM); CRLF, as Excel itself writes. Numbers have a decimal
/// comma, since 1.5 would become the first of May. Dates stay `2026-11-22`, which Excel reads as a date in every
/// locale; an instant is `2026-11-22 13:05:00`, UTC, which it reads as a time; a boolean is 1 or 0, since its
/// words differ with the language. Texts: see ``ExcelText``.
struct ExcelCSVWriter: ResultWriter {
    private static let delimiter = UInt8(ascii: ";")

    private var output: OutputBuffer
    private let selection: ExportSelection

    init(_ selection: ExportSelection, to sink: @escaping ByteSink) {
        output = OutputBuffer(to: sink)
        self.selection = selection
    }

    mutating func begin(_ columns: [String]) throws {
        output.append("\u{FEFF}" + columns.joined(separator: ";") + "\r\n")
    }

    mutating func write(_ statement: ReadStatement) throws {
        for (index, column) in selection.columns.enumerated() {
            if index > 0 { output.append(Self.delimiter) }
            switch statement.cell(index) {
            case .null: break
            case .integer(let number) where SpreadsheetLimit.wholeNumbers.contains(number):
                output.append(String(number))
            case .real(let number): output.append(String(number).replacing(".", with: ","))
            case let cell: try write(cell.text, of: column)
            }
        }
        output.append("\r\n")
        try output.flushIfFull()
    }

    mutating func end() throws { try output.flush() }

    private mutating func write(_ text: String, of column: RelationColumn) throws {
        let field =
            switch column.kind {
            case .date: text
            case .instant: String(text.prefix(10) + " " + text.dropFirst(11).prefix(8))
            case .text, .integer, .number, .boolean: ExcelText.field(text)
            }
        guard field.utf16.count <= SpreadsheetLimit.characters else {
            throw ExportFailure.textTooLong(relation: selection.relation.name, column: column.name)
        }
        CSVField.append(Array(field.utf8), to: &output, delimiter: Self.delimiter)
    }
}
