import MirrorCore
import TestSupport
import Testing

@Suite("The bridge between two months")
struct MonthBridgeTests {
    @Test(
        "balances in every group, and each number's events lead from its one end to the other",
        arguments: 1...40)
    func balances(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let before = Self.state(&random)
        let frozen = random.once(in: 4) ? nil : Self.edited(before, &random)
        let unread = Self.edited(before, &random)
        let reread = Self.edited(unread, &random)
        let after = Self.edited(reread, &random)
        let bridge = MonthBridge(
            frozen: frozen, before: before,
            rereadings: [MonthBridge.Renormalization(before: unread, after: reread)], after: after)
        #expect(bridge.unbalancedGroup == nil)
        for grouping in MonthGrouping.allCases {
            let opening = Self.groups(frozen ?? before, by: grouping)
            let closing = Self.groups(after, by: grouping)
            // By number and group: its count at the opening, then increments and decrements.
            var tally: [[String]: Int] = [:]
            for (msisdn, group) in opening { tally[[msisdn, group], default: 0] += 1 }
            for event in bridge.events where event.grouping == grouping {
                tally[[event.msisdn ?? "", event.group], default: 0] += event.figure.sign
            }
            for (msisdn, group) in closing { tally[[msisdn, group], default: 0] -= 1 }
            #expect(tally.values.allSatisfy { $0 == 0 }, "\(grouping) seed \(seed)")
            for (group, counts) in bridge.counts[grouping] ?? [:] {
                #expect(counts.opening == opening.values.count { $0 == group })
                #expect(counts.closing == closing.values.count { $0 == group })
            }
        }
    }

    @Test("says what happened to a number")
    func figures() {
        func row(
            _ validFrom: String? = "2020-01-01", counted: Bool = true, gone: Bool = false,
            ended: Bool = false, loaded: Bool = false, type: String = "type:1", holder: String = "a"
        ) -> MonthSubscription {
            MonthSubscription(
                msisdn: "4790000001", isCounted: counted, isGone: gone, hasEnded: ended,
                isOfFirstLoad: loaded, validFrom: validFrom, account: "account:7", costCentre: "missing:",
                type: type, organization: "person:", holder: holder)
        }
        func figures(
            _ frozen: MonthSubscription??, _ before: MonthSubscription?, _ after: MonthSubscription
        ) -> [String] {
            let bridge = MonthBridge(
                frozen: frozen.map { [$0].compactMap(\.self) }, before: [before].compactMap(\.self),
                after: [after])
            return bridge.events.filter { $0.grouping == .type }.map(\.figure.rawValue)
        }
        #expect(figures(nil, nil, row()) == ["new"])
        #expect(figures(nil, nil, row(loaded: true)) == ["loaded"])
        #expect(figures(nil, row(counted: false, gone: true), row()) == ["returned"])
        #expect(figures(nil, row(counted: false, gone: true), row("2026-10-05", holder: "b")) == ["new"])
        #expect(figures(nil, row(counted: false, gone: true), row("2026-10-05")) == ["returned"])
        #expect(figures(nil, row(), row(counted: false, ended: true)) == ["terminated"])
        #expect(figures(nil, row(), row(counted: false, gone: true)) == ["gone"])
        #expect(figures(nil, row(), row(counted: false, gone: true, ended: true)) == ["terminated"])
        #expect(figures(nil, row(), row(type: "type:2")) == ["moved-in", "moved-out"])
        #expect(figures(nil, row(), row("2026-10-05", type: "type:2", holder: "b")) == ["new", "terminated"])
        #expect(figures(nil, row(), row("2026-10-05")) == [])
        #expect(figures(.some(nil), row(), row()) == ["restated-in"])
        #expect(
            figures(row(), row(counted: false, ended: true), row(counted: false, ended: true)) == [
                "restated-out"
            ])
        #expect(figures(row(type: "type:2"), row(), row()) == ["restated-in", "restated-out"])
    }

    @Test("a forgotten person leaves the opening as a restatement without a number")
    func forgotten() {
        let row = MonthSubscription(
            msisdn: nil, account: "account:7", costCentre: "missing:", type: "type:1", organization: "person:"
        )
        let bridge = MonthBridge(frozen: [row], before: [], after: [])
        #expect(bridge.counts[.account]?["account:7"]?.opening == 1)
        #expect(bridge.counts[.account]?["account:7"]?[.restatedOut] == 1)
        #expect(bridge.unbalancedGroup == nil)
    }

    @Test("a number that stands twice is found")
    func doubled() {
        let row = MonthSubscription(
            msisdn: "4790000001", account: "account:7", costCentre: "missing:", type: "type:1",
            organization: "person:")
        #expect(MonthBridge(frozen: nil, before: [row, row], after: [row]).unbalancedGroup != nil)
    }

    private static func groups(
        _ rows: [MonthSubscription], by grouping: MonthGrouping
    ) -> [String: String] {
        rows.filter(\.isCounted).reduce(into: [:]) { groups, row in
            groups[row.msisdn ?? ""] = row.group(by: grouping)
        }
    }

    private static func state(_ random: inout SeededRandom) -> [MonthSubscription] {
        (1...9).map { number in
            MonthSubscription(
                msisdn: "479000000\(number)", isCounted: !random.once(in: 4), isGone: random.once(in: 4),
                validFrom: random.pick([nil, "2020-01-01"]),
                account: random.pick(["account:1", "no account:"]),
                costCentre: random.pick(["cost centre:A", "cost centre:B"]),
                type: random.pick(["type:1", "type:2"]), organization: "person:",
                holder: random.pick(["a", "b"]))
        }
    }

    private static func edited(
        _ rows: [MonthSubscription], _ random: inout SeededRandom
    ) -> [MonthSubscription] {
        rows.map { row in
            var row = row
            if random.once(in: 3) { row.isCounted.toggle() }
            if random.once(in: 3) { row.type = random.pick(["type:1", "type:2", "type:3"]) }
            if random.once(in: 4) { (row.validFrom, row.holder) = ("2026-10-07", "c") }
            return row
        }
    }
}
