import ForeignTables
import MirrorCore

/// The position of a list's header and of its columns.
struct AuditHeader {
    /// The header's rows, by index in the table; empty if all columns are given by position.
    let rows: Range<Int>
    let number: Int
    let fields: [AuditField: Int]

    /// How many rows to search for a header: an invoice may begin with a letter.
    private static let deepest = 500

    /// Finds the header in `table`; nil if no row has the columns.
    ///
    /// A header may have two rows: a name may be in either of them, or begin in the upper
    /// row, spanning several columns.
    ///
    /// - Throws: the name of a column that occurs twice.
    init?(of columns: AuditColumns, in table: ForeignTable) throws(DuplicateColumn) {
        guard Self.beyond(columns, in: [table]) == nil else { return nil }
        if columns.names.isEmpty, let number = Self.place(columns.number) {
            self.number = number
            fields = columns.fields.compactMapValues(Self.place)
            rows = 0..<0
            return
        }
        var twice: DuplicateColumn?
        // Single rows first: otherwise a title above the header would be taken for its upper row.
        for height in 1...2 {
            for row in table.rows.indices.prefix(Self.deepest) where row + height <= table.rows.count {
                do throws(DuplicateColumn) {
                    guard let places = try Self.places(of: columns, in: table.rows[row..<row + height]) else {
                        continue
                    }
                    (number, fields) = places
                    rows = row..<row + height
                    return
                } catch {
                    twice = twice ?? error
                }
            }
        }
        if let twice { throw twice }
        return nil
    }

    private static func places(
        of columns: AuditColumns, in rows: ArraySlice<ForeignTable.Row>
    ) throws(DuplicateColumn) -> (number: Int, fields: [AuditField: Int])? {
        let labels = labels(of: rows)
        guard let number = try column(columns.number, in: labels) else { return nil }
        var fields: [AuditField: Int] = [:]
        for (field, name) in columns.fields.sorted(by: { $0.key < $1.key }) {
            guard let place = try column(name, in: labels) else { return nil }
            fields[field] = place
        }
        return (number, fields)
    }

    struct DuplicateColumn: Error {
        let name: String
    }

    /// The column index, from 0, for a position such as `#3`.
    static func place(_ name: String) -> Int? {
        guard name.hasPrefix("#"), let place = Int(name.dropFirst()), (1...16_384).contains(place) else {
            return nil
        }
        return place - 1
    }

    /// The first position such as `#9` at which no row of `tables` has a cell.
    static func beyond(_ columns: AuditColumns, in tables: [ForeignTable]) -> String? {
        let positions = columns.all.filter { place($0) != nil }
        guard !positions.isEmpty else { return nil }
        let width = tables.lazy.flatMap(\.rows).map(\.cells.count).max() ?? 0
        return positions.first { name in place(name).map { $0 >= width } ?? false }
    }

    /// The names of each column, normalized for comparison.
    private static func labels(of rows: ArraySlice<ForeignTable.Row>) -> [[String]] {
        let width = rows.map(\.cells.count).max() ?? 0
        var above = ""
        return (0..<width).map { column in
            let texts = rows.map { FreeText.folded($0[column].text) }
            guard texts.count == 2 else { return texts }
            if !texts[0].isEmpty { above = texts[0] }
            return texts + [above + " " + texts[1], texts[0] + " " + texts[1]]
        }
    }

    private static func column(_ name: String, in labels: [[String]]) throws(DuplicateColumn) -> Int? {
        if let place = place(name) { return place }
        let wanted = FreeText.folded(name)
        let found = labels.indices.filter { labels[$0].contains(wanted) }
        guard found.count < 2 else { throw DuplicateColumn(name: name) }
        return found.first
    }

    /// The names in the row of `table` with the most texts, which a person would take for the header.
    static func likeliestNames(in table: ForeignTable) -> [String] {
        let rows = table.rows.prefix(deepest).map { row in
            row.cells.filter { !$0.isNumber }.map(\.text).filter { $0.contains { $0.isLetter } }
        }
        return rows.max { $0.count < $1.count } ?? []
    }
}
