import MirrorCore

/// The views that show the rows of a narrow table, as they are and as they were.
extension Relation {
    /// The columns of a row of the table as readers see them.
    private func shown(of row: String) -> [String] {
        fields.map { field in
            if field.name == "msisdn", storage == .rows { return "number.msisdn" }
            let value = value(field.name, of: row)
            return field.isRepeated ? "\(value) AS \(field.quoted)" : value
        }
    }

    /// The column `name` of `row`, with its text in place of a text's id.
    func value(_ name: String, of row: String) -> String {
        let isRepeated = fields.contains { $0.name == name && $0.isRepeated }
        return isRepeated ? "(SELECT value FROM _text WHERE id = \(row).\(name))" : "\(row).\(name)"
    }

    /// The rows; of a relation with versions, those of now.
    var currentSQL: String {
        let table = table ?? name
        guard storage == .versions else {
            return """
                CREATE VIEW \(name) AS
                SELECT \(shown(of: "entry").joined(separator: ", "))
                FROM \(table) AS entry
                JOIN _number AS number ON number.id = entry.number;

                """
        }
        return """
            CREATE VIEW \(name) AS
            SELECT \(shown(of: "version").joined(separator: ", "))
            FROM \(table) AS version
            WHERE version.observed_to IS NULL;

            """
    }

    /// Every version.
    var historySQL: String {
        """
        CREATE VIEW \(historyName) AS
        SELECT
            \(shown(of: "version").joined(separator: ", ")),
            (SELECT text FROM _instant WHERE second = version.observed_from) AS observed_from,
            (SELECT text FROM _instant WHERE second = version.observed_to) AS observed_to
        FROM \(table ?? name) AS version;

        """
    }

    /// The versions that had begun at the moment of `_as_of`; those that were not over yet have no end.
    var pastSQL: String {
        let table = table ?? historyName
        return """
            CREATE TEMP VIEW \(table) AS
            SELECT
                \(fields.map(\.quoted).joined(separator: ", ")), observed_from,
                iif(observed_to < (SELECT second FROM _as_of), observed_to, NULL) AS observed_to
            FROM main.\(table)
            WHERE observed_from < (SELECT second FROM _as_of);

            """
    }

    /// The last beginning or end of one of the relation's versions of a number, as a branch of a union.
    var lastEdgeSQL: String {
        let table = table ?? historyName
        return """
                            UNION ALL
                            SELECT max(max(observed_from, coalesce(observed_to, 0))) FROM \(table)
                            WHERE \(table).msisdn = number.msisdn
            """
    }

    /// Refuses, by a function that fails, also where there would be no row.
    var refusalSQL: String {
        """
        CREATE TEMP VIEW \(name) AS
        SELECT * FROM main.\(name) WHERE no_history('\(name)');

        """
    }
}

/// The relation's part of `change`.
extension Relation {
    /// The columns that are compared of two versions with the same identity.
    var content: [String] { Array(columns.dropFirst(identityWidth)) }

    /// Whether `other` is a version of the row that `version` is one of; of one number, at one moment.
    private func isSameRow(_ version: String, _ other: String) -> String {
        identity.dropFirst().map { column in
            "\(version).\(column.name) \(column.isKnown ? "=" : "IS") \(other).\(column.name)"
        }.joined(separator: " AND ")
            + (identityGap.map { gap in
                " AND (\(version).\(gap.unknown) IS NOT NULL OR \(version).\(gap.fallback) IS \(other).\(gap.fallback))"
            } ?? "")
    }

    /// The part of the identity that may be unknown, and what stands in for it.
    private var identityGap: (unknown: String, fallback: String)? {
        guard let fallback, let unknown = identity.first(where: { !$0.isKnown }) else { return nil }
        return (unknown.name, fallback)
    }

    /// The text of `change.item`, which tells the row from others of its number, from the second occurrence on with #2.
    func item(_ version: String) -> String {
        let names = identity.dropFirst().map(\.name)
        var item = names.filter { $0 != "occurrence" }.map { name in
            guard let gap = identityGap, gap.unknown == name else { return value(name, of: version) }
            return "coalesce(\(value(name, of: version)), \(value(gap.fallback, of: version)))"
        }.joined(separator: " || '/' || ")
        if names.contains("occurrence") {
            item += " || iif(\(version).occurrence > 1, '#' || \(version).occurrence, '')"
        }
        return "CAST(\(item) AS TEXT)"
    }

    private func values(_ compared: [String], of version: String) -> String {
        let branches = compared.map { "        WHEN '\($0)' THEN \(value($0, of: version))" }
        return "    CAST(CASE compared.column1\n\(branches.joined(separator: "\n")) END AS TEXT),"
    }

    /// A row for each column that differs between two versions that follow each other.
    ///
    /// - Parameter numbers: joins `after` to its number, where the table has but the number's id.
    private func differencesSQL(
        in table: String, of compared: [String], item: String, msisdn: String = "after.msisdn",
        numbers: String = "", key: String = "msisdn", where condition: String = ""
    ) -> String {
        let same = identityWidth > 1 ? " AND " + isSameRow("before", "after") : ""
        let names = compared.map { "('\($0)')" }.joined(separator: ", ")
        let differs = compared.map { "        WHEN '\($0)' THEN before.\($0) IS NOT after.\($0)" }
        return """
            SELECT (SELECT text FROM _instant WHERE second = after.observed_from), \(msisdn), '\(name)', \(item), CAST(compared.column1 AS TEXT),
            \(values(compared, of: "before"))
            \(values(compared, of: "after"))
                'changed'
            FROM \(numbers)\(table) AS after\(numbers.isEmpty ? "" : " ON after.number = number.id")
            JOIN \(table) AS before
                ON before.\(key) = after.\(key) AND before.observed_to = after.observed_from\(same)
            CROSS JOIN (VALUES \(names)) AS compared
            WHERE \(condition)after.observed_from >= (SELECT second FROM _history_floor) AND CASE compared.column1
            \(differs.joined(separator: "\n")) END
            """
    }

    /// The differences between versions of the subscription itself, which has its account from a list; what came or went
    /// as a whole is told by hand.
    static var subscriptionChangesSQL: String {
        subscription.differencesSQL(
            in: "_number_version", of: subscription.content + ["account_id"],
            item: "CAST(number.msisdn AS TEXT)", msisdn: "number.msisdn",
            numbers: "_number AS number CROSS JOIN ", key: "number",
            where: "after.gone_at IS NULL AND before.gone_at IS NULL AND ")
    }

    /// The differences, then a row for each row that came, but not with its number, and for each that went, but not
    /// with its number.
    ///
    /// Lookups for each row refer to the joined moment, so that SQLite tries a condition on the moment first.
    var changesSQL: String {
        let table = table ?? historyName
        func shown(_ version: String) -> String {
            "CAST(\(label.map { value($0, of: version) } ?? "NULL") AS TEXT)"
        }
        return """
            \(differencesSQL(in: table, of: content, item: item("after")))
            UNION ALL
            SELECT moment.text, after.msisdn, '\(name)', \(item("after")), CAST(NULL AS TEXT), CAST(NULL AS TEXT), \(shown("after")), 'added'
            FROM \(table) AS after
            CROSS JOIN _instant AS moment ON moment.second = after.observed_from
            WHERE after.observed_from >= (SELECT second FROM _history_floor)
                AND NOT EXISTS (
                    SELECT 1 FROM \(table) AS before
                    WHERE before.msisdn = after.msisdn AND before.observed_to = moment.second
                        AND \(isSameRow("before", "after")))
                AND NOT EXISTS (
                    SELECT 1 FROM arrival
                    WHERE arrival.msisdn = after.msisdn AND arrival.second = moment.second)
            UNION ALL
            SELECT moment.text, before.msisdn, '\(name)', \(item("before")), CAST(NULL AS TEXT), \(shown("before")), CAST(NULL AS TEXT), 'removed'
            FROM \(table) AS before
            CROSS JOIN _instant AS moment ON moment.second = before.observed_to
            WHERE before.observed_to >= (SELECT second FROM _history_floor)
                AND NOT EXISTS (
                    SELECT 1 FROM \(table) AS after
                    WHERE after.msisdn = before.msisdn AND after.observed_from = moment.second
                        AND \(isSameRow("after", "before")))
                AND NOT EXISTS (
                    SELECT 1 FROM departure
                    WHERE departure.msisdn = before.msisdn AND departure.second = moment.second)
            """
    }
}
