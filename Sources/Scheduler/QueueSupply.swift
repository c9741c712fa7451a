import Foundation
import MirrorCore
import MirrorStore

/// Hands out the numbers whose turn it is, one by one, reading the queue in portions.
struct QueueSupply: DrainSupply {
    let store: MirrorStore
    private let time: TimeSource
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
    /// How many are asked before the API is blamed.
    private static let witnessCount = 8

    /// - Parameters:
    ///   - turn: where to begin in ``DrainOrder``.
    ///   - refreshes: numbers to be refreshed, which stand in no queue.
    init(store: MirrorStore, turn: Int, refreshes: [QueuedNumber], time: TimeSource) {
        self.store = store
        self.time = time
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

    mutating func skip(_ number: QueuedNumber) { skipped.insert(number.msisdn) }

    /// First one that was answered before; then others, far from each other, as what is refused often stands together.
    func witnesses(ofRound round: Int, besides held: [FetchOutcome]) async throws -> [QueuedNumber] {
        let suspects = Set(held.map(\.msisdn))
        guard round == 0 else { return try await store.spreadNumbers(Self.witnessCount, besides: suspects) }
        // Those whose turn to be refreshed comes next; a day more than now, as clocks differ.
        return try await store.verifiedLongestAgo(
            before: time.now().addingTimeInterval(86_400), limit: suspects.count + 1
        ).first { !suspects.contains($0.msisdn) }.map { [$0] } ?? []
    }

    /// What is only to be refreshed is no work left over: it may wait.
    mutating func lets(_ error: any Error, stopAt number: QueuedNumber) -> Bool {
        guard number.reason == .refresh, let stop = RunStop(error), stop != .interrupted else { return true }
        // They are found again by their age.
        lines[.refresh] = Line(isAtEnd: true)
        return false
    }

    mutating func putBack(_ number: QueuedNumber) {
        turn -= 1
        var line = lines[number.reason] ?? Line()
        line.portion.insert(number, at: line.portion.startIndex)
        lines[number.reason] = line
    }

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
