/// Rows of cells as another program wrote them: a text file, or one sheet of a workbook.
package struct ForeignTable: Sendable, Equatable {
    /// The sheet's name; nil for a text file.
    package let sheet: String?
    /// In the file's order, empty ones included.
    package let rows: [Row]

    package init(sheet: String? = nil, rows: [Row]) {
        self.sheet = sheet
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
        /// Whether a workbook holds it as a number, so that its digits are complete and its point is decimal.
        package let isNumber: Bool

        package init(_ text: String, isNumber: Bool = false) {
            self.text = text
            self.isNumber = isNumber
        }
    }
}
