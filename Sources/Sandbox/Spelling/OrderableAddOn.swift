/// An add-on that could be ordered today for one subscription.
struct OrderableAddOn: Sendable {
    /// Index into the catalogue's add-ons.
    let kind: Int
    let cancellable: Spelled
    let validTo: Spelled
    let orderTypes: SpelledList<Token>

    /// Add-ons that fit the access type, without those that it has and cannot have twice; none if it is
    /// terminated.
    static func all(for subscription: Subscription, speller: Speller) -> [OrderableAddOn] {
        guard subscription.status != .terminated else { return [] }
        let catalogue = speller.catalogue
        let accessType = catalogue.kinds[subscription.kind].accessType
        let held = Set(subscription.addOns.map(\.kind))
        return catalogue.addOns.indices.filter {
            catalogue.addOns[$0].accessTypes.contains(accessType)
                && (catalogue.addOns[$0].isRepeatable || !held.contains($0))
        }.map { OrderableAddOn(kind: $0, of: subscription, speller: speller) }
    }

    private init(kind: Int, of subscription: Subscription, speller: Speller) {
        let terms = speller.catalogue.addOns[kind]
        func place(_ field: Place.Field) -> Place {
            Place(owner: subscription.msisdn, field: field, item: terms.product.id)
        }
        self.kind = kind
        cancellable = speller.sloppiness.flag(terms.isCancellable, at: place(.orderableCancellable))
        validTo = speller.sloppiness.date(
            terms.expires ? Day(2027, 12, 31) : nil, at: place(.orderableValidTo))
        orderTypes = speller.orderTypes(terms.orderTypes, at: place(.addOnOrderTypes))
    }
}
