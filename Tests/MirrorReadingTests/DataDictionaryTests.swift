import Foundation
import GRDB
import MirrorCore
import MirrorReading
import TestSupport
import Testing

@Suite("The data dictionary")
struct DataDictionaryTests {
    /// The table in DESIGN.md, written out.
    static let contract: [String: String] = {
        var columns = [
            "subscription":
                "msisdn, status, subscription_type_id, user_reference1, user_reference2, user_reference3, "
                + "valid_from_date, valid_to_date, account_id, first_seen_at, changed_at, verified_at, gone_at, "
                + "gone_reason",
            "subscription_type": "id, name, payment_type, access_type",
            "party":
                "msisdn, role, kind, first_name, middle_name, last_name, birth_date, org_number, organization_name",
            "organization":
                "org_number, name, street_name, street_number, entrance_code, postal_code, postal_place",
            "sim_card": "msisdn, icc_id, occurrence, sim_msisdn, type",
            "setting": "msisdn, setting_id, occurrence, name, active, can_activate, can_deactivate",
            "add_on": "msisdn, product_id, occurrence, name, cancellable, valid_to",
            "subscription_binding": "msisdn, name, type, occurrence",
            "add_on_binding": "msisdn, product_id, add_on_occurrence, name, type, occurrence",
            "subscription_usage_quota":
                "msisdn, name, unit, traffic_type, quota_type, occurrence, value, valid_to",
            "add_on_usage_quota":
                "msisdn, product_id, add_on_occurrence, name, unit, traffic_type, quota_type, occurrence, "
                + "value, valid_to",
            "add_on_order_type": "msisdn, product_id, add_on_occurrence, order_type",
            "product_text": "owner, product_id, language, type, value",
            "account":
                "id, reference1, reference2, reference3, status, type, owner_org_number, owner_name",
            "orderable_add_on": "msisdn, product_id, name, cancellable, valid_to",
            "change": "observed_at, msisdn, relation, item, field, old_value, new_value, kind",
            "sync_run":
                "id, source, kind, started_at, finished_at, outcome, requests, throttled, fetched, changed, "
                + "gone, quarantined, refreshed, missed, error, version",
            "coverage": "from_at, to_at, run_id, pages, passes, rows",
            "anomaly": "path, kind, count, first_seen_at, last_seen_at, example",
            "quarantine": "msisdn, stage, error, attempts, first_failed_at, next_attempt_at",
            "snapshot_info":
                "as_of, mirror_id, run_id, schema_version, privacy, gapless_since, subscription_count, "
                + "verified_within_1_day_count, verified_within_7_days_count, "
                + "verified_within_30_days_count, unreadable_value_count, unreadable_list_row_count, "
                + "quarantined_count, program_version",
            "month_closing":
                "id, month, closed_at, from_at, to_at, time_zone, cost_centre_reference, cost_centre_pattern, cost_centre_fold, "
                + "subscription_count, gap_count, completeness, previous_id, checksum, reopened_at, "
                + "reopened_because",
            "month_subscription":
                "month, msisdn, state, subscription_type_id, cost_centre, account_id, owner_org_number, "
                + "valid_from_date, valid_to_date",
            "month_bridge":
                "month, grouping, group_is, group_id, group_name, opening_count, restated_in_count, "
                + "restated_out_count, loaded_count, new_count, returned_count, moved_in_count, "
                + "moved_out_count, terminated_count, gone_count, reread_in_count, reread_out_count, closing_count",
            "month_event": "month, grouping, figure, msisdn, from_group, to_group",
            "completeness": "source, measure, detail, count, of_count, from_at, to_at",
            "data_dictionary": "relation, column, description, type, privacy, source, description_no",
        ]
        columns.merge(millom) { $1 }
        let ofNumbers = ["subscription", "party", "sim_card", "setting", "add_on"]
        let ofSubscribers = [
            "account", "money_balance", "plan", "plan_gauge", "state", "offer", "offer_quota", "text",
        ].map { "millom_" + $0 }
        for relation in ofNumbers + ofSubscribers {
            columns[relation + "_history"] = columns[relation, default: ""] + ", observed_from, observed_to"
        }
        return columns
    }()

    private static let millom = [
        "millom_subscriber":
            "subscriber, key_type, operator, msisdn, is_known, error_cause, tenure_days, first_seen_at, "
            + "verified_at, next_due_at",
        "millom_account":
            "subscriber, account_type, account_id, account_status, rate_plan_id, birth_date, expires_at, "
            + "data_balance, data_balance_expires_at",
        "millom_money_balance":
            "subscriber, record, balance_type, occurrence, amount, currency, expires_at",
        "millom_plan": "subscriber, plan_id, occurrence, expires_at, applications",
        "millom_plan_gauge":
            "subscriber, plan_id, plan_occurrence, unit, occurrence, quota, remaining, is_unlimited",
        "millom_state": "subscriber, subscriber_state",
        "millom_offer":
            "subscriber, plan_id, occurrence, type, cost, currency, fund_source, offer_context",
        "millom_offer_quota":
            "subscriber, plan_id, offer_occurrence, unit, occurrence, quota, is_unlimited",
        "millom_text":
            "subscriber, owner, plan_id, owner_occurrence, field, language, occurrence, text",
        "millom_purchase":
            "transid, subscriber, operator, plan_id, state, fund_source, cost, currency, asked_by, "
            + "opened_at, closed_at, confirmation_code, error_cause",
        "millom_purchase_event":
            "transid, number, at, kind, state, message, error_cause, confirmation_code, recorded_by",
        "millom_notification":
            "transaction_id, received_at, subscriber, key_type, operator, type, plan_id, plan_balance, "
            + "plan_quota, plan_expires_at, total_balance, delta_balance, currency",
        "audit":
            "id, name, file_name, file_hash, audited_at, as_of, as_of_date, period_from_date, number_column, "
            + "lines_per_number, row_count, line_count, header_count, remark_count, total_count, blank_count, "
            + "amount, stated_amount",
        "audit_total": "audit_id, result, line_count, number_count, amount",
        "audit_entry":
            "audit_id, entry, line, msisdn, result, reason, amount, cost_centre, account_id, repeats_line, "
            + "sheet, repeats_sheet",
        "audit_difference": "audit_id, entry, field, file_value, mirror_value",
    ]

    static let actualColumns = Query(
        """
        SELECT relation.name, group_concat(column.name, ', ')
        FROM (SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')
            AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_%' ESCAPE '\\') AS relation,
            pragma_table_info(relation.name) AS column
        GROUP BY relation.name
        """)

    @Test("the mirror has the contract's relations with exactly its columns, and the flat one besides")
    func contractHolds() throws {
        try ExampleMirror.with { mirror in
            var actual = try Self.pairs(mirror.reader().rows(of: Self.actualColumns))
            #expect(
                actual.removeValue(forKey: "subscription_flat")?.hasPrefix("msisdn, state, status, ") == true)
            #expect(actual == Self.contract)
        }
    }

    @Test("every relation and every column is described once, and nothing else is")
    func describesAll() throws {
        try ExampleMirror.with { mirror in
            let reader = try mirror.reader()
            let actual = try Self.pairs(reader.rows(of: Self.actualColumns))
            let described = try reader.rows(of: Query("SELECT relation, \"column\" FROM data_dictionary"))
            let expected = actual.flatMap { relation, columns in
                [[Value.text(relation), .null]]
                    + columns.split(separator: ", ").map { [.text(relation), .text(String($0))] }
            }
            try #expect(
                RelationComparison(with: reader).differences(
                    relation: "data_dictionary", columns: ["relation", "column"], expected: expected) == [])
            #expect(described.count == expected.count)
        }
    }

    @Test("every description is a sentence of its own")
    func sentences() throws {
        try ExampleMirror.with { mirror in
            let odd = try mirror.reader().rows(
                of: Query(
                    """
                    SELECT relation, "column", text FROM (
                        SELECT relation, "column", description AS text FROM data_dictionary
                        UNION ALL SELECT relation, "column", description_no FROM data_dictionary)
                    WHERE text IS NULL OR text NOT GLOB '[A-Z0-9a-zÉ]*' OR length(text) < 8 OR text LIKE '%  %'
                    """))
            #expect(odd == [])
        }
    }

    private static func pairs(_ rows: [[Value]]) -> [String: String] {
        var pairs: [String: String] = [:]
        for row in rows {
            if case .text(let relation) = row[0], case .text(let columns) = row[1] {
                pairs[relation] = columns
            }
        }
        return pairs
    }
}
