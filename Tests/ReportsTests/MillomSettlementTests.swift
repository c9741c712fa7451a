import Foundation
import MirrorCore
import MirrorReading
import Reports
import TestSupport
import Testing

/// Invariant: for each month, operator, currency and fund source, open plus new purchases equal completed,
/// failed, unknown and still open ones; and one month's open purchases are the next month's opening.
@Suite("The settlement of purchases")
struct MillomSettlementTests {
    /// A purchase as recorded in the journal: when it was opened, and its later states with their instants.
    private struct Life {
        let transid: String
        let fundSource: String
        let currency: String
        /// In hundredths.
        let cost: Int
        var events: [(at: Date, state: String)]

        var sql: String {
            let opened = Instant.text(events[0].at)
            let amount = "\(cost / 100).\(cost % 100 < 10 ? "0" : "")\(cost % 100)"
            let purchase = """
                INSERT INTO _millom_purchase VALUES ('\(transid)', NULL, 'tp', 'P', '\(fundSource)', '\(amount)',
                    '\(currency)', NULL, '\(opened)');
                """
            return events.enumerated().reduce(purchase) { sql, event in
                sql + """
                    INSERT INTO _millom_purchase_event VALUES ('\(transid)', \(event.offset + 1),
                        '\(Instant.text(event.element.at))', 'x', '\(event.element.state)', NULL, NULL, NULL, NULL);
                    """
            }
        }

        /// The state after the last event before `moment`; nil before the first event.
        func state(at moment: Date) -> String? { events.last { $0.at < moment }?.state }
    }

    private static let ends: Set = ["completed", "failed", "abandoned"]

    private static func random(_ index: Int, _ random: inout SeededRandom) -> Life {
        // From July to mid-November 2026; some within minutes of midnight in Oslo at a month's end.
        var at = Date(timeIntervalSince1970: 1_782_900_000 + Double(random.below(11_800_000)))
        if random.once(in: 4) {
            at = Date(timeIntervalSince1970: 1_793_487_600 + Double(random.below(240) - 120) * 30)
        }
        var life = Life(
            transid: "t-\(index)", fundSource: random.pick(["WALLET", "LOAN"]),
            currency: random.pick(["NOK", "SEK"]), cost: random.below(100_000),
            events: [(at, "intended")])
        while life.events.count < 5, !random.once(in: 4) {
            at.addTimeInterval(Double(random.pick([1, 600, 86_400, 40 * 86_400])))
            guard at < ExampleMirror.now else { break }
            // A final state stays final, whatever is reported later.
            let last = life.events.last?.state ?? ""
            life.events.append(
                (
                    at,
                    ends.contains(last)
                        ? last : random.pick(["processing", "unknown", "completed", "failed", "abandoned"])
                ))
        }
        return life
    }

    @Test(
        "adds up, and each month begins with what the one before left open",
        arguments: 1...6 as ClosedRange<UInt64>)
    func balances(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let lives = (0..<120).map { Self.random($0, &random) }
        let oslo = try #require(TimeZone(identifier: "Europe/Oslo"))
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = oslo
        try ExampleMirror.with(
            "DELETE FROM _millom_purchase_event; DELETE FROM _millom_purchase;" + lives.map(\.sql).joined()
        ) { mirror in
            let text = try mirror.text(
                try ReportCatalogue.named("millom-settlement"), [:], as: .json,
                from: Viewpoint(now: ExampleMirror.now))
            let rows = try ReportJSON.rows(in: text)
            #expect(rows.count > 8)
            for row in rows {
                guard case .text(let month)? = row["month"], case .text(let currency)? = row["currency"],
                    case .text(let fund)? = row["fund_source"],
                    let begin = ISO8601DateFormatter().date(from: "\(month)-01T00:00:00Z")
                else {
                    Issue.record("a row has no group")
                    continue
                }
                var parts = calendar.dateComponents([.year, .month], from: begin.addingTimeInterval(43_200))
                parts.day = 1
                let from = try #require(calendar.date(from: parts))
                let to = try #require(calendar.date(byAdding: .month, value: 1, to: from))
                let group = lives.filter { $0.currency == currency && $0.fundSource == fund }
                func isOpen(_ life: Life, at moment: Date) -> Bool {
                    life.state(at: moment).map { !Self.ends.contains($0) } ?? false
                }
                let opening = group.filter { isOpen($0, at: from) }
                let new = group.filter { $0.events[0].at >= from && $0.events[0].at < to }
                let concerned = opening + new
                func ended(_ states: Set<String>) -> [Life] {
                    concerned.filter { states.contains($0.state(at: to) ?? "") }
                }
                let expected: [(String, [Life])] = [
                    ("opening_open", opening), ("new", new), ("completed", ended(["completed"])),
                    ("failed", ended(["failed", "abandoned"])), ("unknown", ended(["unknown"])),
                    ("still_open", ended(["intended", "processing"])),
                ]
                for (name, lives) in expected {
                    #expect(
                        row["\(name)_count"] == .integer(Int64(lives.count)),
                        "\(month) \(currency) \(fund) \(name)")
                    let hundredths = lives.reduce(0) { $0 + $1.cost }
                    let sum =
                        lives.isEmpty ? nil : ExactDecimal(units: Int128(hundredths), scale: 2).description
                    #expect(row["\(name)_amount"] == Value(sum), "\(month) \(currency) \(fund) \(name)")
                }
                #expect(row["unbalanced_count"] == .null)
            }
        }
    }
}
