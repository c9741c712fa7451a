import MirrorCore

/// The views that show a relation as it is and as it was.
extension Relation {
    private var list: String { fields.map(\.quoted).joined(separator: ", ") }

    /// The rows of now of a relation with versions.
    var currentSQL: String {
        """
        CREATE VIEW \(name) AS
        SELECT \(list)
        FROM \(historyName)
        WHERE observed_to IS NULL;

        """
    }

    /// The versions that had begun at the moment of `_as_of`; those that were not over yet have no end.
    ///
    /// The CAST gives an end the affinity that it has in the table: see `change`.
    var pastSQL: String {
        """
        CREATE TEMP VIEW \(historyName) AS
        SELECT
            \(list), observed_from,
            CAST(iif(observed_to < (SELECT instant FROM _as_of), observed_to, NULL) AS TEXT) AS observed_to
        FROM main.\(historyName)
        WHERE observed_from < (SELECT instant FROM _as_of);

        """
    }

    /// The last beginning or end of one of the relation's versions of a number, as a branch of a union.
    var lastEdgeSQL: String {
        """
                        UNION ALL
                        SELECT max(max(observed_from, coalesce(observed_to, ''))) FROM \(historyName)
                        WHERE \(historyName).msisdn = version.msisdn
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
    private var content: [String] { Array(columns.dropFirst(identityWidth)) }

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
    private func item(_ version: String) -> String {
        let names = identity.dropFirst().map(\.name)
        var item = names.filter { $0 != "occurrence" }.map { name in
            guard let gap = identityGap, gap.unknown == name else { return "\(version).\(name)" }
            return "coalesce(\(version).\(name), \(version).\(gap.fallback))"
        }.joined(separator: " || '/' || ")
        if names.contains("occurrence") {
            item += " || iif(\(version).occurrence > 1, '#' || \(version).occurrence, '')"
        }
        return "CAST(\(item) AS TEXT)"
    }

    private func values(_ compared: [String], of version: String) -> String {
        let branches = compared.map { "        WHEN '\($0)' THEN \(version).\($0)" }
        return "    CAST(CASE compared.column1\n\(branches.joined(separator: "\n")) END AS TEXT),"
    }

    /// A row for each column that differs between two versions that follow each other.
    private func differencesSQL(
        in table: String, of compared: [String], item: String, where condition: String = ""
    ) -> String {
        let same = identityWidth > 1 ? " AND " + isSameRow("before", "after") : ""
        let names = compared.map { "('\($0)')" }.joined(separator: ", ")
        let differs = compared.map { "        WHEN '\($0)' THEN before.\($0) IS NOT after.\($0)" }
        return """
            SELECT after.observed_from, after.msisdn, '\(name)', \(item), CAST(compared.column1 AS TEXT),
            \(values(compared, of: "before"))
            \(values(compared, of: "after"))
                'changed'
            FROM \(table) AS after
            JOIN \(table) AS before
                ON before.msisdn = after.msisdn AND before.observed_to = after.observed_from\(same)
            CROSS JOIN (VALUES \(names)) AS compared
            WHERE \(condition)CASE compared.column1
            \(differs.joined(separator: "\n")) END
            """
    }

    /// The differences between versions of the subscription itself, which has its account from a list; what came or went
    /// as a whole is told by hand.
    static var subscriptionChangesSQL: String {
        subscription.differencesSQL(
            in: "_subscription_version", of: subscription.content + ["account_id"],
            item: "CAST(after.msisdn AS TEXT)",
            where: "after.gone_at IS NULL AND before.gone_at IS NULL AND ")
    }

    /// The differences, then a row for each row that came, but not with its number, and for each that went, but not
    /// with its number.
    var changesSQL: String {
        let table = historyName
        func shown(_ version: String) -> String {
            "CAST(\(label.map { "\(version).\($0)" } ?? "NULL") AS TEXT)"
        }
        return """
            \(differencesSQL(in: table, of: content, item: item("after")))
            UNION ALL
            SELECT after.observed_from, after.msisdn, '\(name)', \(item("after")), CAST(NULL AS TEXT), CAST(NULL AS TEXT), \(shown("after")), 'added'
            FROM \(table) AS after
            WHERE NOT EXISTS (
                    SELECT 1 FROM \(table) AS before
                    WHERE before.msisdn = after.msisdn AND before.observed_to = after.observed_from
                        AND \(isSameRow("before", "after")))
                AND NOT EXISTS (
                    SELECT 1 FROM arrival
                    WHERE arrival.msisdn = after.msisdn AND arrival.observed_at = after.observed_from)
            UNION ALL
            SELECT before.observed_to, before.msisdn, '\(name)', \(item("before")), CAST(NULL AS TEXT), \(shown("before")), CAST(NULL AS TEXT), 'removed'
            FROM \(table) AS before
            WHERE before.observed_to IS NOT NULL
                AND NOT EXISTS (
                    SELECT 1 FROM \(table) AS after
                    WHERE after.msisdn = before.msisdn AND after.observed_from = before.observed_to
                        AND \(isSameRow("after", "before")))
                AND NOT EXISTS (
                    SELECT 1 FROM departure
                    WHERE departure.msisdn = before.msisdn AND departure.observed_at = before.observed_to)
            """
    }
}
