package import ForeignTables
package import MirrorCore

/// Reads tables as a list of numbers: finds their headers, recognizes the lines, and parses their cells.
package struct AuditReader {
    private let path: String
    private let columns: AuditColumns
    private let linesPerNumber: AuditList.LinesPerNumber?

    /// - Parameter linesPerNumber: nil infers it from the list.
    package init(path: String, _ columns: AuditColumns, linesPerNumber: AuditList.LinesPerNumber? = nil) {
        self.path = path
        self.columns = columns
        self.linesPerNumber = linesPerNumber
    }

    /// Reads all of `tables` that have the columns; the list names the other sheets.
    ///
    /// - Throws: ``AuditFailure``.
    package func list(in tables: [ForeignTable]) throws(AuditFailure) -> AuditList {
        var list = AuditList()
        list.numberColumn = columns.number
        var parts: [Part] = []
        for table in tables {
            let header: AuditHeader?
            do throws(AuditHeader.DuplicateColumn) {
                header = try AuditHeader(of: columns, in: table)
            } catch {
                throw .columnTwice(path: path, name: error.name)
            }
            guard let header else {
                // An empty sheet need not be named.
                if table.rows.contains(where: { $0.cells.contains { !$0.text.isEmpty } }) {
                    list.otherSheets.append(table.sheet ?? "")
                }
                continue
            }
            if table.isHidden { list.hiddenSheets.append(table.sheet ?? "") }
            parts.append(read(table, under: header, isOneOfSeveral: tables.count > 1, into: &list))
        }
        guard !parts.isEmpty else { throw noColumn(in: tables) }
        guard !list.lines.isEmpty else { throw .noLines(path: path) }
        guard list.canAddUp else { throw .amountsTooLong(path: path, line: list.lineOfLongestAmount) }
        list.addStatedSum(of: parts.map(\.lines))
        // A list of employees or devices has no amounts, and one line per number.
        list.linesPerNumber = linesPerNumber ?? (columns.fields[.amount] == nil ? .one : .many)
        markRepeats(in: &list, of: parts)
        return list
    }

    private func noColumn(in tables: [ForeignTable]) -> AuditFailure {
        let known = tables.map(AuditHeader.likeliestNames).max { $0.count < $1.count } ?? []
        let folded = Set(known.map(FreeText.folded))
        let missing =
            AuditHeader.beyond(columns, in: tables)
            ?? columns.names.first { !folded.contains(FreeText.folded($0)) }
        return .noColumn(path: path, name: missing ?? columns.number, known: known)
    }

    /// A table that was read.
    private struct Part {
        let header: AuditHeader
        /// The range of its lines in the list, and each line's row.
        let lines: Range<Int>
        let rows: [ForeignTable.Row]
    }

    private enum Kind {
        case blank, above, header, line, total, title
        /// Only figures: a total at the end of a page or of the list, otherwise a line.
        case figures
    }

    private func read(
        _ table: ForeignTable, under header: AuditHeader, isOneOfSeveral: Bool, into list: inout AuditList
    ) -> Part {
        let amounts = header.fields[.amount].map { column in
            AuditAmount(
                of: table.rows[header.rows.upperBound...].map { $0[column] }.filter { $0.nature == .text }
                    .map(\.text))
        }
        let sheet = isOneOfSeveral ? table.sheet : nil
        let kinds = kinds(of: table, under: header)
        let first = list.lines.count
        var rows: [ForeignTable.Row] = []
        for (row, kind) in zip(table.rows, kinds) {
            switch kind {
            case .blank: list.blankCount += 1
            case .above: list.remarkCount += 1
            case .header: list.headerCount += 1
            case .title:
                list.remarkCount += 1
                list.leftOut.append(AuditSkippedRow(.title, line: row.line, sheet: sheet))
            case .total, .figures:
                list.totalCount += 1
                var left = AuditSkippedRow(.total, line: row.line, sheet: sheet)
                if let amounts, let column = header.fields[.amount] {
                    left.amount = try? Self.amount(in: row[column], amounts)
                }
                if let amount = left.amount { list.statedAmounts.append(amount) }
                list.leftOut.append(left)
            case .line:
                list.lines.append(line(of: row, on: sheet, under: header, amounts))
                rows.append(row)
            }
        }
        list.rowCount += table.rows.count
        return Part(header: header, lines: first..<list.lines.count, rows: rows)
    }

    private func kinds(of table: ForeignTable, under header: AuditHeader) -> [Kind] {
        let headings = header.rows.map { Self.folded(table.rows[$0]) }
        let width =
            headings.isEmpty
            ? table.rows.map(\.cells.count).max() ?? 0
            : Set(headings.flatMap { $0.indices.filter($0.isFilled) }).count
        var kinds = table.rows.enumerated().map { index, row -> Kind in
            if header.rows.contains(index) { return .header }
            let words = Self.folded(row)
            if words.allSatisfy(\.isEmpty), !row.cells.contains(where: { $0.nature == .formula }) {
                return .blank
            }
            if index < header.rows.lowerBound { return .above }
            // A repeated header begins a page.
            if headings.contains(where: { Self.isSame(words, $0) }) { return .header }
            return kind(of: row, words, under: header, width: width)
        }
        var isEnd = true
        for index in kinds.indices.reversed() where kinds[index] != .blank {
            if kinds[index] == .figures, !isEnd { kinds[index] = .line }
            isEnd = kinds[index] != .line
        }
        return kinds
    }

    /// The kind of a row: a line, unless it certainly is none.
    private func kind(
        of row: ForeignTable.Row, _ words: [String], under header: AuditHeader, width: Int
    ) -> Kind {
        let number = row[header.number]
        guard number.nature != .formula,
            (try? AuditNumber.read(number.text, isNumber: number.isNumber)) == nil
        else { return .line }
        let kinds = words.indices.map { column in
            row.cells[column].nature == .formula ? .figure : RowWords.kind(of: words[column])
        }
        let numberKind = kinds.indices.contains(header.number) ? kinds[header.number] : .empty
        if numberKind == .empty || numberKind == .total, !kinds.contains(.text) {
            switch kinds.first(where: { $0 != .empty && $0 != .figure }) {
            case .total: return .total
            case nil where isAmountAlone(kinds, under: header): return .figures
            default: break
            }
        }
        return isTitle(words, kinds, under: header, width: width) ? .title : .line
    }

    private func isAmountAlone(_ kinds: [RowWords.Kind], under header: AuditHeader) -> Bool {
        let filled = kinds.indices.filter { kinds[$0] != .empty }
        if let amount = header.fields[.amount], !filled.contains(amount) { return false }
        let claims = header.fields.filter { $0.key != .amount }.map(\.value)
        return !filled.isEmpty && !filled.contains(where: claims.contains)
    }

    /// Whether it is a page break, or a single cell with the name of a group or page
    /// where no value is expected.
    private func isTitle(
        _ words: [String], _ kinds: [RowWords.Kind], under header: AuditHeader, width: Int
    ) -> Bool {
        let filled = words.indices.filter(words.isFilled)
        if let amount = header.fields[.amount], filled.contains(amount) { return false }
        if RowWords.isPageBreak(filled.map { words[$0] }) { return true }
        guard filled.count == 1, width > 1, let column = filled.first else { return false }
        guard column == header.number else { return !header.fields.values.contains(column) }
        // Fewer letters are a misspelt number; "unknown" is a placeholder for one.
        return words[column].count(where: \.isLetter) >= 3 && FreeText(words[column]) == .text
    }

    private func line(
        of row: ForeignTable.Row, on sheet: String?, under header: AuditHeader, _ amounts: AuditAmount?
    ) -> AuditLine {
        var line = AuditLine(line: row.line, sheet: sheet)
        let number = row[header.number]
        do throws(AuditFault) {
            guard number.nature != .formula else { throw .noValue }
            line.numbers = try AuditNumber.read(number.text, isNumber: number.isNumber)
        } catch {
            line.fault = error
        }
        if let amounts, let column = header.fields[.amount] {
            do throws(AuditFault) {
                line.amount = try Self.amount(in: row[column], amounts)
            } catch {
                line.fault = line.fault ?? error
            }
        }
        for (field, column) in header.fields where field != .amount {
            let cell = row[column]
            if cell.nature == .formula { line.fault = line.fault ?? .noValue }
            let text = AuditClaim.text(of: cell.text)
            // An empty cell, or a placeholder for an empty one, claims nothing.
            guard FreeText(text) == .text else { continue }
            line.claims[field] = text
        }
        return line
    }

    private static func amount(
        in cell: ForeignTable.Cell, _ amounts: AuditAmount
    ) throws(AuditFault) -> ExactDecimal? {
        switch cell.nature {
        case .formula: throw .noValue
        case .day, .truth: throw .notMoney
        case .text, .number: return try amounts.read(cell.text, isNumber: cell.isNumber)
        }
    }

    /// Headings and words of totals are shorter; the beginning of a longer text shows that it is neither.
    private static let comparedCharacters = 256

    private static func folded(_ row: ForeignTable.Row) -> [String] {
        row.cells.map { cell in
            cell.text.utf8.count > comparedCharacters * 4
                ? FreeText.folded(String(cell.text.prefix(comparedCharacters))) + "…"
                : FreeText.folded(cell.text)
        }
    }

    /// A text normalized for comparison; one that is longer than any name stays unchanged.
    private static func compared(_ text: String) -> String {
        text.utf8.count > 1024 ? text : FreeText.folded(text)
    }

    /// Whether two rows are equal, ignoring empty cells at the end.
    private static func isSame(_ left: [String], _ right: [String]) -> Bool {
        let count = max(left.count, right.count)
        return (0..<count).allSatisfy { index in
            (index < left.count ? left[index] : "") == (index < right.count ? right[index] : "")
        }
    }

    private func markRepeats(in list: inout AuditList, of parts: [Part]) {
        let isWhole = list.linesPerNumber == .many
        var first: [[String]: Int] = [:]
        for part in parts {
            let counters = isWhole ? Self.counters(in: part.rows, but: part.header) : []
            for (index, row) in zip(part.lines, part.rows) where list.lines[index].fault == nil {
                // A machine's number has the same two readings, whichever way it is written.
                var key = [list.lines[index].numbers.min() ?? ""]
                if isWhole {
                    key += row.cells.enumerated().map { column, cell in
                        column == part.header.number || counters.contains(column)
                            ? "" : Self.compared(cell.text)
                    }
                    while key.last?.isEmpty ?? false { key.removeLast() }
                }
                if let earlier = first[key] {
                    list.lines[index].repeats = list.lines[earlier].line
                    list.lines[index].repeatsSheet = list.lines[earlier].sheet
                } else {
                    first[key] = index
                }
            }
        }
    }

    /// The columns that number the lines: whole numbers that increase from line to line.
    private static func counters(in rows: [ForeignTable.Row], but header: AuditHeader) -> Set<Int> {
        let used = Set(header.fields.values + [header.number])
        let width = rows.map(\.cells.count).max() ?? 0
        return Set(
            (0..<width).filter { column in
                guard !used.contains(column), rows.count > 2 else { return false }
                var last = -1
                return rows.allSatisfy { row in
                    guard let count = Int(row[column].text), count > last else { return false }
                    last = count
                    return true
                }
            })
    }
}

extension [String] {
    fileprivate func isFilled(_ column: Int) -> Bool { !self[column].isEmpty }
}

extension AuditList {
    /// Adds the sum of the sheets' stated sums, if each sheet states the sum of its own lines.
    fileprivate mutating func addStatedSum(of sheets: [Range<Int>]) {
        let sheets = sheets.filter { !$0.isEmpty }
        guard sheets.count > 1, let amount else { return }
        let areStated = sheets.allSatisfy { lines in
            guard let sum = Self.sum(of: self.lines[lines]) else { return false }
            return statedAmounts.contains { $0.isEqual(to: sum) }
        }
        if areStated { statedAmounts.append(amount) }
    }
}
