/// The living subscriptions in the order of their last change, as the search walks through them.
struct ChangeOrder: Sendable {
    struct Key: Comparable, Sendable {
        /// Milliseconds since 1970 by the server's clock.
        let changedAt: Int64
        let msisdn: UInt64

        static func < (left: Key, right: Key) -> Bool {
            left.changedAt != right.changedAt
                ? left.changedAt < right.changedAt : left.msisdn < right.msisdn
        }
    }

    private(set) var keys: [Key]

    init(_ keys: [Key]) { self.keys = keys.sorted() }

    mutating func insert(_ key: Key) { keys.insert(key, at: keys.firstIndexAtOrAfter(key)) }

    mutating func remove(_ key: Key) {
        let position = keys.firstIndexAtOrAfter(key)
        if position < keys.count, keys[position] == key { keys.remove(at: position) }
    }

    /// The numbers that changed at `instant` or later, oldest change first.
    func changed(since instant: Int64) -> ArraySlice<Key> {
        keys[keys.firstIndexAtOrAfter(Key(changedAt: instant, msisdn: 0))...]
    }
}
