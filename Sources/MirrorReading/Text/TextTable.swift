package import MirrorCore

/// Rows as aligned columns under a header and a rule; on a terminal that is too narrow, one line per value.
package struct TextTable {
    package struct Cell: Equatable {
        package var text: String
        package var isNumber = false

        package init(text: String, isNumber: Bool = false) {
            self.text = text
            self.isNumber = isNumber
        }
    }

    package var columns: [String]
    package var rows: [[Cell]]
    /// The terminal's width in columns; nil if the output is not a terminal.
    package var width: Int?

    package init(columns: [String], rows: [[Cell]] = [], width: Int? = nil) {
        self.columns = columns
        self.rows = rows
        self.width = width
    }

    /// The longest cell when there is no terminal: a longer text would push the next columns out of sight.
    private static let longestCell = 100
    /// Only longer texts are cut to fit a terminal: half a number or half a time would mislead.
    private static let shortestCut = 20
    private static let longestHeader = 50

    /// Lines that end in LF, without trailing blanks; columns of numbers are right-aligned.
    package var lines: [String] {
        let header = columns.map { DisplayWidth.printable($0) }
        guard let widths = widths(under: header) else { return records(header) }
        let isNumeric = columns.indices.map { index in
            !rows.isEmpty && rows.allSatisfy { $0[index].isNumber || $0[index].text.isEmpty }
        }
        func line(_ cells: [String]) -> String {
            var text = ""
            for (index, cell) in cells.enumerated() {
                let cell = DisplayWidth.cut(cell, to: widths[index])
                let padding = String(
                    repeating: " ", count: widths[index] - DisplayWidth.columns(of: cell))
                if index > 0 { text += "  " }
                text += isNumeric[index] ? padding + cell : cell + padding
            }
            return Self.ended(text)
        }
        return [line(header), line(widths.map { String(repeating: "─", count: $0) })]
            + rows.map { line($0.map(\.text)) }
    }

    /// Each column's width; nil if they do not fit side by side even with long texts cut.
    private func widths(under header: [String]) -> [Int]? {
        var widest = header.map(DisplayWidth.columns)
        var least = widest.map { min($0, Self.longestHeader) }
        for row in rows {
            for (index, cell) in row.enumerated() {
                let width = DisplayWidth.columns(of: cell.text)
                widest[index] = max(widest[index], width)
                if cell.isNumber { least[index] = max(least[index], width) }
            }
        }
        func widths(_ longest: Int) -> [Int] { zip(least, widest).map { max($0, min($1, longest)) } }
        guard let width else { return widths(Self.longestCell) }
        func fits(_ longest: Int) -> Bool { widths(longest).reduce(-2) { $0 + $1 + 2 } <= width }
        var longest = max(width, Self.shortestCut)
        while longest > Self.shortestCut, !fits(longest) { longest -= 1 }
        return fits(longest) ? widths(longest) : nil
    }

    /// Each row as a block of lines with a column's name and value each; without rows, just the names.
    private func records(_ header: [String]) -> [String] {
        let names = header.map { DisplayWidth.cut($0, to: Self.longestHeader) }
        let nameWidth = names.reduce(0) { max($0, DisplayWidth.columns(of: $1)) }
        let room = max((width ?? 0) - nameWidth - 2, Self.shortestCut)
        let blocks = (rows.isEmpty ? [names.map { _ in Cell(text: "") }] : rows).map { row in
            zip(names, row).map { name, cell in
                let padding = String(repeating: " ", count: nameWidth + 2 - DisplayWidth.columns(of: name))
                return Self.ended(name + padding + DisplayWidth.cut(cell.text, to: room))
            }
        }
        return Array(blocks.joined(separator: ["\n"]))
    }

    private static func ended(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }
}

extension TextTable.Cell {
    /// A table's cell for a value: NULL is empty, an empty text is `''`.
    package init(_ value: Value) {
        switch value {
        case .null: self.init(text: "")
        case .integer(let number): self.init(text: String(number), isNumber: true)
        case .real(let number): self.init(text: String(number), isNumber: true)
        case .text(let text): self.init(text: text.isEmpty ? "''" : DisplayWidth.printable(text))
        }
    }
}
