/// Rows of cells as another program wrote them: a text file, or one sheet of a workbook.
package struct ForeignTable: Sendable, Equatable {
    /// The sheet's name; nil for a text file.
    package let sheet: String?
    /// Whether Excel does not show the sheet.
    package let isHidden: Bool
    /// In the file's order, empty ones included.
    package let rows: [Row]

    package init(sheet: String? = nil, isHidden: Bool = false, rows: [Row]) {
        self.sheet = sheet
        self.isHidden = isHidden
        self.rows = rows
    }

    package struct Row: Sendable, Equatable {
        /// The line of the file in which it begins, or the row of the sheet, from 1.
        package let line: Int
        package let cells: [Cell]

        package init(line: Int, cells: [Cell]) {
            self.line = line
            self.cells = cells
        }

        /// The cell in `column`, from 0; an empty one where the row is shorter.
        package subscript(column: Int) -> Cell {
            cells.indices.contains(column) ? cells[column] : Cell("")
        }
    }

    package struct Cell: Sendable, Hashable {
        /// As it stands in the file; of a workbook's number its digits, never a rounded form of them.
        package let text: String
        package let nature: Nature

        package enum Nature: Sendable {
            case text
            /// A workbook's number: its digits are complete, and its point is decimal.
            case number
            /// A number that a workbook shows as a day or a time.
            case day
            case truth
            /// A formula whose value nobody has stored, so that ``text`` is empty.
            case formula
        }

        package init(_ text: String, _ nature: Nature = .text) {
            self.text = text
            self.nature = nature
        }

        package init(_ text: String, isNumber: Bool) { self.init(text, isNumber ? .number : .text) }

        /// Whether a workbook holds it as a number, a day included.
        package var isNumber: Bool { nature == .number || nature == .day }
    }
}
