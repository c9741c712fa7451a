/// A binding period of the subscription's product.
package struct SubscriptionBindingRow: RelationRow {
    package static let relation = Relation.subscriptionBinding
    package var msisdn: Msisdn
    package var name: String?
    package var type: String?
    package var occurrence = 1

    package init(msisdn: Msisdn, name: String?, type: String?) {
        self.msisdn = msisdn
        self.name = name
        self.type = type
    }

    package var values: [Value] {
        [.text(msisdn.digits), Value(name), Value(type), Value(occurrence)]
    }
}

/// A binding period of an add-on.
package struct AddOnBindingRow: RelationRow {
    package static let relation = Relation.addOnBinding
    package var msisdn: Msisdn
    package var productID: Int64
    package var addOnOccurrence: Int
    package var name: String?
    package var type: String?
    package var occurrence = 1

    package init(msisdn: Msisdn, productID: Int64, addOnOccurrence: Int, name: String?, type: String?) {
        self.msisdn = msisdn
        self.productID = productID
        self.addOnOccurrence = addOnOccurrence
        self.name = name
        self.type = type
    }

    package var values: [Value] {
        [
            .text(msisdn.digits), .integer(productID), Value(addOnOccurrence), Value(name), Value(type),
            Value(occurrence),
        ]
    }
}

/// What a usage quota says, wherever it stands.
package struct UsageQuota: Hashable, Sendable {
    package var name: String?
    package var unit: String?
    package var trafficType: String?
    package var quotaType: String?
    package var occurrence = 1
    /// `.integer` when it is a whole number, `.real` when it has decimals, `.null` when unknown.
    package var value: Value = .null
    /// `YYYY-MM-DD`.
    package var validTo: String?

    package init() {}

    fileprivate var values: [Value] {
        [
            Value(name), Value(unit), Value(trafficType), Value(quotaType), Value(occurrence), value,
            Value(validTo),
        ]
    }
}

/// A usage quota included in the subscription's product.
package struct SubscriptionUsageQuotaRow: RelationRow {
    package static let relation = Relation.subscriptionUsageQuota
    package var msisdn: Msisdn
    package var quota: UsageQuota

    package init(msisdn: Msisdn, quota: UsageQuota) {
        self.msisdn = msisdn
        self.quota = quota
    }

    package var values: [Value] { [.text(msisdn.digits)] + quota.values }
}

/// A usage quota included in an add-on.
package struct AddOnUsageQuotaRow: RelationRow {
    package static let relation = Relation.addOnUsageQuota
    package var msisdn: Msisdn
    package var productID: Int64
    package var addOnOccurrence: Int
    package var quota: UsageQuota

    package init(msisdn: Msisdn, productID: Int64, addOnOccurrence: Int, quota: UsageQuota) {
        self.msisdn = msisdn
        self.productID = productID
        self.addOnOccurrence = addOnOccurrence
        self.quota = quota
    }

    package var values: [Value] {
        [.text(msisdn.digits), .integer(productID), Value(addOnOccurrence)] + quota.values
    }
}
