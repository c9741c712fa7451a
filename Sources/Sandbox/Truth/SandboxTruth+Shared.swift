/// Relations shared by subscriptions.
extension SandboxTruth {
    /// Subscription types that a living subscription has or the catalogue offers.
    private var visibleKinds: [Int] {
        let held = Set(model.living.map(\.kind))
        return model.catalogue.kinds.indices.filter {
            held.contains($0) || model.catalogue.kinds[$0].isOffered
        }
    }

    var subscriptionTypeRows: [[TruthValue]] {
        visibleKinds.map { index in
            let kind = catalogue.kinds[index]
            return [
                TruthValue(kind.product.id), kind.product.name.truth, kind.paymentType.truth,
                kind.accessType.truth,
            ]
        }.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Organizations in a readable party of a living subscription, or that own an account.
    var organizationRows: [[TruthValue]] {
        var visible = Set<Int>()
        for subscription in model.living {
            let truth = SubscriptionTruth(speller.spell(subscription), catalogue: catalogue)
            visible.formUnion(truth.organizations)
        }
        if !withoutAccounts { visible.formUnion(model.company.accounts.map(\.owner)) }
        return visible.map { index in
            let organization = catalogue.organizations[index]
            let address = organization.address?.map(\.truth) ?? Array(repeating: .null, count: 5)
            return [organization.number.truth, organization.name.truth] + address
        }.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Texts of visible types, and of settings and add-ons that a living subscription has.
    var productTextRows: [[TruthValue]] {
        let living = model.living
        let settings = Set(living.flatMap { $0.settings.map(\.product) })
        let addOns = Set(living.flatMap { $0.addOns.map(\.kind) })
        let rows =
            visibleKinds.flatMap { textRows("subscription_type", catalogue.kinds[$0].product) }
            + settings.flatMap { textRows("setting", catalogue.settings[$0]) }
            + addOns.flatMap { textRows("add_on", catalogue.addOns[$0]) }
        return Set(rows).sorted { $0.lexicographicallyPrecedes($1) }
    }

    private func textRows(_ owner: String, _ product: SpelledProduct) -> [[TruthValue]] {
        product.texts.readable.compactMap { text in
            let value = text.value(in: language).truth
            guard text.type.truth != .null, value != .null else { return nil }
            return [.text(owner), TruthValue(product.id), .text(language.code), text.type.truth, value]
        }
    }

    var accountRows: [[TruthValue]] {
        guard !withoutAccounts else { return [] }
        return model.company.accounts.map { account in
            let spelled = SpelledAccount(account, sloppiness: speller.sloppiness)
            let owner = catalogue.organizations[account.owner]
            return [
                .text(String(account.id)), spelled.reference1.truth, spelled.reference2.truth,
                spelled.reference3.truth, spelled.status.truth, spelled.type.truth, owner.number.truth,
                owner.name.truth,
            ]
        }.sorted { $0.lexicographicallyPrecedes($1) }
    }
}
