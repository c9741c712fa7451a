/// Why a text with separators cannot be read.
enum DelimitedFault: Error {
    case openQuotes(line: Int)
    case tooManyCells
}

/// A text with separators between the cells of a line: RFC 4180, and what else portals and spreadsheets write.
///
/// A quotation mark matters at a cell's beginning only. One that never ends its cell is a character like others.
struct DelimitedText {
    private let bytes: [UInt8]
    private let limits: ForeignLimits

    init(_ utf8: [UInt8], _ limits: ForeignLimits = ForeignLimits()) {
        bytes = utf8
        self.limits = limits
    }

    private static let quote = UInt8(ascii: "\"")
    private static let lf = UInt8(ascii: "\n")
    private static let cr = UInt8(ascii: "\r")
    /// The likeliest first.
    private static let separators = [";", "\t", "|", ","].map { $0.utf8.first ?? 0 }
    /// How many rows tell the separator: the title block of an invoice has fewer.
    private static let sampleRows = 300
    /// No cell of a table is longer, in quotation marks.
    private static let longestQuoted = 1 << 15
    /// How many cells may begin with a quotation mark that never ends one.
    private static let strayQuotes = 1_000

    func rows(expecting names: [String]) throws(DelimitedFault) -> [ForeignTable.Row] {
        if let (separator, start) = declared {
            return try rows(by: separator, from: start, line: 2, upTo: limits.rows).rows
        }
        return try rows(by: try separator(expecting: names), from: 0, line: 1, upTo: limits.rows).rows
    }

    /// The separator that Excel's own first line names: `sep=;`.
    private var declared: (separator: UInt8, start: Int)? {
        guard bytes.count >= 5, bytes.prefix(4).elementsEqual("sep=".utf8), bytes[4] >= 0x09 else {
            return nil
        }
        var start = 5
        if start < bytes.count, bytes[start] == Self.cr { start += 1 }
        guard start < bytes.count, bytes[start] == Self.lf else {
            return start > 5 || start == bytes.count ? (bytes[4], start) : nil
        }
        return (bytes[4], start + 1)
    }

    /// The one under which a row has the most of `names`; of those, the one that gives the most rows of one width.
    private func separator(expecting names: [String]) throws(DelimitedFault) -> UInt8 {
        let wanted = Set(names.map { $0.lowercased() })
        var best = (separator: Self.separators[0], found: -1, score: -1)
        for separator in Self.separators {
            let sample = try rows(by: separator, from: 0, line: 1, upTo: Self.sampleRows).rows
            var found = 0
            var widths: [Int: Int] = [:]
            for row in sample {
                if row.cells.count > 1 { widths[row.cells.count, default: 0] += 1 }
                guard !wanted.isEmpty else { continue }
                let words = row.cells.map { $0.text.trimmed.lowercased() }
                found = max(found, Set(words).intersection(wanted).count)
            }
            let score = widths.map { ($0.key - 1) * $0.value }.max() ?? 0
            if (found, score) > (best.found, best.score) { best = (separator, found, score) }
        }
        return best.separator
    }

    private func rows(
        by separator: UInt8, from start: Int, line firstLine: Int, upTo rowLimit: Int
    ) throws(DelimitedFault) -> (rows: [ForeignTable.Row], end: Int) {
        var rows: [ForeignTable.Row] = []
        var cells: [ForeignTable.Cell] = []
        var (index, line, firstLine) = (start, firstLine, firstLine)
        var (cellCount, strays) = (0, 0)
        func check(_ rows: Int) throws(DelimitedFault) {
            cellCount += 1
            guard cellCount <= limits.cells, cells.count < limits.columns, rows <= limits.rows else {
                throw .tooManyCells
            }
        }
        let count = bytes.count
        while index < count {
            // One cell, then what ends it.
            try check(rows.count)
            var text: ForeignTable.Cell?
            if bytes[index] == Self.quote {
                if let quoted = quoted(from: index, before: separator) {
                    text = ForeignTable.Cell(quoted.text)
                    index = quoted.end
                    line += quoted.lines
                } else {
                    strays += 1
                    guard strays <= Self.strayQuotes else { throw .openQuotes(line: line) }
                }
            }
            if text == nil {
                let begin = index
                while index < count, bytes[index] != separator, bytes[index] != Self.lf,
                    bytes[index] != Self.cr
                {
                    index += 1
                }
                text = ForeignTable.Cell(String(decoding: bytes[begin..<index], as: UTF8.self))
            }
            cells.append(text ?? ForeignTable.Cell(""))
            guard index < count, bytes[index] == separator else {
                if index < count {
                    index +=
                        bytes[index] == Self.cr && index + 1 < count && bytes[index + 1] == Self.lf ? 2 : 1
                    line += 1
                }
                rows.append(ForeignTable.Row(line: firstLine, cells: cells))
                cells = []
                firstLine = line
                if rows.count >= rowLimit { break }
                continue
            }
            index += 1
            // A separator at the very end has an empty cell behind it.
            if index == count { cells.append(ForeignTable.Cell("")) }
        }
        if !cells.isEmpty { rows.append(ForeignTable.Row(line: firstLine, cells: cells)) }
        if index < count, rowLimit == limits.rows { throw .tooManyCells }
        return (rows, index)
    }

    /// A cell in quotation marks that begins at `start`; nil where they do not end before a separator or a line's end.
    private func quoted(from start: Int, before separator: UInt8) -> (text: String, end: Int, lines: Int)? {
        var content: [UInt8] = []
        var index = start + 1
        var lines = 0
        let end = min(bytes.count, start + Self.longestQuoted)
        while index < end {
            let byte = bytes[index]
            guard byte == Self.quote else {
                if byte == Self.lf || byte == Self.cr && (index + 1 >= end || bytes[index + 1] != Self.lf) {
                    lines += 1
                }
                content.append(byte)
                index += 1
                continue
            }
            let next = index + 1 < bytes.count ? bytes[index + 1] : Self.lf
            if next == Self.quote {
                content.append(byte)
                index += 2
            } else if next == separator || next == Self.lf || next == Self.cr {
                return (String(decoding: content, as: UTF8.self), index + 1, lines)
            } else {
                // As in "Ola "Olli" Nordmann", which nobody doubled.
                content.append(byte)
                index += 1
            }
        }
        return nil
    }
}

extension String {
    /// Without white space and marks that are not seen around it.
    var trimmed: String {
        let scalars = unicodeScalars
        func isBlank(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace || scalar == "\u{FEFF}" || scalar == "\u{200B}"
        }
        guard let first = scalars.first, let last = scalars.last, isBlank(first) || isBlank(last) else {
            return self
        }
        var rest = Substring(self).unicodeScalars
        while let scalar = rest.first, isBlank(scalar) { rest.removeFirst() }
        while let scalar = rest.last, isBlank(scalar) { rest.removeLast() }
        return String(rest)
    }
}
