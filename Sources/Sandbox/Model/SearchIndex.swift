/// What the search knows: every subscription under the stamp of its last change, or of an earlier one for a while.
struct SearchIndex: Sendable {
    private struct Pending: Sendable {
        let key: ChangeOrder.Key
        let serial: Int
        let dueAt: Duration
    }

    private struct Shown: Sendable {
        /// nil: the search does not know the number yet.
        var key: ChangeOrder.Key?
        /// Of the change that is shown; 0: of none that was late.
        var serial = 0
    }

    private let seed: UInt64
    private var order: ChangeOrder
    private var pending: [Pending] = []
    /// The numbers that have something pending.
    private var shown: [UInt64: Shown] = [:]
    private var lastSerial = 0
    /// How late a change can be.
    var delay = Duration.zero

    init(_ keys: [ChangeOrder.Key], seed: UInt64) {
        self.seed = seed
        order = ChangeOrder(keys)
    }

    var count: Int { order.keys.count }

    /// The numbers that, as far as the search knows, changed at `instant` or later, oldest change first.
    func changed(since instant: Int64) -> ArraySlice<ChangeOrder.Key> { order.changed(since: instant) }

    /// Takes note of a change at `now` on elapsed time; `old` nil: the number is new.
    mutating func change(from old: ChangeOrder.Key?, to new: ChangeOrder.Key, at now: Duration) {
        guard old != new else { return }
        guard delay > .zero || shown[new.msisdn] != nil else {
            if let old { order.remove(old) }
            order.insert(new)
            return
        }
        if shown[new.msisdn] == nil { shown[new.msisdn] = Shown(key: old) }
        lastSerial += 1
        var generator = SeededGenerator(seed: seed, stream: 8, index: UInt64(lastSerial))
        let dueAt = now + delay * generator.unit()
        pending.append(Pending(key: new, serial: lastSerial, dueAt: dueAt))
    }

    /// Forgets a number that was removed; `last`: the stamp of its last change.
    mutating func remove(_ last: ChangeOrder.Key) {
        guard let known = shown.removeValue(forKey: last.msisdn) else { return order.remove(last) }
        if let key = known.key { order.remove(key) }
        pending.removeAll { $0.key.msisdn == last.msisdn }
    }

    /// Shows what has become visible by `now`.
    mutating func settle(at now: Duration) {
        guard pending.contains(where: { $0.dueAt <= now }) else { return }
        for due in pending where due.dueAt <= now { show(due) }
        pending.removeAll { $0.dueAt <= now }
        let waiting = Set(pending.map(\.key.msisdn))
        shown = shown.filter { waiting.contains($0.key) }
    }

    private mutating func show(_ due: Pending) {
        guard let known = shown[due.key.msisdn], known.serial < due.serial else { return }
        if let key = known.key { order.remove(key) }
        order.insert(due.key)
        shown[due.key.msisdn] = Shown(key: due.key, serial: due.serial)
    }
}
