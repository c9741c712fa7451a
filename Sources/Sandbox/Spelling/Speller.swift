/// Spells subscriptions: the only place where sloppiness is applied to the model.
struct Speller: Sendable {
    let sloppiness: Sloppiness
    let catalogue: Catalogue

    func spell(_ subscription: Subscription) -> SpelledSubscription {
        let owner = subscription.msisdn
        func place(_ field: Place.Field) -> Place { Place(owner: owner, field: field) }
        return SpelledSubscription(
            msisdn: sloppiness.digits(String(subscription.msisdn), at: place(.msisdn)),
            kind: subscription.kind,
            terms: terms(
                bindings: subscription.bindings, quotas: subscription.quotas, item: 0, of: subscription,
                fields: (.typeBindings, .typeQuotas, .typeQuotasKey)),
            references: [
                sloppiness.text(subscription.reference1, at: place(.reference1)),
                sloppiness.text(subscription.reference2, at: place(.reference2)),
                sloppiness.text(subscription.reference3, at: place(.reference3)),
            ],
            validFrom: sloppiness.date(subscription.validFrom, at: place(.validFrom)),
            validTo: sloppiness.date(subscription.validTo, at: place(.validTo)),
            status: sloppiness.text(subscription.status.rawValue, at: place(.status)),
            user: party(subscription.user, role: 1, owner: owner, field: .user),
            payer: party(subscription.payer, role: 2, owner: owner, field: .payer),
            owner: party(
                Subscription.Party(organization: subscription.owner), role: 3, owner: owner, field: nil),
            sims: sims(of: subscription), settings: settings(of: subscription),
            addOns: addOns(of: subscription), hasUnknownKey: sloppiness.shows(place(.rootExtra)))
    }

    /// `field`: the place where the whole party may be unreadable; nil: it never is.
    private func party(
        _ party: Subscription.Party, role: Int, owner: UInt64, field: Place.Field?
    ) -> SpelledSubscription.Party {
        let missingPart = sloppiness.missing(at: Place(owner: owner, field: .absentPart, item: role)).token
        return SpelledSubscription.Party(
            substitute: field.flatMap { sloppiness.objectSubstitute(at: Place(owner: owner, field: $0)) },
            person: party.person.map { person($0, item: role, owner: owner) },
            organization: party.organization, missingPart: missingPart)
    }

    func person(_ person: Subscription.Person, item: Int, owner: UInt64) -> SpelledSubscription.Person {
        func place(_ field: Place.Field) -> Place { Place(owner: owner, field: field, item: item) }
        return SpelledSubscription.Person(
            firstName: sloppiness.text(person.firstName, at: place(.firstName)),
            middleName: sloppiness.text(person.middleName, at: place(.middleName)),
            lastName: sloppiness.text(person.lastName, at: place(.lastName)),
            birthDate: sloppiness.date(person.birthDate, isDotted: true, at: place(.birthDate)))
    }

    private func sims(of subscription: Subscription) -> [SpelledSubscription.Sim] {
        let owner = subscription.msisdn
        let spelled = subscription.sims.map { sim in
            SpelledSubscription.Sim(
                msisdn: sloppiness.digits(
                    sim.msisdn.map(String.init),
                    at: Place(owner: owner, field: .simMsisdn, item: sim.serial)),
                iccID: Spelled(token: sim.iccID.map(Token.text) ?? .absent, truth: TruthValue(sim.iccID)),
                type: sloppiness.text(
                    sim.type, at: Place(owner: owner, field: .simType, item: sim.serial)))
        }
        return sloppiness.shuffled(
            spelled, version: subscription.version, at: Place(owner: owner, field: .simList))
    }

    private func settings(of subscription: Subscription) -> [SpelledSubscription.Setting] {
        let owner = subscription.msisdn
        let spelled = subscription.settings.map { setting in
            func place(_ field: Place.Field) -> Place {
                Place(owner: owner, field: field, item: setting.product)
            }
            return SpelledSubscription.Setting(
                product: setting.product,
                active: sloppiness.flag(setting.isActive, at: place(.settingActive)),
                canActivate: sloppiness.flag(setting.canActivate, at: place(.settingCanActivate)),
                canDeactivate: sloppiness.flag(setting.canDeactivate, at: place(.settingCanDeactivate)),
                hasUnknownKey: sloppiness.shows(place(.settingExtra)))
        }
        return sloppiness.shuffled(
            spelled, version: subscription.version, at: Place(owner: owner, field: .settingList))
    }

    private func addOns(of subscription: Subscription) -> [SpelledSubscription.AddOn] {
        let spelled = subscription.addOns.map { addOn($0, of: subscription) }
        return sloppiness.shuffled(
            spelled, version: subscription.version,
            at: Place(owner: subscription.msisdn, field: .addOnList))
    }

    private func addOn(_ addOn: Subscription.AddOn, of subscription: Subscription)
        -> SpelledSubscription.AddOn
    {
        func place(_ field: Place.Field) -> Place {
            Place(owner: subscription.msisdn, field: field, item: addOn.serial)
        }
        let kind = catalogue.addOns[addOn.kind]
        return SpelledSubscription.AddOn(
            kind: addOn.kind,
            cancellable: sloppiness.flag(kind.isCancellable, at: place(.addOnCancellable)),
            validTo: sloppiness.date(addOn.validTo, at: place(.addOnValidTo)),
            orderTypes: orderTypes(kind.orderTypes, at: place(.addOnOrderTypes)),
            terms: terms(
                bindings: addOn.bindings, quotas: addOn.quotas, item: addOn.serial, of: subscription,
                fields: (.addOnBindings, .addOnQuotas, .addOnQuotasKey)),
            hasUnknownKey: sloppiness.shows(place(.addOnExtra)))
    }

    /// Order types, sometimes with an element that is not a text.
    func orderTypes(_ types: [String], at place: Place) -> SpelledList<Token> {
        var elements = types.map(Token.text)
        let junk = Place(owner: place.owner, field: .junkElement, item: place.item)
        if sloppiness.shows(junk) { elements.append(.emptyObject) }
        return SpelledList(
            elements: elements, substitute: sloppiness.substitute(forCount: elements.count, at: place))
    }

    /// `item`: the serial of the add-on that they belong to; 0 for the subscription type.
    private func terms(
        bindings: [Subscription.Binding], quotas: [Subscription.Quota], item: Int,
        of subscription: Subscription,
        fields: (bindings: Place.Field, quotas: Place.Field, key: Place.Field)
    ) -> SpelledSubscription.Terms {
        let owner = subscription.msisdn
        func place(_ field: Place.Field) -> Place { Place(owner: owner, field: field, item: item) }
        let spelledBindings = bindings.map {
            binding(name: $0.name, type: $0.type, item: item * 32 + $0.serial, owner: owner)
        }
        let spelledQuotas = quotas.map {
            quota($0.template, validTo: $0.validTo, item: item * 32 + $0.serial, owner: owner)
        }
        return SpelledSubscription.Terms(
            bindings: SpelledList(
                elements: sloppiness.shuffled(
                    spelledBindings, version: subscription.version, at: place(fields.bindings)),
                substitute: sloppiness.substitute(forCount: bindings.count, at: place(fields.bindings))),
            quotas: SpelledList(
                elements: sloppiness.shuffled(
                    spelledQuotas, version: subscription.version, at: place(fields.quotas)),
                substitute: sloppiness.substitute(forCount: quotas.count, at: place(fields.quotas))),
            hasOtherQuotaKey: sloppiness.shows(place(fields.key)))
    }

    func binding(name: String, type: String, item: Int, owner: UInt64) -> SpelledSubscription.Binding {
        SpelledSubscription.Binding(
            name: sloppiness.text(name, at: Place(owner: owner, field: .bindingName, item: item)),
            type: sloppiness.text(type, at: Place(owner: owner, field: .bindingType, item: item)))
    }

    func quota(_ template: QuotaTemplate, validTo: Day?, item: Int, owner: UInt64)
        -> SpelledSubscription.Quota
    {
        func place(_ field: Place.Field) -> Place { Place(owner: owner, field: field, item: item) }
        return SpelledSubscription.Quota(
            name: sloppiness.text(template.name, at: place(.quotaName)),
            value: sloppiness.amount(template.amount, at: place(.quotaValue)),
            unit: sloppiness.text(template.unit, at: place(.quotaUnit)),
            trafficType: sloppiness.text(template.trafficType, at: place(.quotaTrafficType)),
            quotaType: sloppiness.text(template.quotaType, at: place(.quotaType)),
            validTo: sloppiness.date(validTo, at: place(.quotaValidTo)))
    }
}
