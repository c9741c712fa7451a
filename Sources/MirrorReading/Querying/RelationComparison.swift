import GRDB
package import MirrorCore

/// Compares a relation's rows with the expected ones, counting duplicates.
package struct RelationComparison: Sendable {
    private let reader: MirrorReader
    private let limit: Int

    /// A comparison with `reader`'s mirror that names at most `limit` differences per relation.
    package init(with reader: MirrorReader, limit: Int = 20) {
        self.reader = reader
        self.limit = limit
    }

    /// Lists how the current rows of `relation` differ from `expected`, one line
    /// each; empty if they are equal.
    ///
    /// A `missing` row is absent from the mirror; an `unexpected` row is one too many.
    ///
    /// The cells of an expected row are in the order of `columns`. A whole number and the same number with
    /// decimals differ. `livingOnly` ignores rows with a `gone_at`; `allowingMore` ignores unexpected rows.
    ///
    /// - Throws: ``MirrorReadFailure``; ``QueryFailure`` if the relation or a column does not exist.
    package func differences(
        relation: String, columns: [String], expected: [[Value]], livingOnly: Bool = false,
        allowingMore: Bool = false
    ) throws -> [String] {
        let source = Self.quoted(relation)
        // Qualified with its relation, an unknown name is an error; unqualified,
        // SQLite would read it as a text.
        let names = columns.map { "\(source).\(Self.quoted($0))" }.joined(separator: ", ")
        let condition = livingOnly ? " WHERE gone_at IS NULL" : ""
        let rows = try reader.rows(of: Query("SELECT \(names) FROM \(source)\(condition)"))
        // Positive: missing from the mirror. Negative: too many in it.
        var balance: [[Value]: Int] = [:]
        for row in expected { balance[row, default: 0] += 1 }
        for row in rows { balance[row, default: 0] -= 1 }
        let differing = balance.filter { $0.value > 0 || ($0.value < 0 && !allowingMore) }.sorted {
            Self.precedes($0.key, $1.key)
        }
        let lines = differing.prefix(limit).map { row, surplus in
            let times = abs(surplus) > 1 ? " \(abs(surplus)) times" : ""
            return "\(relation): \(surplus > 0 ? "missing" : "unexpected")\(times) "
                + zip(columns, row).map { "\($0)=\(Self.text($1))" }.joined(separator: " ")
        }
        let rest = differing.count - lines.count
        return rest > 0 ? lines + ["\(relation): \(rest) more rows differ"] : lines
    }

    private static func quoted(_ identifier: String) -> String {
        "\"" + identifier.replacing("\"", with: "\"\"") + "\""
    }

    private static func precedes(_ left: [Value], _ right: [Value]) -> Bool {
        for (one, other) in zip(left, right) {
            if one < other { return true }
            if other < one { return false }
        }
        // 1 and 1.0 compare as equal; their texts order them.
        return left.map(text).lexicographicallyPrecedes(right.map(text))
    }

    private static func text(_ value: Value) -> String {
        switch value {
        case .null: "NULL"
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): "'\(DisplayWidth.printable(text))'"
        }
    }
}
