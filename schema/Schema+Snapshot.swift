/// The SQL of a snapshot, which has the contract's relations as tables of their own.
extension Schema {
    /// What `PRAGMA application_id` says in a snapshot, so that nobody takes it for a mirror: "sums" in ASCII.
    package static let snapshotApplicationID: Int32 = 0x7375_6D73

    /// Of each relation its CREATE TABLE, then one CREATE INDEX for each index.
    package static let snapshot: [String: String] = [
        "account": text(PackageResources.snapshot_account_sql),
        "add_on": text(PackageResources.snapshot_add_on_sql),
        "add_on_binding": text(PackageResources.snapshot_add_on_binding_sql),
        "add_on_history": text(PackageResources.snapshot_add_on_history_sql),
        "add_on_order_type": text(PackageResources.snapshot_add_on_order_type_sql),
        "add_on_usage_quota": text(PackageResources.snapshot_add_on_usage_quota_sql),
        "anomaly": text(PackageResources.snapshot_anomaly_sql),
        "change": text(PackageResources.snapshot_change_sql),
        "coverage": text(PackageResources.snapshot_coverage_sql),
        "data_dictionary": text(PackageResources.snapshot_data_dictionary_sql),
        "orderable_add_on": text(PackageResources.snapshot_orderable_add_on_sql),
        "organization": text(PackageResources.snapshot_organization_sql),
        "party": text(PackageResources.snapshot_party_sql),
        "party_history": text(PackageResources.snapshot_party_history_sql),
        "product_text": text(PackageResources.snapshot_product_text_sql),
        "quarantine": text(PackageResources.snapshot_quarantine_sql),
        "setting": text(PackageResources.snapshot_setting_sql),
        "setting_history": text(PackageResources.snapshot_setting_history_sql),
        "sim_card": text(PackageResources.snapshot_sim_card_sql),
        "sim_card_history": text(PackageResources.snapshot_sim_card_history_sql),
        "snapshot_info": text(PackageResources.snapshot_snapshot_info_sql),
        "subscription": text(PackageResources.snapshot_subscription_sql),
        "subscription_binding": text(PackageResources.snapshot_subscription_binding_sql),
        "subscription_flat": text(PackageResources.snapshot_subscription_flat_sql),
        "subscription_history": text(PackageResources.snapshot_subscription_history_sql),
        "subscription_type": text(PackageResources.snapshot_subscription_type_sql),
        "subscription_usage_quota": text(PackageResources.snapshot_subscription_usage_quota_sql),
        "sync_run": text(PackageResources.snapshot_sync_run_sql),
    ]
}
