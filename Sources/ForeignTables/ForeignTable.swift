import Foundation
package import MirrorCore

/// Rows of cells written by another program: a text file, or one sheet of a workbook.
package struct ForeignTable: Sendable, Equatable {
    /// The sheet's name; nil for a text file.
    package let sheet: String?
    /// Whether Excel hides the sheet.
    package let isHidden: Bool
    /// In the file's order, including empty rows.
    package let rows: [Row]
    /// The lines of a text file on which a quoted multi-line cell begins that could also be read as rows.
    package let doubtfulLines: [Int]
    /// Whether the workbook counts days from 1904, as Excel for Mac once did, and not from 1900.
    package let countsFrom1904: Bool

    package init(
        sheet: String? = nil, isHidden: Bool = false, rows: [Row], doubtfulLines: [Int] = [],
        countsFrom1904: Bool = false
    ) {
        self.sheet = sheet
        self.isHidden = isHidden
        self.rows = rows
        self.doubtfulLines = doubtfulLines
        self.countsFrom1904 = countsFrom1904
    }

    /// The day in a cell: one that the workbook shows as a day, or a text such as 2026-10-01; nil for anything else.
    ///
    /// Source: ECMA-376-1, 18.17.4.1: days since 30 December 1899, in a calendar whose 1900 has a 29 February.
    package func day(in cell: Cell) -> CalendarDay? {
        guard cell.nature == .day else { return cell.nature == .text ? CalendarDay(cell.text) : nil }
        guard let count = Double(cell.text) else { return CalendarDay(String(cell.text.prefix(10))) }
        guard count >= (countsFrom1904 ? 0 : 61), count < 2_958_466 else { return nil }
        let epoch = countsFrom1904 ? -2_082_844_800.0 : -2_209_161_600.0
        let date = Date(timeIntervalSince1970: epoch + count.rounded(.down) * 86_400)
        return CalendarDay(CalendarDay.text(of: date, in: .gmt))
    }

    package struct Row: Sendable, Equatable {
        /// The row's first line in the file, or its row on the sheet, counted from 1.
        package let line: Int
        package let cells: [Cell]

        package init(line: Int, cells: [Cell]) {
            self.line = line
            self.cells = cells
        }

        /// The cell in `column`, counted from 0; an empty cell if the row is shorter.
        package subscript(column: Int) -> Cell {
            cells.indices.contains(column) ? cells[column] : Cell("")
        }
    }

    package struct Cell: Sendable, Hashable {
        /// The text in the file; for a workbook's number its stored digits, never a rounded form.
        package let text: String
        package let nature: Nature

        package enum Nature: Sendable {
            case text
            /// A workbook's number, with complete digits and a decimal point.
            case number
            /// A number that the workbook shows as a day or a time.
            case day
            case truth
            /// A formula without a stored value, so that ``text`` is empty.
            case formula
        }

        package init(_ text: String, _ nature: Nature = .text) {
            self.text = text
            self.nature = nature
        }

        package init(_ text: String, isNumber: Bool) { self.init(text, isNumber ? .number : .text) }

        /// Whether a workbook stores it as a number, days included.
        package var isNumber: Bool { nature == .number || nature == .day }
    }
}
