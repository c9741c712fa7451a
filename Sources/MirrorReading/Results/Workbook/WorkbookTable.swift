import MirrorCore
import Schema

#if XLSX
    /// A table of a workbook, on as many sheets as it needs.
    package final class WorkbookTable {
        private let name: String
        private let columns: [ResultColumn]
        private let kinds: [RelationColumn.Kind?]
        private let workbook: Workbook
        private let rowsPerSheet: Int
        private let time: LocalTime
        private let cuts: TruncatedTexts
        private let hasDecimalNumbers: Bool
        private var moments = RecentInstants<WorkbookTime>()
        private var sheet: WorkbookSheet
        private var sheets: [Sheet] = []

        /// One of its sheets, with the number of rows below the header.
        package struct Sheet {
            package let name: String
            package let rowCount: Int
        }

        /// Begins the table `name` on a sheet of that name.
        ///
        /// - Parameter hasDecimalNumbers: whether to write amounts as numbers if a Double holds them exactly;
        ///   otherwise all amounts are texts.
        /// - Throws: `FileFailure` and ``WorkbookFailure``.
        package init(
            _ name: String, _ columns: [ResultColumn], in workbook: Workbook, rowsPerSheet: Int,
            time: LocalTime, cuts: TruncatedTexts, hasDecimalNumbers: Bool = false
        ) throws {
            self.name = name
            self.columns = columns
            kinds = columns.map(\.kind)
            self.workbook = workbook
            self.rowsPerSheet = rowsPerSheet
            self.time = time
            self.cuts = cuts
            self.hasDecimalNumbers = hasDecimalNumbers
            sheet = try Self.add(name, columns, to: workbook, time)
        }

        /// Writes the current row of `statement`.
        package func write(_ statement: ReadStatement) throws {
            if sheet.row > rowsPerSheet {
                try endSheet()
                sheet = try Self.add("\(name)-\(sheets.count + 1)", columns, to: workbook, time)
            }
            for (index, kind) in kinds.enumerated() {
                try write(statement.cell(index), of: kind, in: index)
            }
            sheet.endRow()
        }

        /// Completes the table; returns its sheets.
        package func end() throws -> [Sheet] {
            try endSheet()
            return sheets
        }

        private static func add(
            _ name: String, _ columns: [ResultColumn], to workbook: Workbook, _ time: LocalTime
        ) throws -> WorkbookSheet {
            let sheet = try workbook.add(name)
            for (index, column) in columns.enumerated() {
                try sheet.write(time.header(of: column), in: index, as: workbook.formats.header)
            }
            sheet.endRow()
            return sheet
        }

        private func endSheet() throws {
            try sheet.end(columnCount: columns.count, isTable: true)
            sheets.append(Sheet(name: sheet.name, rowCount: Int(sheet.row) - 1))
        }

        private func write(_ cell: ReadStatement.Cell, of kind: RelationColumn.Kind?, in index: Int) throws {
            switch cell {
            case .null: break
            case .text(let bytes): try write(bytes, of: kind, in: index)
            case .integer(let number) where kind == .boolean: try sheet.write(number != 0, in: index)
            case .integer(let number) where kind != .text && SpreadsheetLimit.wholeNumbers.contains(number):
                try sheet.write(Double(number), in: index)
            case .real(let number) where kind != .text && number.isFinite:
                try sheet.write(number, in: index)
            default: try write(cell.text, in: index)
            }
        }

        private func write(
            _ text: UnsafeBufferPointer<UInt8>, of kind: RelationColumn.Kind?, in index: Int
        ) throws {
            switch kind {
            case .date:
                if let day = WorkbookTime(text), !day.hasClock { return try sheet.write(day, in: index) }
            case .instant:
                let moment = moments.result(for: text) { [time] in
                    time.text(of: $0).flatMap { WorkbookTime($0) }
                }
                if let moment { return try sheet.write(moment, in: index) }
            case .decimal where hasDecimalNumbers:
                if let (number, decimals) = Self.number(of: text) {
                    return try sheet.write(number, decimals: decimals, in: index)
                }
            case .text, .integer, .number, .decimal, .boolean, nil:
                if text.count <= SpreadsheetLimit.characters, let width = WorkbookText.plainWidth(of: text) {
                    return try sheet.write(
                        plain: text, width: width, in: index, as: workbook.formats.text)
                }
            }
            try write(String(decoding: text, as: UTF8.self), in: index)
        }

        /// The amount in `text` and its number of decimals; nil if Excel, which has
        /// 15 digits, would round it.
        private static func number(of text: UnsafeBufferPointer<UInt8>) -> (Double, Int)? {
            let digits = text.filter { (0x30...0x39).contains($0) }.drop { $0 == 0x30 }
            let text = String(decoding: text, as: UTF8.self)
            guard digits.count <= SpreadsheetLimit.digits, let amount = ExactDecimal(text),
                amount.scale <= SpreadsheetLimit.digits, let number = Double(text)
            else { return nil }
            return (number, amount.scale)
        }

        private func write(_ text: String, in index: Int) throws {
            // The library counts an escape at its full length.
            let escaped = cuts.fitting(
                text, table: sheet.name, column: columns[index].name, row: Int(sheet.row) + 1,
                as: WorkbookText.escaped)
            try sheet.write(escaped: escaped, in: index, as: workbook.formats.text)
        }
    }
#endif
