/// The content of a perfect mirror about one subscription.
struct SubscriptionTruth {
    let spelled: SpelledSubscription
    let catalogue: SpelledCatalogue
    private let addOns: [NumberedAddOn]

    init(_ spelled: SpelledSubscription, catalogue: SpelledCatalogue) {
        self.spelled = spelled
        self.catalogue = catalogue
        addOns = NumberedAddOn.numbered(spelled.addOns, catalogue: catalogue)
    }

    private var msisdn: TruthValue { spelled.msisdn.truth }

    func subscriptionRow(account: TruthValue) -> [TruthValue] {
        [msisdn, spelled.status.truth, TruthValue(catalogue.kinds[spelled.kind].product.id)]
            + spelled.references.map(\.truth) + [spelled.validFrom.truth, spelled.validTo.truth, account]
    }

    private var parties: [(role: String, party: SpelledSubscription.Party)] {
        [("user", spelled.user), ("payer", spelled.payer), ("owner", spelled.owner)]
    }

    var partyRows: [[TruthValue]] {
        parties.filter(\.party.isReadable).map { role, party in
            let person = party.person
            return [
                msisdn, .text(role), .text(person == nil ? "organization" : "person"),
                person?.firstName.truth ?? .null, person?.middleName.truth ?? .null,
                person?.lastName.truth ?? .null, person?.birthDate.truth ?? .null,
                party.organization.map { catalogue.organizations[$0].number.truth } ?? .null,
                // All its organizations have a number.
                .null,
            ]
        }
    }

    /// Indices of the organizations that a reader finds in the document.
    var organizations: [Int] { parties.filter(\.party.isReadable).compactMap(\.party.organization) }

    var simRows: [[TruthValue]] {
        // A card without an ICCID is identified by its number, which therefore comes first while counting.
        let known = spelled.sims.filter { $0.iccID.truth != .null }
        let unknown = spelled.sims.filter { $0.iccID.truth == .null }
        let knownRows = Occurrences.rows(
            known.map { ([msisdn, $0.iccID.truth], [$0.msisdn.truth, $0.type.truth]) })
        let unknownRows = Occurrences.rows(unknown.map { ([msisdn, $0.msisdn.truth], [$0.type.truth]) })
        return unknownRows.map { [$0[0], .null, $0[2], $0[1], $0[3]] } + knownRows
    }

    var settingRows: [[TruthValue]] {
        Occurrences.rows(
            spelled.settings.map { setting in
                let product = catalogue.settings[setting.product]
                return (
                    [msisdn, TruthValue(product.id)],
                    [
                        product.name.truth, setting.active.truth, setting.canActivate.truth,
                        setting.canDeactivate.truth,
                    ]
                )
            })
    }

    var addOnRows: [[TruthValue]] {
        addOns.map { [msisdn] + $0.identity + $0.content }
    }

    var subscriptionBindingRows: [[TruthValue]] { spelled.terms.bindingRows.map { [msisdn] + $0 } }

    var subscriptionQuotaRows: [[TruthValue]] { spelled.terms.quotaRows.map { [msisdn] + $0 } }

    var addOnBindingRows: [[TruthValue]] {
        addOns.flatMap { addOn in addOn.bindings.map { [msisdn] + addOn.identity + $0 } }
    }

    var addOnQuotaRows: [[TruthValue]] {
        addOns.flatMap { addOn in addOn.quotas.map { [msisdn] + addOn.identity + $0 } }
    }

    var addOnOrderTypeRows: [[TruthValue]] {
        addOns.flatMap { addOn in addOn.orderTypes.map { [msisdn] + addOn.identity + [$0] } }
    }
}

extension SpelledSubscription.Terms {
    /// name, type, occurrence.
    var bindingRows: [[TruthValue]] {
        Occurrences.rows(bindings.readable.map { ([$0.name.truth, $0.type.truth], []) })
    }

    /// name, unit, traffic type, quota type, occurrence, value, valid to.
    var quotaRows: [[TruthValue]] {
        Occurrences.rows(
            quotas.readable.map {
                (
                    [$0.name.truth, $0.unit.truth, $0.trafficType.truth, $0.quotaType.truth],
                    [$0.value.truth, $0.validTo.truth]
                )
            })
    }
}

/// An add-on with the occurrence that follows from its content.
struct NumberedAddOn {
    let productID: Int
    /// name, cancellable, valid to.
    let content: [TruthValue]
    let bindings: [[TruthValue]]
    let quotas: [[TruthValue]]
    let orderTypes: [TruthValue]
    private(set) var occurrence = 1

    /// Product id and occurrence.
    var identity: [TruthValue] { [TruthValue(productID), TruthValue(occurrence)] }

    private init(_ addOn: SpelledSubscription.AddOn, catalogue: SpelledCatalogue) {
        let product = catalogue.addOns[addOn.kind]
        productID = product.id
        content = [product.name.truth, addOn.cancellable.truth, addOn.validTo.truth]
        bindings = addOn.terms.bindingRows
        quotas = addOn.terms.quotaRows
        let types = addOn.orderTypes.readable.compactMap { token -> TruthValue? in
            if case .text(let type) = token { .text(type) } else { nil }
        }
        orderTypes = Set(types).sorted()
    }

    static func numbered(
        _ addOns: [SpelledSubscription.AddOn], catalogue: SpelledCatalogue
    ) -> [NumberedAddOn] {
        var numbered = addOns.map { NumberedAddOn($0, catalogue: catalogue) }.sorted { $0.precedes($1) }
        for index in numbered.indices.dropFirst()
        where numbered[index].productID == numbered[index - 1].productID {
            numbered[index].occurrence = numbered[index - 1].occurrence + 1
        }
        return numbered
    }

    private func precedes(_ other: NumberedAddOn) -> Bool {
        if productID != other.productID { return productID < other.productID }
        if content != other.content { return content.lexicographicallyPrecedes(other.content) }
        if bindings != other.bindings { return Occurrences.precedes(bindings, other.bindings) }
        if quotas != other.quotas { return Occurrences.precedes(quotas, other.quotas) }
        return orderTypes.lexicographicallyPrecedes(other.orderTypes)
    }
}
