import Foundation
import MirrorCore
import MirrorStore

/// Supplies queued numbers one by one in the order of their turns, reading the queue in portions.
struct QueueSupply: DrainSupply {
    let store: MirrorStore
    private let time: TimeSource
    private var turn: Int
    private var lines: [QueueReason: Line] = [:]
    /// Numbers fetched out of turn.
    private var skipped: Set<Msisdn> = []

    /// The queue for one reason, as far as it has been read.
    private struct Line {
        var portion: ArraySlice<QueuedNumber> = []
        var last: QueuedNumber?
        var isAtEnd = false
    }

    private static let portionSize = 1000
    /// How many witnesses must fail before the API is blamed.
    private static let witnessCount = 8

    /// - Parameters:
    ///   - turn: where to start in ``DrainOrder``.
    ///   - refreshes: numbers to refresh, which are in no queue.
    init(store: MirrorStore, turn: Int, refreshes: [QueuedNumber], time: TimeSource) {
        self.store = store
        self.time = time
        self.turn = turn
        lines[.refresh] = Line(portion: refreshes[...], isAtEnd: true)
    }

    /// The next number; nil if none is left.
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

    /// First a number that was answered before; then others, far apart, as refused numbers often lie close
    /// together.
    func witnesses(ofRound round: Int, besides held: [FetchOutcome]) async throws -> [QueuedNumber] {
        let suspects = Set(held.map(\.msisdn))
        guard round == 0 else { return try await store.spreadNumbers(Self.witnessCount, besides: suspects) }
        // The numbers next in line for a refresh; up to a day in the future, as clocks differ.
        return try await store.verifiedLongestAgo(
            before: time.now().addingTimeInterval(86_400), limit: suspects.count + 1
        ).first { !suspects.contains($0.msisdn) }.map { [$0] } ?? []
    }

    /// A pending refresh does not count as work left over: it may wait.
    mutating func lets(_ error: any Error, stopAt number: QueuedNumber) -> Bool {
        guard number.reason == .refresh, let stop = RunStop(error), stop != .interrupted else { return true }
        // Their age makes them due again in a later run.
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
