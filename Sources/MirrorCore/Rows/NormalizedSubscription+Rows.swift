extension NormalizedSubscription {
    /// The rows that belong to the number, by relation; the subscription's own row is not among them.
    package var rows: [RelationRows] {
        [
            RelationRows(parties), RelationRows(simCards), RelationRows(settings), RelationRows(addOns),
            RelationRows(bindings), RelationRows(addOnBindings), RelationRows(usageQuotas),
            RelationRows(addOnUsageQuotas), RelationRows(addOnOrderTypes),
        ]
    }

    /// The rows of ``Relation/unreadable``: how many values could not be read, by place.
    package var unreadableRows: [[Value]] {
        anomalies.filter { $0.kind == .unreadableValue }
            .map { [.text(msisdn.digits), .text($0.path), Value($0.count)] }
    }
}
