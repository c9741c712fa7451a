/// An add-on product of a subscription; the same product can occur twice.
package struct AddOnRow: RelationRow {
    package static let relation = Relation.addOn
    package var msisdn: Msisdn
    package var productID: Int64
    package var occurrence = 1
    package var name: String?
    package var cancellable: Bool?
    /// `YYYY-MM-DD`.
    package var validTo: String?

    package init(msisdn: Msisdn, productID: Int64) {
        self.msisdn = msisdn
        self.productID = productID
    }

    @inlinable package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(msisdn)
        try sink.add(productID)
        try sink.add(Int64(occurrence))
        try sink.add(repeated: name)
        try sink.add(cancellable)
        try sink.add(validTo)
    }
}

/// An order type with which an add-on may be ordered.
package struct AddOnOrderTypeRow: RelationRow {
    package static let relation = Relation.addOnOrderType
    package var msisdn: Msisdn
    package var productID: Int64
    package var addOnOccurrence: Int
    package var orderType: String

    package init(msisdn: Msisdn, productID: Int64, addOnOccurrence: Int, orderType: String) {
        self.msisdn = msisdn
        self.productID = productID
        self.addOnOccurrence = addOnOccurrence
        self.orderType = orderType
    }

    @inlinable package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(msisdn)
        try sink.add(productID)
        try sink.add(Int64(addOnOccurrence))
        try sink.add(repeated: orderType)
    }
}

/// An add-on product that could be ordered for a subscription today.
package struct OrderableAddOnRow: RelationRow {
    package static let relation = Relation.orderableAddOn
    package var msisdn: Msisdn
    package var productID: Int64
    package var name: String?
    package var cancellable: Bool?
    /// `YYYY-MM-DD`: until when it would be valid if ordered today.
    package var validTo: String?

    package init(msisdn: Msisdn, productID: Int64) {
        self.msisdn = msisdn
        self.productID = productID
    }

    @inlinable package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(msisdn)
        try sink.add(productID)
        try sink.add(repeated: name)
        try sink.add(cancellable)
        try sink.add(validTo)
    }
}
