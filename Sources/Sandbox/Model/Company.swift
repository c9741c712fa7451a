struct Organization: Sendable {
    let number: String
    let name: String
    let address: Address?

    struct Address: Sendable {
        let streetName: String
        let streetNumber: String
        let entranceCode: String?
        let postalCode: String
        let postalPlace: String
    }
}

/// An invoice account: every living subscription is in exactly one.
struct Account: Sendable {
    let id: Int
    let reference1: String?
    let reference2: String?
    let reference3: String?
    let status: String
    let type: String
    /// Index into the company's organizations.
    let owner: Int
    let personalPayer: Subscription.Person?
    /// The numbers in it, ascending.
    var members: [UInt64] = []

    mutating func insert(_ msisdn: UInt64) {
        members.insert(msisdn, at: members.firstIndexAtOrAfter(msisdn))
    }

    mutating func remove(_ msisdn: UInt64) {
        let position = members.firstIndexAtOrAfter(msisdn)
        if position < members.count, members[position] == msisdn { members.remove(at: position) }
    }
}

extension Array where Element: Comparable {
    /// The first position in an ascending array whose element is not below `element`.
    func firstIndexAtOrAfter(_ element: Element) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < element { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// The simulated group of companies: its organizations and their accounts.
struct Company: Sendable {
    let organizations: [Organization]
    var accounts: [Account]

    init(seed: UInt64, accounts accountCount: Int) {
        let plan = NumberPlan(seed: seed)
        let organizationCount = min(max(3, accountCount), 40)
        organizations = (0..<organizationCount).map { Self.organization($0, seed: seed, plan: plan) }
        accounts = (0..<max(1, accountCount)).map {
            Self.account($0, seed: seed, organizations: organizationCount)
        }
    }

    private static func organization(_ index: Int, seed: UInt64, plan: NumberPlan) -> Organization {
        var generator = SeededGenerator(seed: seed, stream: 2, index: UInt64(index))
        let family = NorwegianNames.companies[Int(seed % UInt64(NorwegianNames.companies.count))]
        let name =
            index < NorwegianNames.companyForms.count
            ? "\(family) \(NorwegianNames.companyForms[index])"
            : "\(generator.pick(NorwegianNames.companies)) \(index) AS"
        let place = generator.pick(NorwegianNames.places)
        let address = Organization.Address(
            streetName: generator.pick(NorwegianNames.streets),
            streetNumber: "\(generator.within(1...199))\(generator.chance(30) ? " A" : "")",
            entranceCode: generator.chance(30) ? "\(generator.within(1...60))" : nil,
            postalCode: place.0, postalPlace: place.1)
        return Organization(
            number: plan.organizationNumber(index), name: name,
            address: index > 2 && generator.chance(10) ? nil : address)
    }

    private static func account(_ index: Int, seed: UInt64, organizations: Int) -> Account {
        var generator = SeededGenerator(seed: seed, stream: 3, index: UInt64(index))
        let plan = NumberPlan(seed: seed)
        return Account(
            id: 10_000_000 + Int(plan.machine(index) % 90_000_000),
            reference1: "Kostnadssted \(generator.within(1000...9999))",
            reference2: generator.chance(50) ? generator.pick(NorwegianNames.departments) : "",
            reference3: generator.chance(30) ? "N/A" : nil,
            status: generator.chance(85) ? "OPEN" : generator.chance(70) ? "PASSIVE" : "CANCELLED",
            type: generator.chance(85) ? "NORMAL" : "COLLECTIVE", owner: index % organizations,
            personalPayer: generator.chance(15) ? .made(by: &generator) : nil)
    }
}

extension Subscription.Person {
    static func made(by generator: inout SeededGenerator) -> Subscription.Person {
        Subscription.Person(
            firstName: generator.pick(NorwegianNames.first),
            middleName: generator.chance(25) ? generator.pick(NorwegianNames.middle) : nil,
            lastName: generator.pick(NorwegianNames.last),
            birthDate: generator.chance(92) ? Day(1950, 1, 1).adding(generator.below(20_000)) : nil)
    }
}
