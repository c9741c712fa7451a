import MirrorCore

/// A relation of the contract as an export writes it: every column, in an order that depends on nothing else.
package struct ExportedRelation: Sendable, Hashable {
    package let name: String
    /// Columns that together put any two different rows in an order.
    let order: [String]
    /// Columns that together are never NULL and tell any two rows apart; none where the relation has no such.
    package let key: [String]

    /// All relations of the contract, by name.
    package static let all: [ExportedRelation] = (current + histories + others).sorted { $0.name < $1.name }

    /// Whether its rows belong to subscriptions; a number in quarantine may be none.
    var isOfSubscriptions: Bool { order.contains("msisdn") && name != "quarantine" }

    /// Those of the names, or all without any.
    ///
    /// - Throws: ``ExportFailure/unknownRelation(_:known:)``.
    static func named(_ names: [String]?) throws(ExportFailure) -> [ExportedRelation] {
        guard let names else { return all }
        if let unknown = names.first(where: { name in !all.contains { $0.name == name } }) {
            throw .unknownRelation(unknown, known: all.map(\.name))
        }
        return all.filter { names.contains($0.name) }
    }

    private static let current = Relation.all.map {
        ExportedRelation(name: $0.name, order: $0.exportOrder, key: $0.exportKey)
    }

    private static let histories = Relation.all.filter(\.isHistorized).map {
        ExportedRelation(
            name: $0.name + "_history", order: $0.exportOrder + ["observed_from"],
            key: $0.exportKey.isEmpty ? [] : $0.exportKey + ["observed_from"])
    }

    private static let others = [
        ExportedRelation(name: "anomaly", order: ["path", "kind"], key: ["path", "kind"]),
        ExportedRelation(
            name: "change",
            order: ["observed_at", "msisdn", "relation", "item", "field", "kind", "old_value", "new_value"],
            key: []),
        ExportedRelation(
            name: "coverage", order: ["from_at", "to_at", "run_id", "pages", "passes", "rows"], key: []),
        ExportedRelation(name: "data_dictionary", order: ["relation", "column"], key: []),
        ExportedRelation(name: "quarantine", order: ["msisdn"], key: ["msisdn"]),
        ExportedRelation(name: "snapshot_info", order: ["as_of"], key: []),
        ExportedRelation(name: "subscription_flat", order: ["msisdn"], key: ["msisdn"]),
        ExportedRelation(name: "sync_run", order: ["id"], key: ["id"]),
    ]
}

extension Relation {
    fileprivate static let all: [Relation] = [
        .account, .addOn, .addOnBinding, .addOnOrderType, .addOnUsageQuota, .orderableAddOn, .organization,
        .party, .productText, .setting, .simCard, .subscription, .subscriptionBinding, .subscriptionType,
        .subscriptionUsageQuota,
    ]

    /// The identity, where every part of it is always known.
    fileprivate var exportKey: [String] {
        let mayBeUnknown: [Relation] = [
            .simCard, .subscriptionBinding, .addOnBinding, .subscriptionUsageQuota, .addOnUsageQuota,
        ]
        return mayBeUnknown.contains(self) ? [] : Array(columns.prefix(identityWidth))
    }

    fileprivate var exportOrder: [String] {
        // A SIM card without an ICCID is told apart by its own number.
        self == .simCard
            ? ["msisdn", "icc_id", "sim_msisdn", "occurrence"] : Array(columns.prefix(identityWidth))
    }
}
