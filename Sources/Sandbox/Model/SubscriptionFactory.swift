/// Creates subscription number `index` of a seed: always the same one, whatever was created before.
struct SubscriptionFactory: Sendable {
    let seed: UInt64
    let catalogue: Catalogue
    /// The organization that owns each account.
    let accountOwners: [Int]
    let organizations: Int

    private var plan: NumberPlan { NumberPlan(seed: seed) }

    /// `msisdn`: the number to use; nil assigns a new one.
    func make(_ index: Int, msisdn wanted: UInt64? = nil) -> Subscription {
        var generator = SeededGenerator(seed: seed, stream: 1, index: UInt64(index))
        let accessType = Self.accessType(by: &generator)
        let kind = pickKind(accessType: accessType, by: &generator)
        let msisdn = wanted ?? number(index, accessType: accessType, by: &generator)
        // The product of two draws gives a few large accounts and many small ones.
        let account = generator.below(generator.below(accountOwners.count) + 1)
        let owner = accountOwners[account]
        let validFrom = Day(2009, 1, 1).adding(generator.below(6_400))
        let status = Self.status(by: &generator)
        let user = party(owner: owner, isMachine: accessType == "M2M", by: &generator)
        var made = Subscription(
            index: index, msisdn: msisdn, kind: kind, account: account, validFrom: validFrom,
            validTo: status == .terminated ? validFrom.adding(generator.within(90...1500)) : nil,
            status: status, user: user, payer: payer(owner: owner, by: &generator), owner: owner, sims: [],
            settings: settings(by: &generator), addOns: [], bindings: [], quotas: [])
        setReferences(of: &made, by: &generator)
        made.sims = sims(of: made, by: &generator)
        made.addOns = addOns(accessType: accessType, by: &generator)
        setTerms(of: &made, by: &generator)
        return made
    }

    private static func accessType(by generator: inout SeededGenerator) -> String {
        let draw = generator.below(100)
        return draw < 78 ? "MOBILE" : draw < 88 ? "MBB" : "M2M"
    }

    private static func status(by generator: inout SeededGenerator) -> Subscription.Status {
        let draw = generator.below(100)
        return draw < 90 ? .active : draw < 96 ? .barred : .terminated
    }

    func pickKind(accessType: String, by generator: inout SeededGenerator) -> Int {
        let isLegacy = generator.chance(8)
        let candidates = catalogue.kinds.indices.filter {
            catalogue.kinds[$0].accessType == accessType && catalogue.kinds[$0].isOffered != isLegacy
        }
        return generator.pick(candidates)
    }

    private func number(_ index: Int, accessType: String, by generator: inout SeededGenerator) -> UInt64 {
        switch accessType {
        case "M2M": plan.machine(index)
        case "MBB": generator.chance(50) ? plan.machine(index) : plan.mobile(index)
        default: plan.mobile(index)
        }
    }

    private func party(owner: Int, isMachine: Bool, by generator: inout SeededGenerator) -> Subscription.Party
    {
        if isMachine || generator.chance(8) { return Subscription.Party(organization: owner) }
        if generator.chance(3) { return Subscription.Party() }
        return Subscription.Party(
            person: .made(by: &generator),
            organization: generator.chance(35) ? generator.below(organizations) : nil)
    }

    private func payer(owner: Int, by generator: inout SeededGenerator) -> Subscription.Party {
        if generator.chance(4) { return Subscription.Party(person: .made(by: &generator)) }
        return Subscription.Party(organization: owner)
    }

    private func setReferences(of made: inout Subscription, by generator: inout SeededGenerator) {
        let costCentre = String(generator.within(400_000...499_999))
        let name = made.user.person.map { "\($0.firstName) \($0.lastName)" }
        made.reference1 = Self.reference(costCentre: costCentre, name: name, by: &generator)
        switch generator.below(10) {
        case 0...5: made.reference2 = generator.pick(NorwegianNames.departments)
        case 6: made.reference2 = generator.pick(NorwegianNames.departments) + "  "
        case 7: made.reference2 = "N/A"
        case 8: made.reference2 = ""
        default: made.reference2 = nil
        }
        made.reference3 =
            generator.chance(40)
            ? (name?.uppercased() ?? "\(generator.pick(NorwegianNames.devices)) \(generator.below(900))")
            : generator.chance(50) ? "" : nil
    }

    private static func reference(
        costCentre: String, name: String?, by generator: inout SeededGenerator
    ) -> String? {
        switch generator.below(20) {
        case 0...8: name.map { "\(costCentre)/\($0.uppercased())" } ?? costCentre
        case 9...14: costCentre
        case 15: ""
        case 16: "N/A"
        case 17: "\(costCentre) "
        case 18: "0\(costCentre)"
        default: nil
        }
    }

    /// A new reference for a change, different from `old`.
    static func newReference(otherThan old: String?, by generator: inout SeededGenerator) -> String {
        let made = "\(generator.within(400_000...499_999))/\(generator.pick(NorwegianNames.departments))"
        return made == old ? made + " 2" : made
    }
}
