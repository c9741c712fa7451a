/// The lists of a subscription: cards, settings, add-ons, bindings and quotas.
extension SubscriptionFactory {
    func sims(of made: Subscription, by generator: inout SeededGenerator) -> [Subscription.Sim] {
        var sims = [sim(of: made, serial: 1, number: made.msisdn, type: "MAIN")]
        if generator.chance(10) {
            let twin = NumberPlan(seed: seed).twin(made.index)
            let hasCard = generator.chance(85)
            sims.append(
                Subscription.Sim(
                    serial: 2, msisdn: twin,
                    iccID: hasCard ? NumberPlan(seed: seed).iccID(made.index, serial: 2) : nil, type: "TWIN"))
        }
        if generator.chance(12) { sims.append(sim(of: made, serial: 3, number: nil, type: "DATA")) }
        return sims
    }

    func sim(of made: Subscription, serial: Int, number: UInt64?, type: String) -> Subscription.Sim {
        Subscription.Sim(
            serial: serial, msisdn: number,
            iccID: NumberPlan(seed: seed).iccID(made.index, serial: serial), type: type)
    }

    func settings(by generator: inout SeededGenerator) -> [Subscription.Setting] {
        let skipped = generator.below(catalogue.settings.count)
        return catalogue.settings.indices.filter { $0 != skipped && $0 != (skipped + 4) % 10 }.map {
            product in
            let isActive = generator.chance(40)
            let isLocked = generator.chance(15)
            return Subscription.Setting(
                product: product, isActive: isActive, canActivate: !isActive && !isLocked,
                canDeactivate: isActive && !isLocked)
        }
    }

    func addOns(accessType: String, by generator: inout SeededGenerator) -> [Subscription.AddOn] {
        let candidates = catalogue.addOns.indices.filter {
            catalogue.addOns[$0].accessTypes.contains(accessType)
        }
        let start = generator.below(candidates.count)
        let count = min(candidates.count, generator.within(3...5))
        var made = (0..<count).map { position in
            addOn(candidates[(start + position) % candidates.count], serial: position + 1, by: &generator)
        }
        if let twice = made.last(where: { catalogue.addOns[$0.kind].isRepeatable }), generator.chance(30) {
            made.append(copy(of: twice, serial: count + 1, by: &generator))
        }
        return made
    }

    /// A second one of the same product: with equal probability either identical except for its serial, or
    /// ending later.
    private func copy(
        of addOn: Subscription.AddOn, serial: Int, by generator: inout SeededGenerator
    ) -> Subscription.AddOn {
        let isEqual = generator.chance(50)
        let validTo = isEqual ? addOn.validTo : (addOn.validTo ?? Day(2026, 12, 1)).adding(30)
        return Subscription.AddOn(
            serial: serial, kind: addOn.kind, validTo: validTo, bindings: addOn.bindings,
            quotas: addOn.quotas.map {
                Subscription.Quota(
                    serial: $0.serial, template: $0.template, validTo: isEqual ? $0.validTo : validTo)
            })
    }

    func addOn(_ kind: Int, serial: Int, by generator: inout SeededGenerator) -> Subscription.AddOn {
        let terms = catalogue.addOns[kind]
        let validTo = terms.expires ? Day(2026, 12, 1).adding(generator.below(400)) : nil
        return Subscription.AddOn(
            serial: serial, kind: kind, validTo: validTo,
            bindings: terms.bindingName.map { [Subscription.Binding(serial: 1, name: $0, type: "ADD_ON")] }
                ?? [],
            quotas: terms.quotas.enumerated().map {
                Subscription.Quota(serial: $0.offset + 1, template: $0.element, validTo: validTo)
            })
    }

    /// Adds what belongs to the subscription type: its quotas, and sometimes one or two bindings.
    func setTerms(of made: inout Subscription, by generator: inout SeededGenerator) {
        let kind = catalogue.kinds[made.kind]
        let endOfMonth = generator.chance(20) ? Day(2026, 12, 31) : nil
        made.quotas = kind.quotas.enumerated().map {
            Subscription.Quota(serial: $0.offset + 1, template: $0.element, validTo: endOfMonth)
        }
        made.bindings = []
        guard !kind.bindingNames.isEmpty, generator.chance(25) else { return }
        let name = generator.pick(kind.bindingNames)
        made.bindings = [Subscription.Binding(serial: 1, name: name, type: "HARDWARE")]
        if generator.chance(20) {
            made.bindings.append(Subscription.Binding(serial: 2, name: name, type: "HARDWARE"))
        }
    }
}
