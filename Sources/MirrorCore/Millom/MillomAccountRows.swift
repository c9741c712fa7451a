/// A subscriber's account; two records each contain parts of it.
package struct MillomAccountRow: RelationRow {
    package static let relation = Relation.millomAccount
    package var subscriber: String
    package var accountType: String?
    package var accountID: String?
    package var accountStatus: String?
    package var ratePlanID: String?
    /// `YYYY-MM-DD`.
    package var birthDate: String?
    /// An instant, like all `expires…` columns.
    package var expiresAt: String?
    package var dataBalance: ExactDecimal?
    package var dataBalanceExpiresAt: String?

    package init(subscriber: String) { self.subscriber = subscriber }

    package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(owner: subscriber)
        try sink.add(repeated: accountType)
        try sink.add(accountID)
        try sink.add(repeated: accountStatus)
        try sink.add(repeated: ratePlanID)
        try sink.add(birthDate)
        try sink.add(expiresAt)
        try sink.add(dataBalance?.description)
        try sink.add(dataBalanceExpiresAt)
    }
}

/// A wallet of a subscriber.
package struct MillomMoneyBalanceRow: RelationRow {
    package static let relation = Relation.millomMoneyBalance
    /// The type of the single balance in the record `balance`, which names none.
    package static let monetary = "monetary"

    package var subscriber: String
    package var record: MillomRecord
    package var balanceType: String?
    package var occurrence = 1
    package var amount: ExactDecimal?
    /// ISO 4217.
    package var currency: String?
    package var expiresAt: String?

    package init(subscriber: String, record: MillomRecord) {
        self.subscriber = subscriber
        self.record = record
    }

    package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(owner: subscriber)
        try sink.add(record.rawValue)
        try sink.add(repeated: balanceType)
        try sink.add(Int64(occurrence))
        try sink.add(amount?.description)
        try sink.add(repeated: currency)
        try sink.add(expiresAt)
    }
}

/// Millom's state of a subscriber as a whole.
package struct MillomStateRow: RelationRow {
    package static let relation = Relation.millomState
    package var subscriber: String
    package var subscriberState: String?

    package init(subscriber: String, subscriberState: String?) {
        self.subscriber = subscriber
        self.subscriberState = subscriberState
    }

    package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(owner: subscriber)
        try sink.add(repeated: subscriberState)
    }
}
