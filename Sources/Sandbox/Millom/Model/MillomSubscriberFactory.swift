import Foundation

/// Creates subscribers, each from the seed and its index alone.
struct MillomSubscriberFactory: Sendable {
    /// The number of Millom's own sandbox with money and offers.
    static let wealthy = "924542610003"
    /// The number of Millom's own sandbox with neither, and with a debt.
    static let needy = "924542610000"

    let seed: UInt64
    let unknownShare: Double
    /// Seconds since 1970 by the server's clock.
    let now: Int

    /// Source: millom-notify.yaml, `type`.
    static let notificationTypes = [
        "low-data", "out-of-data", "pay-as-you-go", "pack-near-consumption", "pack-consumed", "pack-expired",
        "pack-near-expiry", "low-monetary-balance", "monetary-reload",
    ]

    private static let currencies = [
        ("NOK", 2), ("NOK", 2), ("NOK", 2), ("NOK", 2), ("EUR", 2), ("PKR", 2), ("JPY", 0), ("KWD", 3),
        ("MMK", 1),
    ]
    private static let offsets = [0, 0, 60, 120, 300, 345, -210, 420]

    private func generator(_ index: Int) -> SeededGenerator {
        SeededGenerator(seed: seed, stream: 40, index: UInt64(index))
    }

    /// A subscriber with this number.
    func make(_ msisdn: String, index: Int) -> MillomPerson {
        var choices = generator(index)
        let (currency, scale) = choices.pick(Self.currencies)
        let offset = choices.pick(Self.offsets)
        var person = MillomPerson(
            index: index, msisdn: msisdn, cpid: cpid(by: &choices), opet: opet(by: &choices),
            standing: standing(by: &choices), isPrepaid: choices.chance(70),
            accountID: choices.chance(90) ? "\(700_000_000 + index)" : nil, isActive: !choices.chance(8),
            ratePlanID: choices.chance(90) ? choices.pick(["djuice", "RP-100", "40012", "Frihet+"]) : nil,
            birthDate: choices.chance(80)
                ? Day(1940 + choices.below(65), 1 + choices.below(12), 1 + choices.below(28)) : nil,
            activated: Day(number: now / 86_400 - choices.within(1...4000)),
            accountExpiry: accountExpiry(offset, by: &choices),
            currency: currency, scale: scale, wallets: [], plans: [], offers: [],
            loanLimit: choices.chance(40) ? MillomMoney(100, scale: 0) : nil,
            validity: choices.pick([300, 900, 3600, 21_600]), offset: offset,
            consents: Set(Self.notificationTypes))
        if person.standing == .refused(.optOut) { person.consents = [] }
        addWallets(to: &person, by: &choices)
        addPlans(to: &person, by: &choices)
        for product in MillomCatalogue.products.indices where choices.chance(45) {
            addOffer(of: product, to: &person, by: &choices)
        }
        return person
    }

    /// The two numbers of Millom's own sandbox.
    func documented() -> [MillomPerson] {
        [fixed(Self.wealthy, index: 0, isWealthy: true), fixed(Self.needy, index: 1, isWealthy: false)]
    }

    private func fixed(_ msisdn: String, index: Int, isWealthy: Bool) -> MillomPerson {
        var choices = generator(index)
        var person = MillomPerson(
            index: index, msisdn: msisdn, cpid: cpid(by: &choices), opet: opet(by: &choices),
            standing: .served,
            isPrepaid: true, accountID: "\(700_000_000 + index)", isActive: true, ratePlanID: "djuice",
            birthDate: Day(1990, 12, 31), activated: Day(number: now / 86_400 - 20),
            accountExpiry: .endOf2099,
            currency: "NOK", scale: 2, wallets: [], plans: [], offers: [],
            loanLimit: isWealthy ? MillomMoney(100, scale: 0) : nil, validity: 900, offset: 0,
            consents: Set(Self.notificationTypes))
        let amount = MillomMoney(isWealthy ? 250_00 : 0, scale: 2)
        person.wallets.append(
            .init(serial: 1, type: "main", amount: amount, expiry: .init(now + 180 * 86_400)))
        guard isWealthy else {
            let debt = MillomMoney(-10_00, scale: 2)
            person.wallets.append(.init(serial: 2, type: "owed", amount: debt, expiry: nil))
            return person
        }
        addPlan(of: 0, remaining: 2 * MillomCatalogue.gigabyte, days: 5, to: &person, by: &choices)
        for product in [0, 1, 3, 7] { addOffer(of: product, to: &person, by: &choices) }
        return person
    }

    private func standing(by choices: inout SeededGenerator) -> MillomPerson.Standing {
        let share = choices.unit()
        if share < unknownShare { return .refused(.invalidNumber) }
        return switch choices.below(100) {
        case 0, 1: .refused(.optOut)
        case 2, 3: .refused(.roaming)
        case 4: .refused(.notAllowed)
        default: .served
        }
    }

    private func accountExpiry(_ offset: Int, by choices: inout SeededGenerator) -> MillomInstant? {
        switch choices.below(5) {
        case 0: nil
        case 1: .endOf2099
        case 2: .endOf9999
        default: MillomInstant(now + choices.within(1...400) * 86_400 + choices.below(86_400), offset: offset)
        }
    }

    /// Base64 that ends in `==` and contains both `+` and `/`, then the operator's network code.
    private func cpid(by choices: inout SeededGenerator) -> String {
        var text = Array(base64(49, by: &choices))
        text[5] = "+"
        text[11] = "/"
        return String(text) + ",47001"
    }

    private func opet(by choices: inout SeededGenerator) -> String { base64(16, by: &choices) }

    private func base64(_ count: Int, by choices: inout SeededGenerator) -> String {
        Data((0..<count).map { _ in UInt8(truncatingIfNeeded: choices.next() >> 32) }).base64EncodedString()
    }

    private func addWallets(to person: inout MillomPerson, by choices: inout SeededGenerator) {
        let scale = person.scale
        func amount(_ most: Int, _ choices: inout SeededGenerator) -> MillomMoney {
            let factor = [1, 10, 100, 1000][scale]
            return MillomMoney(choices.below(most * factor), scale: scale)
        }
        func expiry(_ choices: inout SeededGenerator) -> MillomInstant? {
            guard choices.chance(60) else { return nil }
            return MillomInstant(
                now + choices.within(1...300) * 86_400 + choices.below(86_400), offset: person.offset)
        }
        let isBroke = choices.chance(20)
        let main = isBroke ? MillomMoney(0, scale: scale) : amount(500, &choices)
        person.wallets.append(.init(serial: 1, type: "main", amount: main, expiry: expiry(&choices)))
        for serial in 2..<(2 + choices.below(3)) {
            let type = choices.pick(["bonus", "loan", "bonus"])
            person.wallets.append(
                .init(serial: serial, type: type, amount: amount(50, &choices), expiry: expiry(&choices)))
        }
        if person.loanLimit != nil, choices.chance(60) {
            let debt = MillomMoney(0, scale: scale) - amount(90, &choices)
            person.wallets.append(.init(serial: 9, type: "owed", amount: debt, expiry: nil))
        }
    }

    private func addPlans(to person: inout MillomPerson, by choices: inout SeededGenerator) {
        for _ in 0..<choices.below(4) {
            let product = choices.below(MillomCatalogue.products.count)
            let quota = MillomCatalogue.products[product].quotas[0].quota ?? 0
            let remaining = choices.chance(25) ? 0 : quota == 0 ? 0 : choices.below(quota)
            addPlan(
                of: product, remaining: remaining, days: choices.within(1...40), to: &person, by: &choices)
        }
    }

    /// Adds an active plan; `remaining` applies to its first unit.
    func addPlan(
        of product: Int, remaining: Int?, days: Int?, to person: inout MillomPerson,
        by choices: inout SeededGenerator
    ) {
        let sold = MillomCatalogue.products[product]
        let serial = person.takeSerial()
        // The serial distinguishes two equal plans: no two expire at the same second.
        let expiry = (days ?? sold.days).map {
            MillomInstant(now + $0 * 86_400 + serial, offset: person.offset)
        }
        let gauges = sold.quotas.enumerated().map { position, quota in
            MillomPerson.Gauge(
                unit: quota.unit, quota: quota.quota,
                remaining: position == 0 ? remaining ?? quota.quota : quota.quota,
                saysUnlimitedRemaining: choices.chance(50))
        }
        person.plans.append(
            .init(
                serial: serial, planID: sold.planID, product: product, names: sold.names,
                descriptions: choices.chance(80) ? sold.descriptions : [], expiry: expiry, gauges: gauges,
                applications: sold.applications))
    }

    /// Adds an offer at a price in the subscriber's currency.
    func addOffer(of product: Int, to person: inout MillomPerson, by choices: inout SeededGenerator) {
        let sold = MillomCatalogue.products[product]
        // Some prices are whole, others have all decimals of the currency.
        let scale = choices.chance(40) ? 0 : person.scale
        let cost = MillomMoney(MillomMoney(sold.price, scale: 0).scaled(to: scale), scale: scale)
        person.offers.append(
            .init(
                serial: person.takeSerial(), planID: sold.planID, product: product, cost: cost,
                names: sold.names,
                descriptions: sold.descriptions, context: sold.context, isLoan: sold.isLoan,
                saysFundSource: sold.isLoan || choices.chance(50)))
    }
}
