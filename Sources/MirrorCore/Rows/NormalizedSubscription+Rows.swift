extension NormalizedSubscription {
    /// The relations whose rows belong to one number, in the order in which ``rows`` gives them.
    package static let relations: [Relation] = [
        .party, .simCard, .setting, .addOn, .subscriptionBinding, .addOnBinding, .subscriptionUsageQuota,
        .addOnUsageQuota, .addOnOrderType,
    ]

    /// The rows of ``relations``, by position; the subscription's own row is not among them.
    package var rows: [[[Value]]] {
        [
            parties.map(\.values), simCards.map(\.values), settings.map(\.values), addOns.map(\.values),
            bindings.map(\.values), addOnBindings.map(\.values), usageQuotas.map(\.values),
            addOnUsageQuotas.map(\.values), addOnOrderTypes.map(\.values),
        ]
    }

    /// The rows of ``Relation/unreadable``: how many values could not be read, by place.
    package var unreadableRows: [[Value]] {
        anomalies.filter { $0.kind == .unreadableValue }
            .map { [.text(msisdn.digits), .text($0.path), Value($0.count)] }
    }
}
