package import ForeignTables
package import MirrorCore

/// Reads a table as a list of numbers: finds its header, tells lines from everything else, and reads their cells.
package struct AuditReader {
    private let path: String
    private let columns: AuditColumns
    private let linesPerNumber: AuditList.LinesPerNumber?

    /// - Parameter linesPerNumber: nil: found out from the list.
    package init(path: String, _ columns: AuditColumns, linesPerNumber: AuditList.LinesPerNumber? = nil) {
        self.path = path
        self.columns = columns
        self.linesPerNumber = linesPerNumber
    }

    /// Reads the first of `tables` that has the columns.
    ///
    /// - Throws: ``AuditFailure``.
    package func list(in tables: [ForeignTable]) throws(AuditFailure) -> AuditList {
        for table in tables {
            let header: AuditHeader?
            do throws(AuditHeader.Twice) {
                header = try AuditHeader(of: columns, in: table)
            } catch {
                throw .columnTwice(path: path, name: error.name)
            }
            if let header { return try list(of: table, under: header) }
        }
        let known = tables.first.map(AuditHeader.likeliestNames) ?? []
        let folded = Set(known.map(FreeText.folded))
        let missing = columns.names.first { !folded.contains(FreeText.folded($0)) }
        throw .noColumn(path: path, name: missing ?? columns.number, known: known)
    }

    private func list(of table: ForeignTable, under header: AuditHeader) throws(AuditFailure) -> AuditList {
        var list = AuditList()
        list.numberColumn = columns.number
        list.rowCount = table.rows.count
        list.headerCount = header.rows.count
        let amounts = header.fields[.amount].map { column in
            AuditAmount(
                of: table.rows[header.rows.upperBound...].map { $0[column] }.filter { !$0.isNumber }.map(
                    \.text))
        }
        let headings = header.rows.map { Self.folded(table.rows[$0]) }
        var kept: [ForeignTable.Row] = []
        for (index, row) in table.rows.enumerated() where !header.rows.contains(index) {
            let words = Self.folded(row)
            if words.allSatisfy(\.isEmpty) {
                list.blankCount += 1
            } else if index < header.rows.lowerBound {
                list.remarkCount += 1
            } else if headings.contains(where: { Self.isSame(words, $0) }) {
                // A page begins.
                list.headerCount += 1
            } else {
                switch kind(of: row, words, under: header) {
                case .remark: list.remarkCount += 1
                case .total:
                    list.totalCount += 1
                    if let column = header.fields[.amount],
                        let amount = try? amounts?.read(row[column].text, isNumber: row[column].isNumber)
                    {
                        list.statedAmounts.append(amount)
                    }
                case .line:
                    list.lines.append(line(of: row, under: header, amounts))
                    kept.append(row)
                }
            }
        }
        guard !list.lines.isEmpty else { throw .noLines(path: path) }
        list.linesPerNumber = linesPerNumber ?? Self.linesPerNumber(list.lines, hasAmounts: amounts != nil)
        markRepeats(in: &list, of: kept, under: header)
        return list
    }

    private enum Kind { case line, total, remark }

    private func kind(of row: ForeignTable.Row, _ words: [String], under header: AuditHeader) -> Kind {
        let cell = row[header.number]
        let isNumber = (try? AuditNumber.read(cell.text, isNumber: cell.isNumber)) != nil
        let written = words.filter { !$0.isEmpty }
        if isNumber { return written.contains(where: TotalWords.areAll) ? .total : .line }
        if written.contains(where: TotalWords.begin) { return .total }
        let hasAmount =
            header.fields[.amount].map { column in
                !(words.indices.contains(column) ? words[column] : "").isEmpty
            } ?? false
        // A line break of the page or the name of a group has words, and next to nothing beside them.
        let number = words.indices.contains(header.number) ? words[header.number] : ""
        let isWord = number.isEmpty || number.count(where: \.isLetter) >= 3
        return !hasAmount && isWord && written.count <= 2 ? .remark : .line
    }

    private func line(
        of row: ForeignTable.Row, under header: AuditHeader, _ amounts: AuditAmount?
    ) -> AuditLine {
        var line = AuditLine(line: row.line)
        do {
            let cell = row[header.number]
            line.numbers = try AuditNumber.read(cell.text, isNumber: cell.isNumber)
        } catch {
            line.fault = error
        }
        if let amounts, let column = header.fields[.amount] {
            do {
                line.amount = try amounts.read(row[column].text, isNumber: row[column].isNumber)
            } catch {
                line.fault = line.fault ?? error
            }
        }
        for (field, column) in header.fields where field != .amount {
            let text = row[column].text
            // Nothing is claimed by an empty cell, or by one that stands for an empty one.
            guard FreeText(text) == .text else { continue }
            line.claims[field] = text
        }
        return line
    }

    private static func folded(_ row: ForeignTable.Row) -> [String] {
        row.cells.map { FreeText.folded($0.text) }
    }

    /// Whether two rows say the same, whatever number of empty cells ends them.
    private static func isSame(_ left: [String], _ right: [String]) -> Bool {
        let count = max(left.count, right.count)
        return (0..<count).allSatisfy { index in
            (index < left.count ? left[index] : "") == (index < right.count ? right[index] : "")
        }
    }

    /// Many, where a quarter of the numbers have several; a list of employees or devices has no amounts, and one.
    private static func linesPerNumber(
        _ lines: [AuditLine], hasAmounts: Bool
    ) -> AuditList.LinesPerNumber {
        guard hasAmounts else { return .one }
        var counts: [String: Int] = [:]
        for line in lines where line.fault == nil { counts[line.numbers[0], default: 0] += 1 }
        return counts.values.count { $0 > 1 } * 4 >= max(counts.count, 1) ? .many : .one
    }

    private func markRepeats(
        in list: inout AuditList, of rows: [ForeignTable.Row], under header: AuditHeader
    ) {
        let counters = list.linesPerNumber == .many ? Self.counters(in: rows, but: header) : []
        var first: [[String]: Int] = [:]
        for (index, line) in list.lines.enumerated() where line.fault == nil {
            var key = [line.numbers[0]]
            if list.linesPerNumber == .many {
                key += rows[index].cells.enumerated().map { column, cell in
                    column == header.number || counters.contains(column) ? "" : cell.text
                }
                while key.last?.isEmpty ?? false { key.removeLast() }
            }
            if let earlier = first[key] {
                list.lines[index].repeats = earlier
            } else {
                first[key] = line.line
            }
        }
    }

    /// The columns that count the lines: a whole number that grows from each to the next.
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
