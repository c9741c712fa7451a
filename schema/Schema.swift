import MirrorCore

/// The SQL of a mirror, as it stands in `schema/` and is embedded in the binary.
///
/// The lists are written out, since the order of migrations is a decision; a test fails when a file is missing.
package enum Schema {
    /// What `PRAGMA application_id` says in a mirror: "sumi" in ASCII.
    package static let applicationID: Int32 = 0x7375_6D69

    /// What `PRAGMA user_version` says in a mirror that this program made: its last migration's number.
    package static let version = migrations.last?.version ?? 0

    /// The digest of the schema that ``migrations`` and ``views`` make; a test says the new one when they change.
    ///
    /// A file that has it needs no further look. To make the schema anew for a comparison takes longer than all else that
    /// a reader does at its start; that is done only for a file with another digest, to say where it differs.
    package static let digest = "6577273fb15c1f806370236808b2604dd2e2dde94078e4d240e05ea5ad90a7b7"

    /// A step that makes or changes tables, and the version that a mirror has after it.
    package typealias Migration = (version: Int, name: String, sql: String)

    /// The steps that make the tables, in the order in which they run, each once per file.
    package static let migrations: [Migration] = [
        (8, "m008_base", text(PackageResources.m008_base_sql)),
        (9, "m009_millom", text(PackageResources.m009_millom_sql)),
        (10, "m010_months", text(PackageResources.m010_months_sql)),
        (11, "m011_audit", text(PackageResources.m011_audit_sql)),
        (12, "m012_version", text(PackageResources.m012_version_sql)),
    ]

    /// One CREATE VIEW each, in an order in which every view stands after those that it reads.
    package static let views = views(of: .mirror)

    /// The first of them.
    static let viewsOfNumbers: [(name: String, sql: String)] = [
        ("_subscription", text(PackageResources._subscription_sql)),
        ("_subscription_version", text(PackageResources._subscription_version_sql)),
        ("_living", text(PackageResources._living_sql)),
        ("_gone", text(PackageResources._gone_sql)),
        ("_number_count", text(PackageResources._number_count_sql)),
        ("_history_floor", text(PackageResources._history_floor_sql)),
        ("_coverage_numbered", text(PackageResources._coverage_numbered_sql)),
        ("_coverage_stretch", text(PackageResources._coverage_stretch_sql)),
        ("subscription_history", text(PackageResources.subscription_history_sql)),
    ]

    /// Those that show what came of Millom and is kept without versions.
    static let viewsOfMillom: [(name: String, sql: String)] = [
        ("millom_subscriber", text(PackageResources.millom_subscriber_sql)),
        ("millom_purchase_event", text(PackageResources.millom_purchase_event_sql)),
        ("millom_purchase", text(PackageResources.millom_purchase_sql)),
        ("millom_notification", text(PackageResources.millom_notification_sql)),
    ]

    /// Those that show the closings of months.
    static let viewsOfMonths: [(name: String, sql: String)] = [
        ("month_subscription", text(PackageResources.month_subscription_sql)),
        ("month_bridge", text(PackageResources.month_bridge_sql)),
        ("month_event", text(PackageResources.month_event_sql)),
    ]

    /// The statements that make a connection which shows the past show it as it is known later; in their order, after
    /// ``asOf`` and the views.
    package static let learned: [(name: String, sql: String)] = [
        ("learned_moment", text(PackageResources.learned_moment_sql)),
        ("learned_versions", text(PackageResources.learned_versions_sql)),
        ("learned_observed", text(PackageResources.learned_observed_sql)),
        ("learned_late", text(PackageResources.learned_late_sql)),
        ("learned_subscription", text(PackageResources.learned_subscription_sql)),
        ("learned_party", text(PackageResources.learned_party_sql)),
    ]

    /// The queries that explain a number.
    package static let explanations = explanations(of: .mirror)

    /// The queries by which a month is closed.
    package static let months: [(name: String, sql: String)] = [
        ("month_subscriptions", report(PackageResources.month_subscriptions_sql)),
        ("month_names", text(PackageResources.month_names_sql)),
        ("month_rereadings", text(PackageResources.month_rereadings_sql)),
        ("month_gaps", text(PackageResources.month_gaps_sql)),
    ]

    /// Those that show what audits found.
    static let viewsOfAudits: [(name: String, sql: String)] = [
        ("audit", text(PackageResources.audit_sql)),
        ("audit_total", text(PackageResources.audit_total_sql)),
        ("audit_entry", text(PackageResources.audit_entry_sql)),
        ("audit_difference", text(PackageResources.audit_difference_sql)),
    ]

    /// The questions about audits, and the one that judges a list, by the names of their files.
    package static let audits: [(name: String, sql: String)] = [
        ("audit_judgement", auditJudgement), ("audit_summary", auditSummary),
        ("audit_findings", auditFindings), ("audit_diff", auditDiff),
    ]

    /// Judges a list of somebody else's against the mirror.
    package static let auditJudgement = report(PackageResources.audit_judgement_sql)
    /// What one audit found, added up.
    package static let auditSummary = text(PackageResources.audit_summary_sql)
    /// What one audit found, line by line.
    package static let auditFindings = text(PackageResources.audit_findings_sql)
    /// What one audit found that the one before did not, and the other way around.
    package static let auditDiff = text(PackageResources.audit_diff_sql)

    /// What several reports have in common, in place of the comment that names it.
    package static let fragments: [(name: String, sql: String)] = [
        ("bridge", text(PackageResources.bridge_sql)),
        ("changes", text(PackageResources.changes_sql)),
        ("cost_centre", text(PackageResources.cost_centre_sql)),
        ("cost_centre_group", text(PackageResources.cost_centre_group_sql)),
        ("millom_name", text(PackageResources.millom_name_sql)),
        ("reference", text(PackageResources.reference_sql)),
    ]

    /// The reports that the program brings along, by the name that the command line knows them by.
    package static let reports: [(name: String, sql: String)] = [
        ("add-ons", text(PackageResources.report_add_ons_sql)),
        ("add-ons-standing-twice", text(PackageResources.report_add_ons_standing_twice_sql)),
        ("allocation", text(PackageResources.report_allocation_sql)),
        ("arrivals-and-departures", text(PackageResources.report_arrivals_and_departures_sql)),
        (
            "arrivals-and-departures-by-month",
            text(PackageResources.report_arrivals_and_departures_by_month_sql)
        ),
        ("barred-subscriptions", text(PackageResources.report_barred_subscriptions_sql)),
        ("bindings", text(PackageResources.report_bindings_sql)),
        ("bridge", report(PackageResources.report_bridge_sql)),
        ("bridge-numbers", report(PackageResources.report_bridge_numbers_sql)),
        ("changes", report(PackageResources.report_changes_sql)),
        ("changes-by-field", text(PackageResources.report_changes_by_field_sql)),
        ("cost-centres-not-in-map", report(PackageResources.report_cost_centres_not_in_map_sql)),
        ("data-quality", text(PackageResources.report_data_quality_sql)),
        ("ended-but-listed", text(PackageResources.report_ended_but_listed_sql)),
        ("events", report(PackageResources.report_events_sql)),
        ("expiring", text(PackageResources.report_expiring_sql)),
        ("expiring-quotas", text(PackageResources.report_expiring_quotas_sql)),
        ("head-count-by-month", text(PackageResources.report_head_count_by_month_sql)),
        ("malformed-references", report(PackageResources.report_malformed_references_sql)),
        ("millom-balances", text(PackageResources.report_millom_balances_sql)),
        ("millom-notifications", text(PackageResources.report_millom_notifications_sql)),
        ("millom-offers", report(PackageResources.report_millom_offers_sql)),
        ("millom-purchases-by-state", text(PackageResources.report_millom_purchases_by_state_sql)),
        ("millom-running-out", report(PackageResources.report_millom_running_out_sql)),
        ("millom-settlement", text(PackageResources.report_millom_settlement_sql)),
        ("millom-unknown-subscribers", text(PackageResources.report_millom_unknown_subscribers_sql)),
        ("missing-references", text(PackageResources.report_missing_references_sql)),
        ("month-bridge", text(PackageResources.report_month_bridge_sql)),
        ("month-numbers", text(PackageResources.report_month_numbers_sql)),
        ("possible-duplicates", text(PackageResources.report_possible_duplicates_sql)),
        ("sim-cards", text(PackageResources.report_sim_cards_sql)),
        ("sim-cards-by-type", text(PackageResources.report_sim_cards_by_type_sql)),
        ("subscriptions-by-account", text(PackageResources.report_subscriptions_by_account_sql)),
        ("subscriptions-by-cost-centre", report(PackageResources.report_subscriptions_by_cost_centre_sql)),
        ("subscriptions-by-organization", text(PackageResources.report_subscriptions_by_organization_sql)),
        ("subscriptions-by-reference", text(PackageResources.report_subscriptions_by_reference_sql)),
        ("subscriptions-by-state", text(PackageResources.report_subscriptions_by_state_sql)),
        ("subscriptions-by-status", text(PackageResources.report_subscriptions_by_status_sql)),
        ("subscriptions-by-type", text(PackageResources.report_subscriptions_by_type_sql)),
        ("sync-runs", text(PackageResources.report_sync_runs_sql)),
        ("unused-twins", text(PackageResources.report_unused_twins_sql)),
        ("users-without-name", text(PackageResources.report_users_without_name_sql)),
    ]

    /// What makes a connection show the past, in the order in which it is run; then ``views`` follow, as temporary
    /// ones, but for those that are made here.
    package static let asOf = asOf(of: .mirror)

    /// The `PRAGMA application_id` of a snapshot, so that nobody takes it for a mirror: "sums" in ASCII.
    package static let snapshotApplicationID: Int32 = 0x7375_6D73

    /// Of each relation its CREATE TABLE in a snapshot, then one CREATE INDEX for each index.
    package static let snapshot = snapshot(of: .mirror)

    static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
