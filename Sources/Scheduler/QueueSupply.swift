import MirrorStore

/// Hands out the queue's numbers one by one, reading it in portions.
struct QueueSupply {
    let store: MirrorStore
    private var portion: [QueuedNumber] = []
    private var index = 0
    private var last: QueuedNumber?
    private var isAtEnd = false

    private static let portionSize = 1000

    init(store: MirrorStore) { self.store = store }

    mutating func next() async throws -> QueuedNumber? {
        if index == portion.count, !isAtEnd {
            portion = try await store.queued(after: last, limit: Self.portionSize)
            last = portion.last ?? last
            index = 0
            isAtEnd = portion.count < Self.portionSize
        }
        guard index < portion.count else { return nil }
        defer { index += 1 }
        return portion[index]
    }
}
