extension CompanyModel {
    /// Makes one change and returns what it did.
    ///
    /// - Parameters:
    ///   - msisdn: the number to change; nil picks one at random that is not in `spared`.
    ///   - now: milliseconds since 1970 by the server's clock.
    /// - Throws: `SandboxChangeRefusal`.
    mutating func apply(
        _ kind: SandboxChangeKind, to msisdn: UInt64?, sparing spared: Set<UInt64> = [], at now: Int64
    ) throws(SandboxChangeRefusal) -> SandboxChange {
        switch kind {
        case .newSubscription: return try addSubscription(msisdn, at: now)
        case .returnedSubscription: return try bringBack(msisdn, isRenewed: false, at: now)
        case .renewedSubscription: return try bringBack(msisdn, isRenewed: true, at: now)
        default: break
        }
        var target = try target(of: kind, msisdn: msisdn, sparing: spared)
        let number = String(target.msisdn)
        if kind == .removedSubscription {
            remove(target.msisdn)
            return SandboxChange(kind: kind, msisdn: number, oldValue: target.status.rawValue, newValue: nil)
        }
        let (old, new) = try change(&target, kind: kind, at: now)
        // The account is not part of a subscription, so the search does not treat its change as one.
        update(target, at: kind == .accountMove ? target.changedAt : now)
        return SandboxChange(kind: kind, msisdn: number, oldValue: old, newValue: new)
    }

    private mutating func addSubscription(_ wanted: UInt64?, at now: Int64) throws(SandboxChangeRefusal)
        -> SandboxChange
    {
        if let wanted {
            guard NumberPlan.isPossible(wanted) else { throw .unknownMsisdn(String(wanted)) }
            guard self[wanted] == nil else { throw .msisdnTaken(String(wanted)) }
        }
        var made = maker.make(nextIndex, msisdn: wanted)
        nextIndex += 1
        while wanted == nil, self[made.msisdn] != nil {
            made = maker.make(nextIndex)
            nextIndex += 1
        }
        add(made, at: now)
        return SandboxChange(
            kind: .newSubscription, msisdn: String(made.msisdn), oldValue: nil,
            newValue: catalogue.kinds[made.kind].product.name)
    }

    private mutating func target(
        of kind: SandboxChangeKind, msisdn: UInt64?, sparing spared: Set<UInt64>
    ) throws(SandboxChangeRefusal) -> Subscription {
        if let msisdn {
            guard let found = self[msisdn] else { throw .unknownMsisdn(String(msisdn)) }
            return found
        }
        guard !slots.isEmpty else { throw .notApplicable(kind) }
        let start = choices.below(slots.count)
        for step in 0..<slots.count {
            guard let candidate = slots[(start + step) % slots.count], !spared.contains(candidate.msisdn),
                candidate.status != .terminated, kind != .addOnRemoved || !candidate.addOns.isEmpty
            else { continue }
            return candidate
        }
        throw .notApplicable(kind)
    }

    /// Returns the old and the new value.
    private mutating func change(
        _ target: inout Subscription, kind: SandboxChangeKind, at now: Int64
    ) throws(SandboxChangeRefusal) -> (old: String?, new: String?) {
        switch kind {
        case .reference: changeReference(of: &target)
        case .type: changeType(of: &target)
        case .status: try changeStatus(of: &target)
        case .addOnAdded: addAddOn(to: &target)
        case .addOnRemoved: try removeAddOn(from: &target)
        case .newSim: addSim(to: &target)
        case .termination: try terminate(&target, in: 30, at: now)
        case .backdatedTermination: try terminate(&target, in: -20, at: now)
        case .user: changeUser(of: &target)
        case .accountMove: try changeAccount(of: &target)
        case .reusedNumber: reuse(&target, at: now)
        case .newSubscription, .removedSubscription, .returnedSubscription, .renewedSubscription:
            throw .notApplicable(kind)
        }
    }

    private mutating func changeReference(of target: inout Subscription) -> (String?, String?) {
        let paths: [WritableKeyPath<Subscription, String?>] = [\.reference1, \.reference2, \.reference3]
        let path = choices.pick(paths)
        let old = target[keyPath: path]
        let new = SubscriptionFactory.newReference(otherThan: old, by: &choices)
        target[keyPath: path] = new
        return (old, new)
    }

    private mutating func changeType(of target: inout Subscription) -> (String?, String?) {
        let old = catalogue.kinds[target.kind]
        let others = catalogue.kinds.indices.filter {
            $0 != target.kind && catalogue.kinds[$0].accessType == old.accessType
                && catalogue.kinds[$0].isOffered
        }
        target.kind = choices.pick(others)
        maker.setTerms(of: &target, by: &choices)
        return (old.product.name, catalogue.kinds[target.kind].product.name)
    }

    private func changeStatus(of target: inout Subscription) throws(SandboxChangeRefusal) -> (
        String?, String?
    ) {
        guard target.status != .terminated else { throw .notApplicable(.status) }
        let old = target.status
        target.status = old == .active ? .barred : .active
        return (old.rawValue, target.status.rawValue)
    }

    private mutating func addAddOn(to target: inout Subscription) -> (String?, String?) {
        let accessType = catalogue.kinds[target.kind].accessType
        let held = Set(target.addOns.map(\.kind))
        let candidates = catalogue.addOns.indices.filter {
            catalogue.addOns[$0].accessTypes.contains(accessType)
                && (catalogue.addOns[$0].isRepeatable || !held.contains($0))
        }
        let made = maker.addOn(choices.pick(candidates), serial: target.takeSerial(), by: &choices)
        target.addOns.append(made)
        return (nil, catalogue.addOns[made.kind].product.name)
    }

    private mutating func removeAddOn(from target: inout Subscription) throws(SandboxChangeRefusal)
        -> (String?, String?)
    {
        guard !target.addOns.isEmpty else { throw .notApplicable(.addOnRemoved) }
        let removed = target.addOns.remove(at: choices.below(target.addOns.count))
        return (catalogue.addOns[removed.kind].product.name, nil)
    }

    private mutating func addSim(to target: inout Subscription) -> (String?, String?) {
        let isReplacement = choices.chance(50)
        let made = maker.sim(
            of: target, serial: target.takeSerial(), number: isReplacement ? target.msisdn : nil,
            type: isReplacement ? "MAIN" : "DATA")
        let main = target.sims.firstIndex { $0.type == "MAIN" }
        guard isReplacement, let main else {
            target.sims.append(made)
            return (nil, made.iccID)
        }
        let old = target.sims[main]
        target.sims[main] = made
        return (old.iccID, made.iccID)
    }

    private func terminate(
        _ target: inout Subscription, in days: Int, at now: Int64
    ) throws(SandboxChangeRefusal) -> (String?, String?) {
        guard target.status != .terminated else { throw .notApplicable(.termination) }
        let old = target.status.rawValue
        let today = Day(number: Int(now / 86_400_000))
        target.status = .terminated
        target.validTo = today.adding(days)
        return (old, target.status.rawValue)
    }

    private mutating func reuse(_ target: inout Subscription, at now: Int64) -> (String?, String?) {
        let old = target.validFrom.iso
        target = newContract(after: target, at: now)
        return (old, target.validFrom.iso)
    }

    private mutating func changeUser(of target: inout Subscription) -> (String?, String?) {
        let old = target.user.person.map { "\($0.firstName) \($0.lastName)" }
        let made = Subscription.Person.made(by: &choices)
        target.user.person = made
        return (old, "\(made.firstName) \(made.lastName)")
    }
}
