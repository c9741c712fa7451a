/// One subscription as its documents spell it, with what a careful reader gets from them.
struct SpelledSubscription: Sendable {
    struct Person: Sendable {
        let firstName: Spelled
        let middleName: Spelled
        let lastName: Spelled
        let birthDate: Spelled
    }

    /// A user, a payer or an owner.
    struct Party: Sendable {
        /// The substitute for the object; nil: the object itself.
        let substitute: Token?
        let person: Person?
        /// Index into the company's organizations.
        let organization: Int?
        /// How a missing person or organization is written.
        let missingPart: Token

        var isReadable: Bool { substitute == nil && (person != nil || organization != nil) }
    }

    struct Sim: Sendable {
        let msisdn: Spelled
        let iccID: Spelled
        let type: Spelled
    }

    struct Setting: Sendable {
        /// Index into the catalogue's settings.
        let product: Int
        let active: Spelled
        let canActivate: Spelled
        let canDeactivate: Spelled
        let hasUnknownKey: Bool
    }

    struct Binding: Sendable {
        let name: Spelled
        let type: Spelled
    }

    struct Quota: Sendable {
        let name: Spelled
        let value: Spelled
        let unit: Spelled
        let trafficType: Spelled
        let quotaType: Spelled
        let validTo: Spelled
    }

    /// The bindings and quotas of a type or an add-on.
    struct Terms: Sendable {
        let bindings: SpelledList<Binding>
        let quotas: SpelledList<Quota>
        /// Whether the quotas have the key that the other model uses.
        let hasOtherQuotaKey: Bool
    }

    struct AddOn: Sendable {
        /// Index into the catalogue's add-ons.
        let kind: Int
        let cancellable: Spelled
        let validTo: Spelled
        let orderTypes: SpelledList<Token>
        let terms: Terms
        let hasUnknownKey: Bool
    }

    let msisdn: Spelled
    /// Index into the catalogue's subscription types.
    let kind: Int
    let terms: Terms
    let references: [Spelled]
    let validFrom: Spelled
    let validTo: Spelled
    let status: Spelled
    let user: Party
    let payer: Party
    let owner: Party
    let sims: [Sim]
    let settings: [Setting]
    let addOns: [AddOn]
    let hasUnknownKey: Bool
}
