package import MirrorCore

/// The SQL made from the registry of relations, together with the SQL written by hand.
///
/// It is composed when the program runs, so that no step can be forgotten; `schema/generated/` has the same text to
/// read, and a test compares the two.
extension Schema {
    /// One CREATE VIEW each, in an order in which every view stands after those that it reads.
    package static func views(of registry: RelationRegistry) -> [(name: String, sql: String)] {
        let changes =
            [Relation.subscriptionChangesSQL]
            + registry.told.map(\.changesSQL)
        let narrow = registry.relations.filter(\.isNarrow)
        let histories = narrow.filter { $0.storage == .versions }.map { ($0.historyName, $0.historySQL) }
        let current = narrow.filter { !$0.isInternal }.map { ($0.name, $0.currentSQL) }
        return viewsOfNumbers + histories + current + [
            ("subscription", text(PackageResources.subscription_sql)),
            ("_blank", text(PackageResources._blank_sql)),
            ("_report_day", text(PackageResources._report_day_sql)),
            ("_subscription_state", text(PackageResources._subscription_state_sql)),
            (
                "change",
                filled(text(PackageResources.change_sql), with: changes.map { "UNION ALL\n" + $0 })
            ),
            ("subscription_flat", text(PackageResources.subscription_flat_sql)),
            ("_unreadable_now", text(PackageResources._unreadable_now_sql)),
            ("snapshot_info", text(PackageResources.snapshot_info_sql)),
        ] + viewsOfMillom + viewsOfMonths + viewsOfAudits + [
            ("data_dictionary", registry.dictionarySQL),
            ("_unreadable_column", text(PackageResources._unreadable_column_sql)),
            ("_waiting", text(PackageResources._waiting_sql)),
            ("_completeness", text(PackageResources._completeness_sql)),
            ("completeness", text(PackageResources.completeness_sql)),
        ]
    }

    /// The statements that make a connection show the past, in their order; then the views follow, as temporary
    /// ones, but for those that are made here.
    package static func asOf(of registry: RelationRegistry) -> [(name: String, sql: String)] {
        let versions = registry.historized.filter { $0.storage == .versions }
        let edges = registry.told.map(\.lastEdgeSQL)
        return [
            ("as_of_instant", text(PackageResources.as_of_instant_sql)),
            ("as_of_report_day", text(PackageResources.as_of_report_day_sql)),
            ("as_of_number_version", text(PackageResources.as_of_number_version_sql)),
            (
                "as_of_subscription_history",
                filled(text(PackageResources.as_of_subscription_history_sql), with: edges)
            ),
            ("as_of_subscription", text(PackageResources.as_of_subscription_sql)),
            ("as_of_subscription_now", text(PackageResources.as_of_subscription_now_sql)),
            ("as_of_living", text(PackageResources.as_of_living_sql)),
            ("as_of_gone", text(PackageResources.as_of_gone_sql)),
        ] + versions.map { ("as_of_\($0.table ?? $0.historyName)", $0.pastSQL) } + [
            ("as_of_sync_run", text(PackageResources.as_of_sync_run_sql)),
            ("as_of_coverage", text(PackageResources.as_of_coverage_sql)),
            ("as_of_coverage_numbered", text(PackageResources.as_of_coverage_numbered_sql)),
            ("as_of_unreadable_now", text(PackageResources.as_of_unreadable_now_sql)),
            ("as_of_waiting", text(PackageResources.as_of_waiting_sql)),
            ("as_of_snapshot_info", text(PackageResources.as_of_snapshot_info_sql)),
            ("as_of_millom_subscriber", text(PackageResources.as_of_millom_subscriber_sql)),
            ("as_of_millom_purchase", text(PackageResources.as_of_millom_purchase_sql)),
            ("as_of_millom_purchase_event", text(PackageResources.as_of_millom_purchase_event_sql)),
            ("as_of_millom_notification", text(PackageResources.as_of_millom_notification_sql)),
            ("as_of_audit", text(PackageResources.as_of_audit_sql)),
            ("as_of_audit_total", text(PackageResources.as_of_audit_total_sql)),
            ("as_of_audit_entry", text(PackageResources.as_of_audit_entry_sql)),
            ("as_of_audit_difference", text(PackageResources.as_of_audit_difference_sql)),
        ] + registry.visible.filter { $0.past == .unknown }.map { ("as_of_\($0.name)", $0.refusalSQL) }
    }

    /// The queries that explain a number.
    package static func explanations(of registry: RelationRegistry) -> [(name: String, sql: String)] {
        let values = [Relation.subscriptionValuesSQL] + registry.told.map(\.valuesSQL)
        return [
            ("explain_state", text(PackageResources.explain_state_sql)),
            (
                "explain_values",
                text(PackageResources.explain_values_sql).replacing(
                    "/* for each relation with versions: see Relation+Values.swift */",
                    with: values.joined(separator: "\nUNION ALL\n"))
            ),
        ]
    }

    /// Of each relation its CREATE TABLE in a snapshot, then one CREATE INDEX for each index.
    package static func snapshot(of registry: RelationRegistry) -> [String: String] {
        Dictionary(
            registry.visible.map { ($0.name, $0.snapshotSQL) }
                + registry.historized.map { ($0.historyName, $0.historySnapshotSQL) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The report's text, with each fragment in place of the comment that names its file.
    static func report(_ bytes: [UInt8]) -> String {
        fragments.reduce(text(bytes)) { sql, fragment in
            sql.replacing("/* see fragments/\(fragment.name).sql */\n", with: fragment.sql)
        }
    }

    /// The template with `parts`, a line or more each, in place of its comment that asks for them.
    private static func filled(_ template: String, with parts: [String]) -> String {
        template.replacing(
            "/* for each relation with versions: see Relation+Views.swift */",
            with: parts.joined(separator: "\n"))
    }
}
