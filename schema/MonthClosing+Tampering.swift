package import GRDB
package import MirrorCore

extension MonthClosing {
    /// A trace of rows that were made to look as if their persons had been forgotten.
    ///
    /// Nothing seals a row that was forgotten; but `forget` takes a person out of all closings at once, and of a group its words
    /// wherever they stand. Rows that pose so in every closing, with the numbers behind the bridges, leave no such trace.
    package enum Tampering: String, Sendable, CaseIterable {
        /// A row without a number that still has its days.
        case days
        /// A group without words where they are kept elsewhere, or without a seal where they stand.
        case groups
        /// A number that the closing before has, and that neither left nor stayed; or one that stayed and had not come.
        case numbers

        /// The fault, with the number of rows.
        package func words(_ count: Int) -> String {
            switch self {
            case .days: "\(count) of its forgotten subscriptions still have their days"
            case .groups: "\(count) of its groups lost their seal or their words alone"
            case .numbers: "\(count) numbers neither came, stayed nor left: rows pose as forgotten"
            }
        }
    }

    /// By closing, what such traces there are, with how many rows.
    package static func tampering(in db: Database) throws -> [Int64: [(trace: Tampering, count: Int)]] {
        try Row.fetchAll(db, sql: tamperingSQL).reduce(into: [:]) { found, row in
            guard let trace = Tampering(rawValue: row["trace"]) else { return }
            found[row["closing"], default: []].append((trace, row["count"]))
        }
    }

    /// A closing and the one of the month before, where both stand: their numbers and the figures of the bridge between them.
    private static let tamperingSQL = """
        WITH
        pair AS MATERIALIZED (
            SELECT after.id AS closing, before.id AS before
            FROM month_closing AS after
            JOIN month_closing AS before ON before.month = substr(date(after.month || '-01', '-1 month'), 1, 7)
            WHERE after.reopened_at IS NULL AND before.reopened_at IS NULL
        ),
        total AS MATERIALIZED (SELECT id FROM _month_group WHERE value = 'total:'),
        -- Most numbers stay where they are.
        unlike AS MATERIALIZED (
            SELECT pair.closing, row.number, row.account, row.cost_centre, row.type, row.organization, 1 AS change
            FROM pair
            CROSS JOIN _month_subscription AS row ON row.closing = pair.before
            WHERE row.number IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM _month_subscription AS other
                WHERE other.number = row.number AND other.closing = pair.closing AND other.account = row.account
                    AND other.cost_centre = row.cost_centre AND other.type = row.type
                    AND other.organization = row.organization)
            UNION ALL
            SELECT pair.closing, row.number, row.account, row.cost_centre, row.type, row.organization, -1
            FROM pair
            CROSS JOIN _month_subscription AS row ON row.closing = pair.closing
            WHERE row.number IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM _month_subscription AS other
                WHERE other.number = row.number AND other.closing = pair.before AND other.account = row.account
                    AND other.cost_centre = row.cost_centre AND other.type = row.type
                    AND other.organization = row.organization)
        ),
        step (closing, number, grouping, "group", change) AS (
            SELECT closing, number, 'total', (SELECT id FROM total), change FROM unlike
            UNION ALL
            SELECT closing, number, 'account', account, change FROM unlike
            UNION ALL
            SELECT closing, number, 'cost-centre', cost_centre, change FROM unlike
            UNION ALL
            SELECT closing, number, 'type', type, change FROM unlike
            UNION ALL
            SELECT closing, number, 'organization', organization, change FROM unlike
            UNION ALL
            SELECT
                closing, number, grouping, iif(is_in, to_group, from_group), iif(is_in, 1, -1)
            FROM (
                SELECT event.*, event.figure IN (\(MonthBridge.Figure.allCases.filter { $0.sign > 0 }
                    .map { "'\($0.rawValue)'" }.joined(separator: ", "))) AS is_in
                FROM pair CROSS JOIN _month_event AS event ON event.closing = pair.closing
                WHERE event.number IS NOT NULL
            )
        ),
        forgotten AS MATERIALIZED (SELECT id FROM _month_group WHERE instr(value, 'forgotten:') = 1)
        SELECT closing, 'days' AS trace, count(*) AS count
        FROM _month_subscription
        WHERE number IS NULL AND (valid_from_date IS NOT NULL OR valid_to_date IS NOT NULL)
        GROUP BY closing
        UNION ALL
        SELECT closing, 'groups', count(*)
        FROM (
            SELECT closing
            FROM _month_count
            -- A later closing opens with forgotten groups, and seals them like others.
            WHERE salt IS NULL AND ("group" NOT IN (SELECT id FROM forgotten) OR name IS NOT NULL)
            UNION ALL
            SELECT closing
            FROM _month_subscription
            WHERE number IS NOT NULL AND (
                account IN (SELECT id FROM forgotten) OR cost_centre IN (SELECT id FROM forgotten)
                OR organization IN (SELECT id FROM forgotten))
        )
        GROUP BY closing
        UNION ALL
        SELECT closing, 'numbers', count(DISTINCT number)
        FROM (
            SELECT closing, number FROM step GROUP BY closing, number, grouping, "group" HAVING sum(change) <> 0
        )
        GROUP BY closing
        """
}
