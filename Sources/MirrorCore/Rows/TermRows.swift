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

    @inlinable package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(msisdn)
        try sink.add(repeated: name)
        try sink.add(repeated: type)
        try sink.add(Int64(occurrence))
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

    @inlinable package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(msisdn)
        try sink.add(productID)
        try sink.add(Int64(addOnOccurrence))
        try sink.add(repeated: name)
        try sink.add(repeated: type)
        try sink.add(Int64(occurrence))
    }
}

/// The content of a usage quota, wherever it occurs.
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

    @inlinable package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(repeated: name)
        try sink.add(repeated: unit)
        try sink.add(repeated: trafficType)
        try sink.add(repeated: quotaType)
        try sink.add(Int64(occurrence))
        try sink.add(value)
        try sink.add(validTo)
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

    @inlinable package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(msisdn)
        try quota.write(to: &sink)
    }
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

    @inlinable package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(msisdn)
        try sink.add(productID)
        try sink.add(Int64(addOnOccurrence))
        try quota.write(to: &sink)
    }
}
