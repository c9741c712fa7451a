/// The relations of a mirror, each described once.
package struct RelationRegistry: Sendable {
    package let relations: [Relation]

    package init(_ relations: [Relation]) { self.relations = relations }

    /// Those of the mirrors that this program makes.
    package static let mirror = RelationRegistry([
        .subscription, .subscriptionType, .party, .organization, .simCard, .setting, .addOn,
        .subscriptionBinding, .addOnBinding, .subscriptionUsageQuota, .addOnUsageQuota, .addOnOrderType,
        .productText, .account, .orderableAddOn, .change, .subscriptionFlat, .syncRun, .coverage, .anomaly,
        .quarantine, .snapshotInfo, .completeness, .dataDictionary, .unreadable,
        .millomSubscriber, .millomAccount, .millomMoneyBalance, .millomPlan, .millomPlanGauge, .millomState,
        .millomOffer, .millomOfferQuota, .millomText, .millomPurchase, .millomPurchaseEvent,
        .millomNotification,
        .monthClosing, .monthSubscription, .monthBridge, .monthEvent,
        .audit, .auditTotal, .auditEntry, .auditDifference,
    ])

    /// Those that readers see, and so leave the mirror in an export.
    package var visible: [Relation] { relations.filter { !$0.isInternal } }

    /// Those of which readers see every version.
    package var historized: [Relation] { visible.filter(\.isHistorized) }

    /// The names of those whose past is `past`.
    package func names(past: Relation.Past) -> Set<String> {
        Set(visible.filter { $0.past == past }.map(\.name))
    }

    /// Those whose versions `change` tells of: all with versions that belong to subscriptions.
    package var told: [Relation] { historized.filter { $0.storage == .versions && $0.isOfSubscriptions } }

    /// Those whose tables hold versions of what Millom says of a subscriber.
    package var ofSubscribers: [Relation] { relations.filter { $0.isOfSubscribers && $0.table != nil } }

    /// Those whose tables hold rows of a number that the mirror has.
    package var ofNumbers: [Relation] { relations.filter { $0.isOfSubscriptions && $0.table != nil } }

    /// The name by which people know the rows of `table`: its relation's, or what the agent's own table holds.
    package func relation(ofTable table: String) -> String {
        let relation = relations.first { $0.table == table }
        let name =
            switch table {
            case "_number_version": "subscription_history"
            case "_number": "subscription"
            default: relation.map { $0.storage == .versions ? $0.historyName : $0.name } ?? table
            }
        return String(name.drop { $0 == "_" })
    }
}
