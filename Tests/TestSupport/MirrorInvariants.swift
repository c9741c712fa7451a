/// The invariants of every mirror file at every moment, stated in SQL.
///
/// 1. The file is sound: `integrity_check` and `foreign_key_check` find nothing.
/// 2. A version ends after it began; versions of one identity do not overlap; at most one of them is open.
/// 3. A number's own versions leave no hole since it was first seen: each begins where the previous one
///    ended, and the last is open.
/// 4. Adjacent versions differ: unchanged data has one version.
/// 5. A gone number has nothing else that is open, no plain rows, no content hash and no raw document; its
///    children's versions lie within its living ones.
/// 6. Nothing of a number changed after its `changed_at`.
///
/// What 3 and 5 say of beginnings holds from when on the past can be told: see `_history_floor`.
package enum MirrorInvariants {
    private static let historized = [
        (table: "_subscription_version", identity: ["msisdn"]),
        (table: "party_history", identity: ["msisdn", "role"]),
        (
            // Cards with equally little known data may be equal in every column.
            table: """
            (SELECT *, row_number() OVER (
                ORDER BY msisdn, observed_from, observed_to, icc_id, sim_msisdn, type, occurrence) AS place
            FROM sim_card_history)
            """,
            identity: ["msisdn", "icc_id", "iif(%.icc_id IS NULL, %.sim_msisdn, NULL)", "occurrence"]
        ),
        (table: "setting_history", identity: ["msisdn", "setting_id", "occurrence"]),
        (table: "add_on_history", identity: ["msisdn", "product_id", "occurrence"]),
        (table: "_unreadable_history", identity: ["msisdn", "path"]),
    ]

    private static let ofSubscribers = [
        (table: "millom_account_history", identity: ["subscriber"]),
        (
            table: placed("millom_money_balance_history"),
            identity: ["subscriber", "record", "balance_type", "occurrence"]
        ),
        (table: "millom_plan_history", identity: ["subscriber", "plan_id", "occurrence"]),
        (
            table: placed("millom_plan_gauge_history"),
            identity: ["subscriber", "plan_id", "plan_occurrence", "unit", "occurrence"]
        ),
        (table: "millom_state_history", identity: ["subscriber"]),
        (table: "millom_offer_history", identity: ["subscriber", "plan_id", "occurrence"]),
        (
            table: placed("millom_offer_quota_history"),
            identity: ["subscriber", "plan_id", "offer_occurrence", "unit", "occurrence"]
        ),
        (
            table: placed("millom_text_history"),
            identity: [
                "subscriber", "owner", "plan_id", "owner_occurrence", "field", "language", "occurrence",
            ]
        ),
    ]

    /// A history with numbered rows: its table keys them by place, and so would allow equal identities.
    private static func placed(_ history: String) -> String {
        """
        (SELECT *, row_number() OVER (ORDER BY subscriber, observed_from, observed_to) AS place
        FROM \(history))
        """
    }

    private static let ofNumbers = [
        "party", "sim_card", "setting", "add_on", "subscription_binding", "add_on_binding",
        "subscription_usage_quota", "add_on_usage_quota", "add_on_order_type", "orderable_add_on",
        "(SELECT number.msisdn FROM _raw_document AS raw JOIN _number AS number ON number.id = raw.number)",
    ]

    /// The file's violations: by invariant, the offending rows; empty for a sound mirror.
    package static func breaches(of mirror: MirrorContents) throws -> [String: [String]] {
        var offenders: [String: [String]] = [:]
        let isSound = try mirror.rows("PRAGMA integrity_check")
        if isSound != ["ok"] { offenders["the file is sound"] = isSound }
        for ((rule, _), rows) in zip(rules, try mirror.rows(rules.map(\.sql))) where !rows.isEmpty {
            offenders[rule] = rows
        }
        return offenders
    }

    private static var rules: [(rule: String, sql: String)] {
        [("foreign keys hold", "PRAGMA foreign_key_check")]
            + (historized + ofSubscribers).flatMap(versionRules)
            + historized.dropFirst().map(livingRule) + ofNumbers.map(goneRule) + numberRules
    }

    private static func versionRules(
        _ relation: (table: String, identity: [String])
    ) -> [(rule: String, sql: String)] {
        let same = relation.identity.map { expression in
            let (left, right) = (qualified(expression, "a"), qualified(expression, "b"))
            return "\(left) IS \(right)"
        }.joined(separator: " AND ")
        return [
            (
                "\(relation.table): a version ends after it began",
                "SELECT * FROM \(relation.table) WHERE observed_to <= observed_from"
            ),
            (
                "\(relation.table): versions do not overlap, and one at most is open",
                """
                SELECT a.*, b.observed_from FROM \(relation.table) AS a JOIN \(relation.table) AS b ON \(same)
                WHERE a.observed_from <= b.observed_from
                    AND b.observed_from < coalesce(a.observed_to, '9999') AND (a.observed_from, a.rowid_) <> (
                    b.observed_from, b.rowid_)
                """.replacing("a.rowid_", with: rowIdentity(relation.table, "a"))
                    .replacing("b.rowid_", with: rowIdentity(relation.table, "b"))
            ),
        ]
    }

    /// Distinguishes two rows of one identity that begin at the same instant, if the
    /// table itself would allow them.
    private static func rowIdentity(_ table: String, _ alias: String) -> String {
        table.contains("AS place") ? "\(alias).place" : "0"
    }

    private static func qualified(_ expression: String, _ alias: String) -> String {
        expression.contains("%") ? expression.replacing("%", with: alias) : "\(alias).\(expression)"
    }

    private static func livingRule(
        _ relation: (table: String, identity: [String])
    ) -> (rule: String, sql: String) {
        (
            "\(relation.table): versions begin while the number lives, and end by the time that it goes",
            """
            SELECT child.* FROM \(relation.table) AS child
            WHERE child.observed_from >= (SELECT text FROM _history_floor) AND NOT EXISTS (
                    SELECT 1 FROM _subscription_version AS version
                    WHERE version.msisdn = child.msisdn AND version.gone_at IS NULL
                        AND version.observed_from <= child.observed_from
                        AND coalesce(version.observed_to, '9999') > child.observed_from)
                OR EXISTS (
                    SELECT 1 FROM _subscription_version AS tombstone
                    WHERE tombstone.msisdn = child.msisdn AND tombstone.gone_at IS NOT NULL
                        AND tombstone.observed_from >= child.observed_from
                        AND tombstone.observed_from < coalesce(child.observed_to, '9999'))
            """
        )
    }

    private static func goneRule(_ table: String) -> (rule: String, sql: String) {
        (
            "\(table): a number that is gone has no rows",
            "SELECT * FROM \(table) WHERE msisdn IN (SELECT msisdn FROM subscription WHERE gone_at IS NOT NULL)"
        )
    }

    private static let numberRules: [(rule: String, sql: String)] = [
        (
            "every number has one open version",
            """
            SELECT msisdn, (SELECT count(*) FROM _subscription_version AS version
                WHERE version.msisdn = number.msisdn AND version.observed_to IS NULL) AS versions
            FROM _subscription AS number WHERE versions <> 1
            """
        ),
        (
            "versions leave no hole",
            """
            SELECT version.msisdn, version.observed_from FROM _subscription_version AS version
            JOIN _subscription AS number ON number.msisdn = version.msisdn
            WHERE version.observed_from <> number.first_seen_at
                AND version.observed_from >= (SELECT text FROM _history_floor) AND NOT EXISTS (
                SELECT 1 FROM _subscription_version AS before
                WHERE before.msisdn = version.msisdn AND before.observed_to = version.observed_from)
            """
        ),
        (
            "the first version begins when the number was first seen",
            """
            SELECT number.msisdn, first_seen_at, min(observed_from) FROM _subscription AS number
            JOIN _subscription_version AS version ON version.msisdn = number.msisdn
            GROUP BY number.msisdn
            HAVING first_seen_at <> min(observed_from)
                AND min(observed_from) >= (SELECT text FROM _history_floor)
            """
        ),
        (
            "neighbouring versions differ",
            """
            SELECT before.*, after.observed_from
            FROM _subscription_version AS before
            JOIN _subscription_version AS after
                ON after.msisdn = before.msisdn AND after.observed_from = before.observed_to
            WHERE (before.gone_at IS NULL) = (after.gone_at IS NULL) AND before.status IS after.status
                AND before.subscription_type_id IS after.subscription_type_id
                AND before.user_reference1 IS after.user_reference1
                AND before.user_reference2 IS after.user_reference2
                AND before.user_reference3 IS after.user_reference3
                AND before.valid_from_date IS after.valid_from_date
                AND before.valid_to_date IS after.valid_to_date AND before.account_id IS after.account_id
            """
        ),
        (
            "neighbouring versions of a setting differ",
            """
            SELECT before.*, after.observed_from
            FROM setting_history AS before
            JOIN setting_history AS after USING (msisdn, setting_id, occurrence)
            WHERE after.observed_from = before.observed_to AND before.name IS after.name
                AND before.active IS after.active AND before.can_activate IS after.can_activate
                AND before.can_deactivate IS after.can_deactivate
            """
        ),
        (
            "a number has a content hash as long as it lives",
            """
            SELECT number.msisdn FROM _subscription AS number
            JOIN _subscription_version AS version ON version.msisdn = number.msisdn
            WHERE version.observed_to IS NULL AND (version.gone_at IS NULL) <> (content_hash IS NOT NULL)
            """
        ),
        (
            "each number lives or is gone, as its open version says, and is counted so",
            """
            SELECT number.msisdn FROM _subscription AS number
            JOIN _subscription_version AS version
                ON version.msisdn = number.msisdn AND version.observed_to IS NULL
            WHERE (version.gone_at IS NULL) <> (number.msisdn IN (SELECT msisdn FROM _living))
                OR (version.gone_at IS NOT NULL) <> (number.msisdn IN (SELECT msisdn FROM _gone))
            UNION ALL
            SELECT known || ' known' FROM _number_count
            WHERE living <> (SELECT count(*) FROM _living) OR gone <> (SELECT count(*) FROM _gone)
                OR known <> (SELECT count(*) FROM _subscription)
            """
        ),
        (
            "nothing of a number changed after its changed_at",
            """
            SELECT number.msisdn, changed_at, version.at FROM _subscription AS number
            JOIN (
                SELECT msisdn, observed_from AS at FROM _subscription_version
                UNION ALL SELECT msisdn, observed_from FROM party_history
                UNION ALL SELECT msisdn, coalesce(observed_to, observed_from) FROM party_history
                UNION ALL SELECT msisdn, coalesce(observed_to, observed_from) FROM sim_card_history
                UNION ALL SELECT msisdn, coalesce(observed_to, observed_from) FROM setting_history
                UNION ALL SELECT msisdn, coalesce(observed_to, observed_from) FROM add_on_history
                UNION ALL SELECT msisdn, coalesce(observed_to, observed_from) FROM _unreadable_history
            ) AS version ON version.msisdn = number.msisdn
            WHERE version.at > number.changed_at
            """
        ),
    ]
}
