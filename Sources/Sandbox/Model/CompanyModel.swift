/// The complete data of the backend: every subscription, its state and when it changed.
struct CompanyModel: Sendable {
    let catalogue: Catalogue
    let maker: SubscriptionFactory
    var company: Company
    /// One slot per subscription ever created; empty once it was removed.
    var slots: [Subscription?]
    private(set) var slotByMsisdn: [UInt64: Int]
    var index: SearchIndex
    /// The elapsed time at which changes take place.
    var moment = Duration.zero
    /// Removed subscriptions in their last state.
    private(set) var removed: [UInt64: Subscription] = [:]
    /// The source of random choices for changes.
    var choices: SeededGenerator
    var nextIndex: Int

    /// The search's history at the start: changes spread over five years up to a day ago.
    private static let oldestChange: Int64 = 5 * 365 * 86_400_000 - 86_400_000
    private static let newestChange: Int64 = 86_400_000

    /// `now`: milliseconds since 1970 by the server's clock.
    init(options: SandboxOptions, now: Int64) {
        let catalogue = Catalogue.standard
        var company = Company(seed: options.seed, accounts: options.accounts)
        let maker = SubscriptionFactory(
            seed: options.seed, catalogue: catalogue, accountOwners: company.accounts.map(\.owner),
            organizations: company.organizations.count)
        var slots: [Subscription?] = []
        var slotByMsisdn: [UInt64: Int] = [:]
        let count = options.numbers?.count ?? options.subscriptions
        slots.reserveCapacity(count)
        slotByMsisdn.reserveCapacity(count)
        var members = [[UInt64]](repeating: [], count: company.accounts.count)
        var keys: [ChangeOrder.Key] = []
        for index in 0..<count {
            var made = maker.make(index, msisdn: options.numbers?[index])
            var generator = SeededGenerator(seed: options.seed, stream: 4, index: UInt64(index))
            let age = Self.newestChange + Int64(generator.below(Int(Self.oldestChange - Self.newestChange)))
            made.changedAt = now - age
            slotByMsisdn[made.msisdn] = slots.count
            members[made.account].append(made.msisdn)
            keys.append(made.changeKey)
            slots.append(made)
        }
        for account in members.indices { company.accounts[account].members = members[account].sorted() }
        self.catalogue = catalogue
        self.maker = maker
        self.company = company
        self.slots = slots
        self.slotByMsisdn = slotByMsisdn
        index = SearchIndex(keys, seed: options.seed)
        index.delay = options.world.visibilityDelay
        choices = SeededGenerator(seed: options.seed, stream: 5, index: 0)
        nextIndex = count
    }

    func slot(of msisdn: UInt64) -> Int? { slotByMsisdn[msisdn] }

    /// Whether a subscription's type or one of its add-ons is this product.
    func holds(_ productID: Int, _ msisdn: UInt64) -> Bool {
        guard let subscription = self[msisdn] else { return false }
        return catalogue.kinds[subscription.kind].product.id == productID
            || subscription.addOns.contains { catalogue.addOns[$0.kind].product.id == productID }
    }

    subscript(msisdn: UInt64) -> Subscription? { slotByMsisdn[msisdn].flatMap { slots[$0] } }

    /// Every living subscription, by number.
    var living: [Subscription] { slots.compactMap { $0 }.sorted { $0.msisdn < $1.msisdn } }

    /// Stores a changed subscription, as changed at `now`, and returns its slot.
    @discardableResult
    mutating func update(_ changed: Subscription, at now: Int64) -> Int? {
        guard let slot = slotByMsisdn[changed.msisdn], let old = slots[slot] else { return nil }
        var next = changed
        next.version = old.version + 1
        next.changedAt = now
        index.change(from: old.changeKey, to: next.changeKey, at: moment)
        if next.account != old.account {
            company.accounts[old.account].remove(old.msisdn)
            company.accounts[next.account].insert(next.msisdn)
        }
        slots[slot] = next
        return slot
    }

    mutating func add(_ made: Subscription, at now: Int64) {
        var next = made
        next.changedAt = now
        slotByMsisdn[next.msisdn] = slots.count
        removed[next.msisdn] = nil
        index.change(from: nil, to: next.changeKey, at: moment)
        company.accounts[next.account].insert(next.msisdn)
        slots.append(next)
    }

    mutating func remove(_ msisdn: UInt64) {
        guard let slot = slotByMsisdn.removeValue(forKey: msisdn), let old = slots[slot] else { return }
        index.remove(old.changeKey)
        company.accounts[old.account].remove(msisdn)
        removed[msisdn] = old
        slots[slot] = nil
    }
}
