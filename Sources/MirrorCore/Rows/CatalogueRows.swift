/// A subscription type of the catalogue.
package struct SubscriptionTypeRow: RelationRow {
    package static let relation = Relation.subscriptionType
    package var id: Int64
    package var name: String?
    package var paymentType: String?
    package var accessType: String?

    package init(id: Int64) { self.id = id }

    @inlinable package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(id)
        try sink.add(name)
        try sink.add(paymentType)
        try sink.add(accessType)
    }
}

/// An organization that uses, pays for or owns subscriptions or accounts.
package struct OrganizationRow: RelationRow {
    package static let relation = Relation.organization
    package struct Address: Hashable, Sendable {
        package var streetName: String?
        package var streetNumber: String?
        package var entranceCode: String?
        package var postalCode: String?
        package var postalPlace: String?

        package init() {}
    }

    package var orgNumber: String
    package var name: String?
    /// The whole address; nil if the document did not contain it, so that the mirror keeps what it has.
    package var address: Address?

    package init(orgNumber: String) { self.orgNumber = orgNumber }

    @inlinable package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(orgNumber)
        try sink.add(name)
        try sink.add(address?.streetName)
        try sink.add(address?.streetNumber)
        try sink.add(address?.entranceCode)
        try sink.add(address?.postalCode)
        try sink.add(address?.postalPlace)
    }
}

/// An invoice account.
package struct AccountRow: RelationRow {
    package static let relation = Relation.account
    /// Up to 8 digits.
    ///
    /// Source: API.md 1.6.
    package var id: String
    package var reference1: String?
    package var reference2: String?
    package var reference3: String?
    package var status: String?
    package var type: String?
    package var ownerOrgNumber: String?
    package var ownerName: String?

    package init(id: String) { self.id = id }

    @inlinable package func write<Sink: CellSink & ~Copyable>(to sink: inout Sink) throws(Sink.Failure) {
        try sink.add(id)
        try sink.add(reference1)
        try sink.add(reference2)
        try sink.add(reference3)
        try sink.add(status)
        try sink.add(type)
        try sink.add(ownerOrgNumber)
        try sink.add(ownerName)
    }
}

/// All texts of one product in one language; they replace those in the mirror.
package struct ProductTexts: Hashable, Sendable {
    package enum Owner: String, Sendable, CaseIterable {
        case subscriptionType = "subscription_type"
        case addOn = "add_on"
        case setting
    }

    package struct Text: Hashable, Sendable {
        package var type: String
        package var value: String

        package init(type: String, value: String) {
            self.type = type
            self.value = value
        }

        package static func == (left: Text, right: Text) -> Bool {
            left.type.hasSameBytes(as: right.type) && left.value.hasSameBytes(as: right.value)
        }
    }

    package var owner: Owner
    package var productID: Int64
    package var language: String
    /// Sorted by their UTF-8 bytes, each once.
    package var texts: [Text]

    package init(owner: Owner, productID: Int64, language: String, texts: [Text]) {
        self.owner = owner
        self.productID = productID
        self.language = language
        self.texts = texts
    }
}
