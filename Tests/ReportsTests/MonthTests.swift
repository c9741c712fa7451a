import Foundation
import MirrorCore
import MirrorReading
import MirrorStore
import Reports
import TestSupport
import Testing

@Suite("The end of a month, as it is known later")
struct MonthTests {
    private static let seeds: [UInt64] = {
        let chosen = ProcessInfo.processInfo.environment["SUBMIRROR_SEED"].flatMap { UInt64($0) }
        return chosen.map { [$0] } ?? Array(1...LongMode.choose(3, long: 400))
    }()

    @Test("counts as a model without SQL does, over any history, whenever it is asked", arguments: seeds)
    func holds(seed: UInt64) async throws {
        try await withTemporaryMirror { store in
            var story = BridgeStory(store: store, seed: seed)
            try await story.tell()
            for day in ["2026-09-30", "2026-10-31", "2026-10-25"] {
                let end = try #require(CalendarDay(day)).end(in: BridgeModel.oslo)
                for known in [0, 1, 3600, 2 * 86_400, 40 * 86_400].map({ end.addingTimeInterval($0) }) {
                    let rows = try Self.reader(store.path, now: known).subscriptions(
                        at: end, knownBefore: known)
                    let counted = rows.filter(\.isCounted).reduce(into: [String: [String]]()) {
                        counted, row in
                        counted[row.msisdn ?? ""] = [row.account, row.costCentre, row.type, row.organization]
                    }
                    let expected = LateModel(story: story, end: end, known: known, lastDay: day).counted()
                    #expect(counted == expected, "SUBMIRROR_SEED=\(seed) \(day) known \(known)")
                }
            }
        }
    }

    @Test(
        "leads from one end to the other without SQL's help, whatever became known between", arguments: seeds)
    func leads(seed: UInt64) async throws {
        try await withTemporaryMirror { store in
            var story = BridgeStory(store: store, seed: seed)
            try await story.tell()
            let ends = try ["2026-09-30", "2026-10-31"].map {
                try #require(CalendarDay($0)).end(in: BridgeModel.oslo)
            }
            let closed = ends[0].addingTimeInterval(3 * 86_400)
            let known = ends[1].addingTimeInterval(15 * 86_400)
            let reader = Self.reader(store.path, now: known)
            let frozen = try reader.end(at: ends[0], knownBefore: closed)
            let after = try reader.end(at: ends[1], knownBefore: known)
            let bridge = MonthBridge(
                frozen: frozen, before: try reader.end(at: ends[0], knownBefore: known),
                rereadings: try reader.rereadings(from: ends[0], to: ends[1]).map(reader.rereading),
                after: after)
            #expect(bridge.unbalancedGroup == nil, "SUBMIRROR_SEED=\(seed)")
            let total = try #require(bridge.counts[.total]?["total:"])
            #expect(total.opening == frozen.count(where: \.isCounted))
            #expect(total.closing == after.count(where: \.isCounted))
        }
    }

    @Test(
        "tells another reading of the documents from what happened, and restates nothing by it",
        arguments: seeds)
    func rereads(seed: UInt64) async throws {
        try await withTemporaryMirror { store in
            var story = BridgeStory(store: store, seed: seed)
            try await story.tell()
            let day = try #require(CalendarDay("2026-10-31"))
            let end = day.end(in: BridgeModel.oslo)
            let moment = end.addingTimeInterval(20 * 86_400)
            func bridge(to: Date) throws -> MonthBridge {
                let reader = Self.reader(store.path, now: to)
                return MonthBridge(
                    frozen: try reader.end(at: end, knownBefore: end.addingTimeInterval(86_400)),
                    before: try reader.end(at: end, knownBefore: to),
                    rereadings: try reader.rereadings(from: end, to: to).map(reader.rereading),
                    after: try reader.end(at: to, knownBefore: to))
            }
            let before = try bridge(to: moment)
            try await story.reread(at: moment)
            let after = try bridge(to: moment.addingTimeInterval(1))
            func told(_ bridge: MonthBridge) -> [MonthBridge.Event] {
                bridge.events.filter { ![.rereadIn, .rereadOut].contains($0.figure) }
            }
            #expect(told(after) == told(before), "SUBMIRROR_SEED=\(seed)")
            #expect(after.unbalancedGroup == nil, "SUBMIRROR_SEED=\(seed)")
        }
    }

    @Test("a moment without later knowledge is the bridge's own closing")
    func agreesWithBridge() async throws {
        try await withTemporaryMirror { store in
            var story = BridgeStory(store: store, seed: 4)
            try await story.tell()
            let end = try #require(CalendarDay("2026-10-31")).end(in: BridgeModel.oslo)
            let rows = try Self.reader(store.path, now: end).subscriptions(at: end, knownBefore: end)
            for grouping in MonthGrouping.allCases {
                let model = BridgeModel(story: story, by: grouping.rawValue).entries(from: end, to: end)
                    .filter { $0.figure == "closing" }
                let counted = rows.filter(\.isCounted)
                #expect(Set(model.map(\.msisdn)) == Set(counted.compactMap(\.msisdn)))
                for entry in model where grouping != .total {
                    let row = counted.first { $0.msisdn == entry.msisdn }
                    let group = (row?.group(by: grouping) ?? "").replacing(":", with: " ")
                    #expect(group.trimmingCharacters(in: .whitespaces) == entry.group)
                }
            }
        }
    }

    private static func reader(_ path: String, now: Date) -> MonthReader {
        MonthReader(path: path, viewpoint: Viewpoint(now: now), costCentres: CostCentres())
    }
}

/// The state at a month's end by the observations before a later moment, computed without SQL.
private struct LateModel {
    let story: BridgeStory
    let end: Date
    let known: Date
    let lastDay: String

    func counted() -> [String: [String]] {
        story.observations.keys.sorted().reduce(into: [:]) { counted, msisdn in
            guard let (fact, seen) = fact(of: msisdn), fact.validTo.map({ $0 >= lastDay }) ?? true else {
                return
            }
            let text = (fact.reference ?? "").trimmingCharacters(in: .whitespaces)
            counted[msisdn.digits] = [
                fact.account.map { "account:" + $0 }
                    ?? (isCompared(msisdn, seen: seen, before: known)
                        ? "no account:" : "account not yet known:"),
                ["", "N/A"].contains(text) ? "missing:" : "cost centre:" + text, "type:\(fact.type)",
                fact.owner.map { "organization:" + $0 } ?? "not known:",
            ]
        }
    }

    /// The contract at the month's end, and how many observations led to it; nil if there was none.
    private func fact(of msisdn: Msisdn) -> (BridgeStory.Fact, seen: Int)? {
        let all = (story.observations[msisdn] ?? []).filter { $0.at < known }
        let then = all.last { $0.at < end }
        // For a tombstone, the last fact before it tells the groups.
        let thenFact = all.last { $0.at < end && $0.fact != nil }?.fact
        let late = all.firstIndex { observation in
            guard observation.at >= end, let fact = observation.fact else { return false }
            return fact.validFrom <= lastDay && thenFact.map { $0.validFrom < fact.validFrom } ?? true
                && !wasLacking(fact, seenAt: observation.at, then)
        }
        if let late { return all[late].fact.map { ($0, late + 1) } }
        guard var fact = then?.fact else { return nil }
        let seen = all.count { $0.at < end }
        let learned = all.dropFirst(seen).compactMap(\.fact)
        if let newest = learned.last(where: { $0.validFrom == fact.validFrom }) {
            fact.validTo = newest.validTo
        }
        if fact.account == nil, !isCompared(msisdn, seen: seen, before: end) {
            fact.account = learned.lazy.compactMap(\.account).first
        }
        return (fact, seen)
    }

    /// Whether a comparison lacked the number on a day within its contract.
    private func wasLacking(
        _ fact: BridgeStory.Fact, seenAt: Date, _ then: BridgeStory.Observation?
    ) -> Bool {
        guard then?.fact == nil else { return false }
        return story.comparisons.contains { comparison in
            comparison.finishedAt < seenAt && comparison.startedAt > then?.at ?? .distantPast
                && CalendarDay.text(of: comparison.startedAt, in: BridgeModel.oslo) >= fact.validFrom
        }
    }

    /// Whether a comparison had ended that began after the number was seen, or seen again.
    private func isCompared(_ msisdn: Msisdn, seen count: Int, before moment: Date) -> Bool {
        let seen = (story.observations[msisdn] ?? []).prefix(count)
        let since = seen.lastIndex { $0.fact == nil }.map { seen.index(after: $0) } ?? seen.startIndex
        guard seen.indices.contains(since) else { return false }
        return story.comparisons.contains { $0.startedAt >= seen[since].at && $0.finishedAt < moment }
    }
}
