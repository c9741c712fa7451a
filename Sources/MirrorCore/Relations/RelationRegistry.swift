/// The relations of a mirror, each described once.
package struct RelationRegistry: Sendable {
    package let relations: [Relation]

    package init(_ relations: [Relation]) { self.relations = relations }

    /// The relations of the mirrors that this program creates.
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

    /// The relations that readers see, and so may leave the mirror in an export.
    package var visible: [Relation] { relations.filter { !$0.isInternal } }

    /// The relations whose versions are all visible to readers.
    package var historized: [Relation] { visible.filter(\.isHistorized) }

    /// The names of the visible relations whose past is `past`.
    package func names(past: Relation.Past) -> Set<String> {
        Set(visible.filter { $0.past == past }.map(\.name))
    }

    /// The relations whose changes `change` reports: all with versions that belong to subscriptions.
    package var told: [Relation] { historized.filter { $0.storage == .versions && $0.isOfSubscriptions } }

    /// The relations whose tables hold versions of Millom's data about a subscriber.
    package var ofSubscribers: [Relation] { relations.filter { $0.isOfSubscribers && $0.table != nil } }

    /// The relations whose tables hold rows of a number in the mirror.
    package var ofNumbers: [Relation] { relations.filter { $0.isOfSubscriptions && $0.table != nil } }

    /// The name under which readers know the rows of `table`: its relation's, or a name for the content of an
    /// internal table.
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
