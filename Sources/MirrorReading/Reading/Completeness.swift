package import GRDB
import MirrorCore

/// How complete the mirror is: the rows of the relation `completeness`.
package struct Completeness: Sendable, Equatable {
    /// One measure, or one gap, reason or column counted in it.
    package struct Entry: Sendable, Equatable {
        package let source: String
        package let measure: String
        package let detail: String?
        /// Nil if nothing is counted, or if the past does not show it.
        package let count: Int?
        package let ofCount: Int?
        package let fromAt: String?
        package let toAt: String?

        /// `count` of `ofCount` in per cent with one decimal, rounded down, so that
        /// only all of them give 100.0.
        var share: String? {
            guard let count, let ofCount, ofCount > 0 else { return nil }
            let permille = Int((Double(count) / Double(ofCount) * 1000).rounded(.down))
            return "\(permille / 10).\(permille % 10)"
        }
    }

    package let entries: [Entry]

    /// Reads the rows; if `db` shows the past, those of the past.
    ///
    /// - Throws: a `DatabaseError`.
    package init(in db: Database) throws { try self.init(in: db, UnreadableColumns(in: db)) }

    /// Reads the rows of which `unreadable` does not tell already.
    package init(in db: Database, _ unreadable: UnreadableColumns) throws {
        entries =
            try Row.fetchAll(
                db,
                sql: """
                    SELECT source, measure, detail, count, of_count, from_at, to_at FROM _completeness
                    """
            ).map { row in
                Entry(
                    source: row["source"], measure: row["measure"], detail: row["detail"],
                    count: row["count"], ofCount: row["of_count"], fromAt: row["from_at"],
                    toAt: row["to_at"])
            } + unreadable.completeness
    }

    /// Every entry, for people.
    package var table: TextTable {
        TextTable(
            columns: ["source", "measure", "detail", "count", "of_count", "percent", "from_at", "to_at"],
            rows: entries.map { entry in
                [
                    .text(entry.source), .text(entry.measure), Value(entry.detail),
                    Value(entry.count.map(Int64.init)),
                    Value(entry.ofCount.map(Int64.init)), Value(entry.share), Value(entry.fromAt),
                    Value(entry.toAt),
                ].map { (value: Value) in TextTable.Cell(value) }
            })
    }

    /// Clauses for the line beneath figures: what their reader must know and the line does not say already.
    package var clauses: [String] { verified + missed + gaps }

    private var verified: [String] {
        let spans = entries.filter { $0.measure == "verified" }
        let shares = spans.compactMap { entry in
            entry.share.map { (span: (entry.detail ?? "").replacing("within ", with: ""), share: $0) }
        }
        guard !shares.isEmpty else { return [] }
        return ["verified " + shares.map { "\($0.share) % within \($0.span)" }.joined(separator: ", ")]
    }

    private var missed: [String] {
        entries.filter { $0.measure == "missed" }.compactMap { entry in
            guard let count = entry.count, let ofCount = entry.ofCount else { return nil }
            return "the search missed \(count) of \(ofCount) fetched again"
        }
    }

    private var gaps: [String] {
        let count = entries.count { $0.measure == "gap" }
        return count == 0 ? [] : ["\(count) \(count == 1 ? "gap" : "gaps") before: see status --completeness"]
    }

    package var json: JSONValue {
        .array(
            entries.map { entry in
                .object([
                    ("source", .string(entry.source)), ("measure", .string(entry.measure)),
                    ("detail", JSONValue(entry.detail)), ("count", JSONValue(entry.count)),
                    ("of_count", JSONValue(entry.ofCount)), ("from_at", JSONValue(entry.fromAt)),
                    ("to_at", JSONValue(entry.toAt)),
                ])
            })
    }
}
