/// A quota as Millom counts it: a number, or unlimited.
package struct MillomQuota: Hashable, Sendable {
    /// The value that means unlimited: 2^63 - 1.
    ///
    /// Source: millom-standard-api.yaml, `gauge.quota`.
    package static let unlimited = Int64.max

    /// Nil if it is unlimited or unknown.
    package var value: Int64?
    /// Nil if it is unknown.
    package var isUnlimited: Bool?

    package init(_ quota: Int64?) {
        isUnlimited = quota.map { $0 == Self.unlimited }
        value = quota == Self.unlimited ? nil : quota
    }
}

/// A plan of a subscriber; the same plan can occur twice.
package struct MillomPlanRow: RelationRow {
    package static let relation = Relation.millomPlan
    package var subscriber: String
    package var planID: String
    package var occurrence = 1
    package var expiresAt: String?
    /// Sorted, separated by `, `.
    package var applications: String?

    package init(subscriber: String, planID: String) {
        self.subscriber = subscriber
        self.planID = planID
    }

    package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(owner: subscriber)
        try sink.add(repeated: planID)
        try sink.add(Int64(occurrence))
        try sink.add(expiresAt)
        try sink.add(repeated: applications)
    }
}

/// The rest of a plan's quota, in one unit.
package struct MillomPlanGaugeRow: RelationRow {
    package static let relation = Relation.millomPlanGauge
    package var subscriber: String
    package var planID: String
    package var planOccurrence: Int
    package var unit: String?
    package var occurrence = 1
    package var quota: MillomQuota
    package var remaining: Int64?

    package init(subscriber: String, planID: String, planOccurrence: Int, quota: MillomQuota) {
        self.subscriber = subscriber
        self.planID = planID
        self.planOccurrence = planOccurrence
        self.quota = quota
    }

    package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(owner: subscriber)
        try sink.add(repeated: planID)
        try sink.add(Int64(planOccurrence))
        try sink.add(repeated: unit)
        try sink.add(Int64(occurrence))
        try sink.add(quota.value)
        try sink.add(remaining)
        try sink.add(quota.isUnlimited)
    }
}

/// An offer to a subscriber; the same plan can be offered twice.
package struct MillomOfferRow: RelationRow {
    package static let relation = Relation.millomOffer
    package var subscriber: String
    package var planID: String
    package var occurrence = 1
    package var type: String?
    package var cost: ExactDecimal?
    /// ISO 4217.
    package var currency: String?
    package var fundSource: String?
    /// Byte for byte: an activation sends it back.
    package var offerContext: String?

    package init(subscriber: String, planID: String) {
        self.subscriber = subscriber
        self.planID = planID
    }

    package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(owner: subscriber)
        try sink.add(repeated: planID)
        try sink.add(Int64(occurrence))
        try sink.add(repeated: type)
        try sink.add(cost?.description)
        try sink.add(repeated: currency)
        try sink.add(repeated: fundSource)
        try sink.add(offerContext)
    }
}

/// The quota of an offered plan, in one unit.
package struct MillomOfferQuotaRow: RelationRow {
    package static let relation = Relation.millomOfferQuota
    package var subscriber: String
    package var planID: String
    package var offerOccurrence: Int
    package var unit: String?
    package var occurrence = 1
    package var quota: MillomQuota

    package init(subscriber: String, planID: String, offerOccurrence: Int, quota: MillomQuota) {
        self.subscriber = subscriber
        self.planID = planID
        self.offerOccurrence = offerOccurrence
        self.quota = quota
    }

    package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(owner: subscriber)
        try sink.add(repeated: planID)
        try sink.add(Int64(offerOccurrence))
        try sink.add(repeated: unit)
        try sink.add(Int64(occurrence))
        try sink.add(quota.value)
        try sink.add(quota.isUnlimited)
    }
}

/// A name or a description of a plan or an offer, in one language.
package struct MillomTextRow: RelationRow {
    package static let relation = Relation.millomText
    package enum Owner: String, Sendable { case plan, offer }
    package enum Field: String, Sendable { case name, description }

    package var subscriber: String
    package var owner: Owner
    package var planID: String
    package var ownerOccurrence: Int
    package var field: Field
    /// BCP 47.
    package var language: String?
    package var occurrence = 1
    package var text: String?

    package init(subscriber: String, owner: Owner, planID: String, ownerOccurrence: Int, field: Field) {
        self.subscriber = subscriber
        self.owner = owner
        self.planID = planID
        self.ownerOccurrence = ownerOccurrence
        self.field = field
    }

    package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(owner: subscriber)
        try sink.add(owner.rawValue)
        try sink.add(repeated: planID)
        try sink.add(Int64(ownerOccurrence))
        try sink.add(field.rawValue)
        try sink.add(repeated: language)
        try sink.add(Int64(occurrence))
        try sink.add(repeated: text)
    }
}
