import Synchronization

extension Backend {
    /// A page of the search by change time; `productID` nil: all subscriptions changed at `since` or later.
    func search(_ search: SearchRequest) -> [Subscription] {
        holdings.withLock { holdings in
            holdings.model.index.settle(at: clock.elapsed)
            let keys = holdings.model.index.changed(since: search.changedSince ?? .min)
            let numbers = Self.page(keys, search, holdings, seed: seed)
            let found = numbers.compactMap { holdings.model[$0] }
            move(&holdings, after: .search)
            return found
        }
    }

    private static func page(
        _ keys: ArraySlice<ChangeOrder.Key>, _ search: SearchRequest, _ holdings: borrowing Holdings,
        seed: UInt64
    ) -> [UInt64] {
        if search.productID == nil, holdings.world.showsAllOnce {
            let page = search.isAscending ? search.page.cut(keys) : search.page.cut(keys.reversed())
            return page.map(\.msisdn)
        }
        var numbers = keys.map(\.msisdn)
        if let productID = search.productID {
            numbers = numbers.filter { holdings.model.holds(productID, $0) }
        }
        numbers = holdings.shown(numbers, at: .search, seed: seed)
        return search.isAscending ? search.page.cut(numbers) : search.page.cut(numbers.reversed())
    }

    func accounts(_ page: PageRequest) -> [Account] {
        holdings.withLock { holdings in
            let all = holdings.model.company.accounts
            let share = holdings.world.repeatedRows
            let found = page.cut(all.flatMap { repeated($0, id: UInt64($0.id), share: share) })
            move(&holdings, after: .accounts)
            return found
        }
    }

    /// nil if there is no such account.
    func subscriptions(ofAccount id: Int, _ page: PageRequest) -> [Subscription]? {
        holdings.withLock { holdings in
            let account = holdings.model.company.accounts.first { $0.id == id }
            guard let members = account?.members else { return nil }
            let numbers = page.cut(holdings.shown(members, at: .accountList, seed: seed))
            let found = numbers.compactMap { holdings.model[$0] }
            move(&holdings, after: .accountSubscriptions)
            return found
        }
    }

    private func repeated<Row>(_ row: Row, id: UInt64, share: Double) -> [Row] {
        SandboxWorld.repeats(id, share: share, seed: seed) ? [row, row] : [row]
    }

    /// Changes the world after a page of `endpoint`.
    private func move(_ holdings: inout Holdings, after endpoint: SandboxEndpoint) {
        guard let movement = holdings.world.movement, movement.endpoints.contains(endpoint),
            movement.pages != 0, holdings.movements.unit() < movement.probability
        else { return }
        if let pages = movement.pages { holdings.world.movement?.pages = pages - 1 }
        let now = clock.milliseconds
        for _ in 0..<movement.changes {
            let kind = SandboxChangeKind.drawnInPlace(by: &holdings.model.choices)
            _ = try? apply(kind, to: nil, sparing: [], at: now, on: &holdings)
        }
        for _ in 0..<movement.removals {
            _ = try? apply(.removedSubscription, to: nil, sparing: [], at: now, on: &holdings)
        }
        for _ in 0..<movement.additions {
            _ = try? apply(.newSubscription, to: nil, sparing: [], at: now, on: &holdings)
        }
    }
}

extension Backend.Holdings {
    /// `numbers` without those that a glitch hides, and with repeated rows repeated.
    func shown(_ numbers: [UInt64], at place: SandboxGlitch.Place, seed: UInt64) -> [UInt64] {
        if world.showsAllOnce { return numbers }
        let visible = numbers.filter { number in
            model[number].map { isShown($0, at: place, seed: seed) } ?? false
        }
        let share = world.repeatedRows
        return visible.flatMap {
            SandboxWorld.repeats($0, share: share, seed: seed) ? [$0, $0] : [$0]
        }
    }

    /// Whether no glitch hides a subscription.
    func isShown(_ subscription: Subscription, at place: SandboxGlitch.Place, seed: UInt64) -> Bool {
        if world.glitches.isEmpty { return true }
        let account = String(model.company.accounts[subscription.account].id)
        return !world.glitches.contains {
            $0.hides(subscription.msisdn, of: account, at: place, seed: seed)
        }
    }
}
