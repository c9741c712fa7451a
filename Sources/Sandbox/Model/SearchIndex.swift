/// The search's view: every subscription under the stamp of its last change or, for a while, of an earlier
/// one.
struct SearchIndex: Sendable {
    private struct Pending: Sendable {
        let key: ChangeOrder.Key
        let serial: Int
        let dueAt: Duration
    }

    private struct Shown: Sendable {
        /// nil: the search does not list the number yet.
        var key: ChangeOrder.Key?
        /// The serial of the change shown; 0: not a delayed one.
        var serial = 0
    }

    private let seed: UInt64
    private var order: ChangeOrder
    private var pending: [Pending] = []
    /// Numbers with pending changes.
    private var shown: [UInt64: Shown] = [:]
    private var lastSerial = 0
    /// The longest delay of a change.
    var delay = Duration.zero

    init(_ keys: [ChangeOrder.Key], seed: UInt64) {
        self.seed = seed
        order = ChangeOrder(keys)
    }

    var count: Int { order.keys.count }

    /// The numbers that the search considers changed at `instant` or later, oldest change first.
    func changed(since instant: Int64) -> ArraySlice<ChangeOrder.Key> { order.changed(since: instant) }

    /// Records a change at `now` in elapsed time; `old` nil: the number is new.
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

    /// Drops a number that was removed; `last`: the stamp of its last change.
    mutating func remove(_ last: ChangeOrder.Key) {
        guard let known = shown.removeValue(forKey: last.msisdn) else { return order.remove(last) }
        if let key = known.key { order.remove(key) }
        pending.removeAll { $0.key.msisdn == last.msisdn }
    }

    /// Shows the changes that are visible by `now`.
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
