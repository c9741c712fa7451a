import MirrorCore
import MirrorStore

/// Hands out the numbers whose turn it is, one by one, reading the queue in portions.
struct QueueSupply {
    let store: MirrorStore
    private var turn: Int
    private var lines: [QueueReason: Line] = [:]
    /// Numbers that were fetched before their turn came.
    private var skipped: Set<Msisdn> = []

    /// The numbers of one reason, as far as they are read.
    private struct Line {
        var portion: ArraySlice<QueuedNumber> = []
        var last: QueuedNumber?
        var isAtEnd = false
    }

    private static let portionSize = 1000

    /// - Parameters:
    ///   - turn: where to begin in ``DrainOrder``.
    ///   - refreshes: numbers to be refreshed, which stand in no queue.
    init(store: MirrorStore, turn: Int, refreshes: [QueuedNumber]) {
        self.store = store
        self.turn = turn
        lines[.refresh] = Line(portion: refreshes[...], isAtEnd: true)
    }

    /// The next number; nil when none is left.
    mutating func next() async throws -> QueuedNumber? {
        defer { turn += 1 }
        for order in DrainOrder.at(turn: turn) {
            for reason in order.reasons {
                if let number = try await next(for: reason) { return number }
            }
        }
        return nil
    }

    /// Hands `msisdn` out no more: it is fetched out of its turn.
    mutating func skip(_ msisdn: Msisdn) { skipped.insert(msisdn) }

    /// Takes back a number that was handed out last and is not to be fetched yet.
    mutating func putBack(_ number: QueuedNumber) {
        turn -= 1
        var line = lines[number.reason] ?? Line()
        line.portion.insert(number, at: line.portion.startIndex)
        lines[number.reason] = line
    }

    /// Lets the refreshes be; they are found again by their age.
    mutating func dropRefreshes() { lines[.refresh] = Line(isAtEnd: true) }

    private mutating func next(for reason: QueueReason) async throws -> QueuedNumber? {
        while let number = try await nextInLine(for: reason) {
            if skipped.remove(number.msisdn) == nil { return number }
        }
        return nil
    }

    private mutating func nextInLine(for reason: QueueReason) async throws -> QueuedNumber? {
        var line = lines[reason] ?? Line()
        if line.portion.isEmpty, !line.isAtEnd {
            let portion = try await store.queued(for: reason, after: line.last, limit: Self.portionSize)
            line.isAtEnd = portion.count < Self.portionSize
            line.last = portion.last ?? line.last
            line.portion = portion[...]
        }
        let number = line.portion.popFirst()
        lines[reason] = line
        return number
    }
}
