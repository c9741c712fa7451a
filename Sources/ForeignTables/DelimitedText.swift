/// Why delimited text cannot be read.
enum DelimitedFault: Error {
    case tooManyCells
}

/// Delimited text: RFC 4180, and the variants that portals and spreadsheets write.
///
/// A quotation mark matters only at the beginning of a cell. One that never closes its cell is an ordinary
/// character, and so is one that would swallow whole rows.
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
    /// How many rows to sample for the separator: more than the title block of an invoice has.
    private static let sampleRows = 300
    /// How many lines, and at most how many bytes, to sample for the usual number of separators.
    private static let (sampleLines, sampleBytes) = (2_000, 1 << 20)
    /// The longest quoted cell, in bytes: twice Excel's 32,767 characters of four bytes each.
    private static let longestQuoted = 1 << 18
    /// How many bytes to search in vain for the ends of cells; after that, a quoted
    /// cell must end on its line.
    private static let searchedInVain = 1 << 26

    /// The state of the quotation marks in one pass.
    private struct Quotes {
        /// The number of separators in most rows.
        let usual: Int
        var room = DelimitedText.searchedInVain
        /// A cached search result: the first quotation mark after ``from`` that
        /// precedes a separator or a line end.
        var from = 0
        var closing = 0
        /// The lines on which cells begin that can be read in two ways.
        var doubtfulLines: [Int] = []
    }

    func table(expecting names: [String]) throws(DelimitedFault) -> ForeignTable {
        let read =
            if let (separator, start) = declared {
                try rows(by: separator, from: start, line: 2, upTo: limits.rows)
            } else {
                try rows(by: try separator(expecting: names), from: 0, line: 1, upTo: limits.rows)
            }
        return ForeignTable(rows: read.rows, doubtfulLines: read.doubtfulLines)
    }

    /// The separator named in Excel's own first line: `sep=;`.
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

    /// The separator that finds the most of `names` in a row; in a tie, the one with
    /// the most rows of equal width.
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
    ) throws(DelimitedFault) -> (rows: [ForeignTable.Row], doubtfulLines: [Int]) {
        var rows: [ForeignTable.Row] = []
        var cells: [ForeignTable.Cell] = []
        var (index, line, firstLine) = (start, firstLine, firstLine)
        var cellCount = 0
        var quotes = Quotes(usual: usualSeparators(separator, from: start))
        func check(_ rows: Int) throws(DelimitedFault) {
            cellCount += 1
            guard cellCount <= limits.cells, cells.count < limits.columns, rows <= limits.rows else {
                throw .tooManyCells
            }
        }
        let count = bytes.count
        while index < count {
            // One cell, then its separator or line end.
            try check(rows.count)
            var text: ForeignTable.Cell?
            if bytes[index] == Self.quote {
                if let quoted = quoted(from: index, line, before: separator, column: cells.count, &quotes) {
                    text = ForeignTable.Cell(quoted.text)
                    index = quoted.end
                    line += quoted.lines
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
            // A separator at the very end is followed by an empty cell.
            if index == count { cells.append(ForeignTable.Cell("")) }
        }
        if !cells.isEmpty { rows.append(ForeignTable.Row(line: firstLine, cells: cells)) }
        if index < count, rowLimit == limits.rows { throw .tooManyCells }
        return (rows, quotes.doubtfulLines)
    }

    /// The most frequent number of separators among lines that have any.
    private func usualSeparators(_ separator: UInt8, from start: Int) -> Int {
        var counts: [Int: Int] = [:]
        let sample = bytes[start...].prefix(Self.sampleBytes)
        for line in sample.split(maxSplits: Self.sampleLines, whereSeparator: Self.isLineEnd)
            .prefix(Self.sampleLines)
        {
            let count = line.count { $0 == separator }
            if count > 0 { counts[count, default: 0] += 1 }
        }
        return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == lf || byte == cr }

    /// A quoted cell that begins at `start`; nil if it is not closed before a separator or a
    /// line end, or holds whole rows.
    private func quoted(
        from start: Int, _ line: Int, before separator: UInt8, column: Int, _ quotes: inout Quotes
    ) -> (text: String, end: Int, lines: Int)? {
        guard let closing = closing(after: start, separator, &quotes),
            closing - start < Self.longestQuoted
        else { return nil }
        var content: [UInt8] = []
        var index = start + 1
        var lines = 0
        let end = min(bytes.count, start + Self.longestQuoted)
        search: while index < end {
            let byte = bytes[index]
            guard byte == Self.quote else {
                if byte == Self.lf || byte == Self.cr && (index + 1 >= end || bytes[index + 1] != Self.lf) {
                    lines += 1
                    if quotes.room <= 0 { break search }
                }
                content.append(byte)
                index += 1
                continue
            }
            let next = index + 1 < bytes.count ? bytes[index + 1] : Self.lf
            if next == Self.quote {
                content.append(byte)
                index += 2
            } else if next == separator || Self.isLineEnd(next) {
                if lines > 0 {
                    let rows = heldRows(start..<index, separator, column: column, usual: quotes.usual)
                    if rows != .none { quotes.doubtfulLines.append(line) }
                    if rows == .likely { break search }
                }
                return (String(decoding: content, as: UTF8.self), index + 1, lines)
            } else {
                // As in "Ola "Olli" Nordmann", whose inner quotation marks are not doubled.
                content.append(byte)
                index += 1
            }
        }
        quotes.room -= index - start
        return nil
    }

    /// The first quotation mark after `start` that precedes a separator or a line end.
    private func closing(after start: Int, _ separator: UInt8, _ quotes: inout Quotes) -> Int? {
        if start < quotes.from || start >= quotes.closing {
            var index = start + 1
            while index < bytes.count {
                if bytes[index] == Self.quote {
                    guard index + 1 < bytes.count, bytes[index + 1] != separator,
                        !Self.isLineEnd(bytes[index + 1])
                    else { break }
                }
                index += 1
            }
            (quotes.from, quotes.closing) = (start, index)
        }
        return quotes.closing < bytes.count ? quotes.closing : nil
    }

    /// Whether a multi-line text consists of whole rows.
    private enum HeldRows {
        case none
        /// Only the number of separators suggests it.
        case possible
        case likely
    }

    /// Whether a multi-line text between quotation marks consists of whole rows, so that the
    /// first mark was never closed.
    ///
    /// In that case the cell's line, with the mark as an ordinary character, is a whole row, and so is one of
    /// the lines below. Genuine multi-line texts with separators can look like that too; two signs tell them
    /// apart: a quoted cell that begins in between, or a line below that begins like a row.
    private func heldRows(
        _ cell: Range<Int>, _ separator: UInt8, column: Int, usual: Int
    ) -> HeldRows {
        guard usual > 0 else { return .none }
        let lines = bytes[cell.lowerBound..<lineEnd(from: cell.upperBound)].split(
            whereSeparator: Self.isLineEnd)
        guard let first = lines.first, column + first.count(where: { $0 == separator }) == usual else {
            return .none
        }
        let begins = zip(bytes[cell], bytes[cell].dropFirst()).contains { before, byte in
            byte == Self.quote && (before == separator || Self.isLineEnd(before))
        }
        let begin = bytes[..<cell.lowerBound].lastIndex(where: Self.isLineEnd).map { $0 + 1 } ?? 0
        let counts = lines.dropFirst().map { line in (line, line.count { $0 == separator }) }
        let isLikely = counts.contains { line, count in
            guard !begins else { return count >= usual }
            return count == usual && Self.isDigit(line.first) && Self.isDigit(bytes[begin])
        }
        return isLikely ? .likely : counts.contains { $0.1 >= usual } ? .possible : .none
    }

    private func lineEnd(from place: Int) -> Int {
        bytes[place...].firstIndex(where: Self.isLineEnd) ?? bytes.count
    }

    private static func isDigit(_ byte: UInt8?) -> Bool {
        byte.map { (0x30...0x39).contains($0) || $0 == 0x2B } ?? false
    }
}

extension String {
    /// Without surrounding white space and invisible marks.
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
