import Synchronization

/// Collects texts that exceed a spreadsheet's cell and are truncated rather than failing the whole workbook.
package final class TruncatedTexts: Sendable {
    private static let shownRows = 10

    private let found = Mutex<[TruncatedText]>([])

    package init() {}

    /// By table and column, in order of first occurrence.
    package var all: [TruncatedText] { found.withLock { $0 } }

    /// Formats `text` with `written`; if a cell cannot hold it, formats its beginning and a mark instead.
    ///
    /// - Parameters:
    ///   - table: the sheet or the file's relation, for the message about the cut.
    ///   - row: as a spreadsheet counts it; the header is row 1.
    ///   - written: formats a text; the limit applies to the UTF-16 length of its result.
    package func fitting(
        _ text: String, table: String, column: String, row: Int, as written: (String) -> String
    ) -> String {
        let whole = written(text)
        guard whole.utf16.count > SpreadsheetLimit.characters else { return whole }
        note(table: table, column: column, row: row)
        let mark = "… [truncated: \(text.count) characters]"
        // The formatted text may be several times as long, so less is kept until it fits.
        var kept = SpreadsheetLimit.characters - mark.utf16.count
        while kept > 0 {
            let cut = written(Self.beginning(of: text, length: kept) + mark)
            guard cut.utf16.count > SpreadsheetLimit.characters else { return cut }
            kept = min(kept - 1, kept * SpreadsheetLimit.characters / cut.utf16.count)
        }
        return written(mark)
    }

    /// The longest prefix of whole characters within `length` UTF-16 units.
    private static func beginning(of text: String, length: Int) -> String {
        var count = 0
        var result = ""
        for character in text {
            count += character.utf16.count
            guard count <= length else { break }
            result.append(character)
        }
        return result
    }

    private func note(table: String, column: String, row: Int) {
        found.withLock { found in
            let index = found.firstIndex { $0.table == table && $0.column == column }
            guard let index else {
                found.append(TruncatedText(table: table, column: column, count: 1, rows: [row]))
                return
            }
            found[index].count += 1
            if found[index].rows.count < Self.shownRows { found[index].rows.append(row) }
        }
    }
}

/// Truncated texts of one column.
package struct TruncatedText: Sendable, Equatable {
    /// The name of the sheet or, in a file, of the relation.
    package let table: String
    package let column: String
    package fileprivate(set) var count: Int
    /// The first ten affected rows, as a spreadsheet counts them; the header is row 1.
    package fileprivate(set) var rows: [Int]

    package init(table: String, column: String, count: Int, rows: [Int]) {
        self.table = table
        self.column = column
        self.count = count
        self.rows = rows
    }

    /// A sentence for people: which texts are cut, where, and how to get them whole.
    package var text: String {
        let places = rows.map(String.init).joined(separator: ", ") + (count > rows.count ? ", …" : "")
        let limit = "\(SpreadsheetLimit.characters) characters"
        return count == 1
            ? "\(table).\(column): 1 text is truncated to a cell's limit of \(limit), in row \(places): csv has the full text"
            : "\(table).\(column): \(count) texts are truncated to a cell's limit of \(limit), in rows \(places): csv has the full texts"
    }

    package var json: JSONValue {
        .object([
            ("column", .string(column)), ("count", JSONValue(count)),
            ("rows", .array(rows.map { .integer(Int64($0)) })),
        ])
    }
}
