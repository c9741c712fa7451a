import MirrorCore
import Schema

/// Writes CSV that opens in Excel with a double click, for locales with a decimal comma.
///
/// It starts with a BOM, without which Excel reads UTF-8 as the system's old code page. The delimiter is `;`,
/// the list separator of such a locale (a first line `sep=;` would make Excel overlook the BOM). Lines end in
/// CRLF, as Excel's own do. Numbers have a decimal comma, since 1.5 would become the first of May. Dates are
/// written `2026-11-22`, which Excel reads as a date in every locale. Instants are written `2026-11-22
/// 14:05:00`, which it reads as a time, in the time zone that the header names. Booleans are 1 or 0, since
/// Excel's words for them differ by language. For texts, see ``ExcelText``.
package struct ExcelCSVWriter: ResultWriter {
    private var output: OutputBuffer
    private let table: String
    private let describe: ([String]) -> [ResultColumn]
    private let time: LocalTime
    private let cuts: TruncatedTexts
    private var columns: [ResultColumn] = []
    private var kinds: [RelationColumn.Kind?] = []
    private var locals = RecentInstants<[UInt8]>()
    private var row = 1

    /// - Parameters:
    ///   - table: the name of the rows in messages about cut texts.
    ///   - describe: maps column names to descriptions of their contents.
    package init(
        _ table: String, time: LocalTime, cuts: TruncatedTexts, to sink: @escaping ByteSink,
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
        kinds = columns.map(\.kind)
        output.append("\u{FEFF}")
        for (index, column) in columns.enumerated() {
            if index > 0 { output.append(CSVField.semicolon.delimiter) }
            let header = time.header(of: column)
            append(ExcelText.isName(column.heading ?? column.name) ? header : ExcelText.field(header))
        }
        output.append("\r\n")
    }

    package mutating func write(_ statement: ReadStatement) throws {
        row += 1
        for (index, kind) in kinds.enumerated() {
            if index > 0 { output.append(CSVField.semicolon.delimiter) }
            switch statement.cell(index) {
            case .null: break
            case .text(let bytes): write(bytes, in: index, of: kind)
            case .integer(let number) where kind != .text && SpreadsheetLimit.wholeNumbers.contains(number):
                output.append(number)
            case .real(let number) where kind != .text && number.isFinite: append(number)
            case let cell: write(cell.text, in: index)
            }
        }
        output.append(Self.lineEnd)
        try output.flushIfFull()
    }

    package mutating func end() throws { try output.flush() }

    private static let lineEnd = Array("\r\n".utf8)

    private mutating func write(
        _ text: UnsafeBufferPointer<UInt8>, in index: Int, of kind: RelationColumn.Kind?
    ) {
        switch kind {
        case .instant:
            if let local = local(text) { return output.append(local) }
        case .date:
            if WorkbookTime(text)?.hasClock == false { return CSVField.semicolon.append(text, to: &output) }
        // With a decimal point, 1.5 would become a date.
        case .decimal: if let amount = decimal(text) { return output.append(amount) }
        case .text, .integer, .number, .boolean, nil: break
        }
        let traits = ByteTraits(of: text)
        switch ExcelText.form(of: text, traits) {
        case .asItIs: CSVField.semicolon.append(text, traits, to: &output)
        case .formula: ExcelText.append(formula: text, traits, to: &output)
        case nil: write(String(decoding: text, as: UTF8.self), in: index)
        }
    }

    private mutating func local(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        locals.result(for: text) { [time] in time.text(of: $0).map { Array($0.utf8) } }
    }

    /// The amount with a decimal comma; nil if Excel would round it, in which case it is written as a text.
    private func decimal(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard text.count(where: { (0x30...0x39).contains($0) }) <= SpreadsheetLimit.digits,
            ExactDecimal(String(decoding: text, as: UTF8.self)) != nil
        else { return nil }
        return text.map { $0 == UInt8(ascii: ".") ? UInt8(ascii: ",") : $0 }
    }

    private mutating func append(_ number: Double) {
        for byte in String(number).utf8 {
            output.append(byte == UInt8(ascii: ".") ? UInt8(ascii: ",") : byte)
        }
    }

    private mutating func write(_ text: String, in index: Int) {
        append(
            cuts.fitting(text, table: table, column: columns[index].name, row: row, as: ExcelText.field))
    }

    private mutating func append(_ field: String) { CSVField.semicolon.append(field, to: &output) }
}
