extension NormalizedSubscription {
    /// Writes the rows that belong to the number, relation by relation, except the subscription's own.
    package func write<Sink: RowSink>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(parties)
        try sink.add(simCards)
        try sink.add(settings)
        try sink.add(addOns)
        try sink.add(bindings)
        try sink.add(addOnBindings)
        try sink.add(usageQuotas)
        try sink.add(addOnUsageQuotas)
        try sink.add(addOnOrderTypes)
    }

    /// How many values were unreadable, by place.
    package var unreadableRows: [UnreadableRow] {
        anomalies.filter { $0.kind == .unreadableValue }
            .map { UnreadableRow(msisdn: msisdn, path: $0.path, count: $0.count) }
    }
}
