/// Numbers that return, move or are reassigned.
extension CompanyModel {
    /// Brings a removed number back; nil picks one at random.
    ///
    /// - Parameter isRenewed: whether it now belongs to somebody else, under a new contract.
    /// - Throws: `SandboxChangeRefusal`.
    mutating func bringBack(
        _ wanted: UInt64?, isRenewed: Bool, at now: Int64
    ) throws(SandboxChangeRefusal) -> SandboxChange {
        let kind: SandboxChangeKind = isRenewed ? .renewedSubscription : .returnedSubscription
        if let wanted, self[wanted] != nil { throw .msisdnTaken(String(wanted)) }
        guard wanted != nil || !removed.isEmpty else { throw .notApplicable(kind) }
        let number = wanted ?? choices.pick(removed.keys.sorted())
        guard var next = removed[number] else { throw .unknownMsisdn(String(number)) }
        if isRenewed { next = newContract(after: next, at: now) }
        next.version += 1
        add(next, at: now)
        return SandboxChange(
            kind: kind, msisdn: String(number), oldValue: nil, newValue: next.validFrom.iso)
    }

    /// The same number with another owner, since today.
    mutating func newContract(after old: Subscription, at now: Int64) -> Subscription {
        var made = old
        // Another owner, if a few tries find one: a small company may have only one.
        for _ in 0..<16 where made.owner == old.owner {
            made = maker.make(nextIndex, msisdn: old.msisdn)
            nextIndex += 1
        }
        let today = Day(number: Int(now / 86_400_000))
        made.validFrom = today == old.validFrom ? today.adding(-1) : today
        made.validTo = nil
        made.status = .active
        made.version = old.version
        return made
    }

    /// Changes the account only; returns the ids of the old and the new one.
    mutating func changeAccount(of target: inout Subscription) throws(SandboxChangeRefusal) -> (
        String?, String?
    ) {
        let old = target.account
        let others = company.accounts.indices.filter { $0 != old }
        guard !others.isEmpty else { throw .notApplicable(.accountMove) }
        target.account = choices.pick(others)
        return (String(company.accounts[old].id), String(company.accounts[target.account].id))
    }

    /// The numbers to which a change of this kind applies, in random order; nil: it needs none.
    mutating func candidates(for kind: SandboxChangeKind) -> [UInt64]? {
        var numbers: [UInt64]
        switch kind {
        case .newSubscription: return nil
        case .returnedSubscription, .renewedSubscription: numbers = removed.keys.sorted()
        case .removedSubscription: numbers = living.map(\.msisdn)
        case .reference, .type, .status, .addOnAdded, .addOnRemoved, .newSim, .termination,
            .backdatedTermination, .user,
            .accountMove, .reusedNumber:
            numbers = living.filter { $0.status != .terminated }.map(\.msisdn)
        }
        for index in numbers.indices.dropLast() {
            numbers.swapAt(index, index + choices.below(numbers.count - index))
        }
        return numbers
    }
}
