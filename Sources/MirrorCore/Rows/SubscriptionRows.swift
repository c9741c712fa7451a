/// The subscription's own fields in a detail.
///
/// The store itself fills the other columns of `subscription`: when it was seen, and its account.
package struct SubscriptionRow: RelationRow {
    package static let relation = Relation.subscription
    package var msisdn: Msisdn
    package var status: String?
    package var subscriptionTypeID: Int64?
    package var userReference1: String?
    package var userReference2: String?
    package var userReference3: String?
    /// `YYYY-MM-DD`.
    package var validFromDate: String?
    /// `YYYY-MM-DD`; set when the subscription is terminated.
    package var validToDate: String?

    package init(msisdn: Msisdn) { self.msisdn = msisdn }

    @inlinable package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(msisdn)
        try sink.add(repeated: status)
        try sink.add(subscriptionTypeID)
        try sink.add(userReference1)
        try sink.add(userReference2)
        try sink.add(userReference3)
        try sink.add(validFromDate)
        try sink.add(validToDate)
    }
}

/// The user, payer or owner of a subscription.
package struct PartyRow: RelationRow {
    package static let relation = Relation.party
    package enum Role: String, Sendable, CaseIterable { case user, payer, owner }
    /// A party with both a person and an organization is a person with an org_number.
    package enum Kind: String, Sendable { case person, organization }

    package var msisdn: Msisdn
    package var role: Role
    package var kind: Kind
    package var firstName: String?
    package var middleName: String?
    package var lastName: String?
    /// `YYYY-MM-DD`.
    package var birthDate: String?
    package var orgNumber: String?
    /// The organization's name if it has no number; otherwise its own row has it.
    package var organizationName: String?

    package init(msisdn: Msisdn, role: Role, kind: Kind) {
        self.msisdn = msisdn
        self.role = role
        self.kind = kind
    }

    @inlinable package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(msisdn)
        try sink.add(role.rawValue)
        try sink.add(kind.rawValue)
        try sink.add(firstName)
        try sink.add(middleName)
        try sink.add(lastName)
        try sink.add(birthDate)
        try sink.add(orgNumber)
        try sink.add(organizationName)
    }
}

/// A SIM card of a subscription.
package struct SimCardRow: RelationRow {
    package static let relation = Relation.simCard
    package var msisdn: Msisdn
    package var iccID: String?
    package var occurrence: Int
    /// The card's own number; differs from the subscription's for a twin SIM.
    package var simMsisdn: String?
    package var type: String?

    package init(msisdn: Msisdn, iccID: String?, occurrence: Int = 1, simMsisdn: String?, type: String?) {
        self.msisdn = msisdn
        self.iccID = iccID
        self.occurrence = occurrence
        self.simMsisdn = simMsisdn
        self.type = type
    }

    @inlinable package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(msisdn)
        try sink.add(iccID)
        try sink.add(Int64(occurrence))
        try sink.add(simMsisdn)
        try sink.add(repeated: type)
    }
}

/// A setting of a subscription, for instance roaming control.
package struct SettingRow: RelationRow {
    package static let relation = Relation.setting
    package var msisdn: Msisdn
    package var settingID: Int64
    package var occurrence = 1
    package var name: String?
    package var active: Bool?
    package var canActivate: Bool?
    package var canDeactivate: Bool?

    package init(msisdn: Msisdn, settingID: Int64) {
        self.msisdn = msisdn
        self.settingID = settingID
    }

    @inlinable package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(msisdn)
        try sink.add(settingID)
        try sink.add(Int64(occurrence))
        try sink.add(repeated: name)
        try sink.add(active)
        try sink.add(canActivate)
        try sink.add(canDeactivate)
    }
}
