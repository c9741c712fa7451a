/// The kinds of change to a simulated subscriber.
package enum SandboxMillomChangeKind: String, Sendable, CaseIterable {
    /// Adds money to the main wallet: `amount` or 100.
    case topup
    /// Takes money from it: `amount` or all.
    case spend
    /// Uses up part of a plan.
    case consume
    /// Uses up all data.
    case runOut = "run_out"
    case newPlan = "new_plan"
    case planGone = "plan_gone"
    /// Renames a plan.
    case planName = "plan_name"
    /// Changes an offer's price to `amount`, or raises it by one.
    case offerPrice = "offer_price"
    case newOffer = "new_offer"
    case offerGone = "offer_gone"
    case accountStatus = "account_status"
    case ratePlan = "rate_plan"
    /// Starts or ends roaming.
    case roaming
    /// Opts out, or in again.
    case optOut = "opt_out"

    /// Kinds that leave everything but one value of a subscriber unchanged.
    static let random: [SandboxMillomChangeKind] = [
        .topup, .spend, .consume, .runOut, .newPlan, .planGone, .planName, .offerPrice, .newOffer, .offerGone,
        .accountStatus, .ratePlan,
    ]
}

/// A change made.
package struct SandboxMillomChange: Sendable, Equatable {
    /// The changed part.
    package let kind: SandboxMillomChangeKind
    /// The subscriber's number.
    package let msisdn: String
    /// The value before.
    package let oldValue: String?
    /// The value now.
    package let newValue: String?
}

/// Why a change was not possible.
package enum SandboxMillomChangeRefusal: Error, Equatable {
    case unknownSubscriber(String)
    case notApplicable(SandboxMillomChangeKind)
    case unreadableAmount(String)
}

extension MillomWorld {
    /// Changes one subscriber; `id` nil: any that is served and has something to change.
    mutating func change(
        _ kind: SandboxMillomChangeKind, id: String?, amount: String?, now: Int
    ) throws(SandboxMillomChangeRefusal) -> SandboxMillomChange {
        let money = try amount.map { text throws(SandboxMillomChangeRefusal) in
            guard let money = MillomMoney(text) else { throw .unreadableAmount(text) }
            return money
        }
        if let id {
            guard let (index, _) = person(named: id) else { throw .unknownSubscriber(id) }
            guard let change = attempt(kind, on: index, money, now: now) else { throw .notApplicable(kind) }
            return change
        }
        let start = choices.below(people.count)
        for step in people.indices {
            let index = (start + step) % people.count
            guard case .served = people[index].standing else { continue }
            if let change = attempt(kind, on: index, money, now: now) { return change }
        }
        throw .notApplicable(kind)
    }

    /// Makes `count` changes of mixed kinds.
    mutating func changeMix(_ count: Int, now: Int) -> [SandboxMillomChange] {
        (0..<count).compactMap { _ in
            let kind = choices.pick(SandboxMillomChangeKind.random)
            do throws(SandboxMillomChangeRefusal) {
                return try change(kind, id: nil, amount: nil, now: now)
            } catch { return nil }
        }
    }

    private mutating func attempt(
        _ kind: SandboxMillomChangeKind, on index: Int, _ amount: MillomMoney?, now: Int
    ) -> SandboxMillomChange? {
        var person = people[index]
        guard let (old, new) = apply(kind, to: &person, amount, now: now) else { return nil }
        people[index] = person
        return SandboxMillomChange(kind: kind, msisdn: person.msisdn, oldValue: old, newValue: new)
    }

    private mutating func apply(
        _ kind: SandboxMillomChangeKind, to person: inout MillomPerson, _ amount: MillomMoney?, now: Int
    ) -> (String?, String?)? {
        switch kind {
        case .topup, .spend: return move(kind, of: &person, amount)
        case .consume, .runOut, .newPlan, .planGone, .planName:
            return applyToPlan(kind, of: &person, now: now)
        case .offerPrice, .newOffer, .offerGone: return applyToOffer(kind, of: &person, amount, now: now)
        case .accountStatus:
            person.isActive.toggle()
            return person.isActive ? ("INACTIVE", "ACTIVE") : ("ACTIVE", "INACTIVE")
        case .ratePlan:
            let old = person.ratePlanID
            person.ratePlanID = "RP-\(100 + choices.below(900))"
            return old == person.ratePlanID ? nil : (old, person.ratePlanID)
        case .roaming, .optOut:
            let refused = MillomPerson.Standing.refused(kind == .roaming ? .roaming : .optOut)
            let isRefused = person.standing == refused
            guard isRefused || person.standing == .served else { return nil }
            person.standing = isRefused ? .served : refused
            return isRefused ? (kind.rawValue, nil) : (nil, kind.rawValue)
        }
    }

    private func move(
        _ kind: SandboxMillomChangeKind, of person: inout MillomPerson, _ amount: MillomMoney?
    ) -> (String?, String?)? {
        let old = person.main
        let step = amount ?? (kind == .topup ? MillomMoney(100, scale: 0) : old)
        guard step.units > 0, kind == .topup || old.covers(step) else { return nil }
        person.main = kind == .topup ? old + step : old - step
        return (old.text, person.main.text)
    }

    private mutating func applyToPlan(
        _ kind: SandboxMillomChangeKind, of person: inout MillomPerson, now: Int
    ) -> (String?, String?)? {
        if kind == .newPlan {
            let product = choices.below(MillomCatalogue.products.count)
            MillomSubscriberFactory(seed: seed, unknownShare: 0, now: now).addPlan(
                of: product, remaining: nil, days: 30, to: &person, by: &choices)
            return (nil, MillomCatalogue.products[product].planID)
        }
        if kind == .runOut {
            guard person.remainingBytes != 0 else { return nil }
            let old = person.remainingBytes.map { String($0) }
            person.plans.removeAll { $0.gauges.contains { $0.unit == .bytes && $0.quota == nil } }
            for plan in person.plans.indices {
                for gauge in person.plans[plan].gauges.indices
                where person.plans[plan].gauges[gauge].unit == .bytes {
                    person.plans[plan].gauges[gauge].remaining = 0
                }
            }
            return (old, "0")
        }
        let living = person.living(at: now)
        guard !living.isEmpty else { return nil }
        let serial = choices.pick(living).serial
        guard let index = person.plans.firstIndex(where: { $0.serial == serial }) else { return nil }
        switch kind {
        case .planGone: return (person.plans.remove(at: index).planID, nil)
        case .planName:
            let old = person.plans[index].names[0].text
            person.plans[index].names[0].text = "\(old.prefix(20)) \(choices.below(1_000_000))"
            return (old, person.plans[index].names[0].text)
        default:
            let gauge = person.plans[index].gauges.indices.first {
                person.plans[index].gauges[$0].quota != nil
                    && person.plans[index].gauges[$0].remaining ?? 0 > 0
            }
            guard let gauge, let old = person.plans[index].gauges[gauge].remaining else { return nil }
            let new = choices.below(old)
            person.plans[index].gauges[gauge].remaining = new
            return (String(old), String(new))
        }
    }

    private mutating func applyToOffer(
        _ kind: SandboxMillomChangeKind, of person: inout MillomPerson, _ amount: MillomMoney?, now: Int
    ) -> (String?, String?)? {
        if kind == .newOffer {
            let held = Set(person.offers.map(\.product))
            let free = MillomCatalogue.products.indices.filter { !held.contains($0) }
            guard !free.isEmpty else { return nil }
            let product = choices.pick(free)
            MillomSubscriberFactory(seed: seed, unknownShare: 0, now: now).addOffer(
                of: product, to: &person, by: &choices)
            return (nil, MillomCatalogue.products[product].planID)
        }
        let shown = person.shownOffers
        guard !shown.isEmpty else { return nil }
        let serial = choices.pick(shown).serial
        guard let index = person.offers.firstIndex(where: { $0.serial == serial }) else { return nil }
        if kind == .offerGone { return (person.offers.remove(at: index).planID, nil) }
        let old = person.offers[index].cost
        person.offers[index].cost = amount ?? old + MillomMoney(1, scale: 0)
        return (old.text, person.offers[index].cost.text)
    }
}
