import MirrorCore

/// Rows as aligned columns under a header and a rule.
struct TextTable {
    struct Cell: Equatable {
        var text: String
        var isNumber = false
    }

    var columns: [String]
    var rows: [[Cell]] = []

    /// Lines that end in LF, without blanks at their ends; a column of numbers stands to the right.
    var lines: [String] {
        let header = columns.map { DisplayWidth.printable($0) }
        var widths = header.map { DisplayWidth.columns(of: $0) }
        var isNumeric = columns.map { _ in !rows.isEmpty }
        for row in rows {
            for (index, cell) in row.enumerated() {
                widths[index] = max(widths[index], DisplayWidth.columns(of: cell.text))
                if !cell.isNumber, !cell.text.isEmpty { isNumeric[index] = false }
            }
        }
        func line(_ cells: [String]) -> String {
            var text = ""
            for (index, cell) in cells.enumerated() {
                let padding = String(
                    repeating: " ", count: widths[index] - DisplayWidth.columns(of: cell))
                if index > 0 { text += "  " }
                text += isNumeric[index] ? padding + cell : cell + padding
            }
            while text.last == " " { text.removeLast() }
            return text + "\n"
        }
        return [line(header), line(widths.map { String(repeating: "─", count: $0) })]
            + rows.map { line($0.map(\.text)) }
    }
}

extension TextTable.Cell {
    /// A cell as a table shows it: unknown is empty, an empty text is `''`.
    init(_ value: Value) {
        switch value {
        case .null: self.init(text: "")
        case .integer(let number): self.init(text: String(number), isNumber: true)
        case .real(let number): self.init(text: String(number), isNumber: true)
        case .text(let text): self.init(text: text.isEmpty ? "''" : DisplayWidth.printable(text))
        }
    }
}
