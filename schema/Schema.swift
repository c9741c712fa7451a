/// The SQL of a mirror, as it stands in `schema/` and is embedded in the binary.
///
/// The lists are written out, since the order of migrations is a decision; a test fails when a file is missing.
package enum Schema {
    /// What `PRAGMA application_id` says in a mirror: "sumi" in ASCII.
    package static let applicationID: Int32 = 0x7375_6D69

    /// What `PRAGMA user_version` says in a mirror that this program made: its last migration's number.
    package static let version = migrations.last?.version ?? 0

    /// The steps that make the tables, in the order in which they run, each once per file.
    package static let migrations: [(version: Int, name: String, sql: String)] = [
        (1, "m001_base", text(PackageResources.m001_base_sql)),
        (2, "m002_proof_and_refresh", text(PackageResources.m002_proof_and_refresh_sql)),
    ]

    /// One CREATE VIEW each, in an order in which every view stands after those that it reads.
    package static let views: [(name: String, sql: String)] = [
        ("_coverage_numbered", text(PackageResources._coverage_numbered_sql)),
        ("_coverage_stretch", text(PackageResources._coverage_stretch_sql)),
        ("subscription_history", text(PackageResources.subscription_history_sql)),
        ("subscription", text(PackageResources.subscription_sql)),
        ("party", text(PackageResources.party_sql)),
        ("sim_card", text(PackageResources.sim_card_sql)),
        ("setting", text(PackageResources.setting_sql)),
        ("add_on", text(PackageResources.add_on_sql)),
        ("change", text(PackageResources.change_sql)),
        ("subscription_flat", text(PackageResources.subscription_flat_sql)),
        ("snapshot_info", text(PackageResources.snapshot_info_sql)),
        ("data_dictionary", text(PackageResources.data_dictionary_sql)),
    ]

    /// The reports that the program brings along, by the name that the command line knows them by.
    package static let reports: [(name: String, sql: String)] = [
        ("changes", text(PackageResources.report_changes_sql)),
        ("subscriptions-by-reference", text(PackageResources.report_subscriptions_by_reference_sql)),
        ("subscriptions-by-type", text(PackageResources.report_subscriptions_by_type_sql)),
        ("sync-runs", text(PackageResources.report_sync_runs_sql)),
    ]

    /// What makes a connection show the past, in the order in which it is run; then ``views`` follow, as temporary
    /// ones, but for those that are made here.
    package static let asOf: [(name: String, sql: String)] = [
        ("as_of_instant", text(PackageResources.as_of_instant_sql)),
        ("as_of_subscription_version", text(PackageResources.as_of_subscription_version_sql)),
        ("as_of_subscription_history", text(PackageResources.as_of_subscription_history_sql)),
        ("as_of_party_history", text(PackageResources.as_of_party_history_sql)),
        ("as_of_sim_card_history", text(PackageResources.as_of_sim_card_history_sql)),
        ("as_of_setting_history", text(PackageResources.as_of_setting_history_sql)),
        ("as_of_add_on_history", text(PackageResources.as_of_add_on_history_sql)),
        ("as_of_sync_run", text(PackageResources.as_of_sync_run_sql)),
        ("as_of_coverage", text(PackageResources.as_of_coverage_sql)),
        ("as_of_coverage_numbered", text(PackageResources.as_of_coverage_numbered_sql)),
        ("as_of_snapshot_info", text(PackageResources.as_of_snapshot_info_sql)),
        ("as_of_without_history", text(PackageResources.as_of_without_history_sql)),
    ]

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
