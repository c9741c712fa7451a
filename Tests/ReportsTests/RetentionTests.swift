import Foundation
import MirrorCore
import MirrorReading
import MirrorStore
import Reports
import TestSupport
import Testing

/// Invariants: after retention, every question about the moment up to which it removed, or a later one, keeps its
/// answer; every question about an earlier moment is refused.
@Suite("History that was removed")
struct RetentionTests {
    private static let now = Date(timeIntervalSince1970: 1_796_000_000)
    private static let seeds: [UInt64] = Array(1...LongMode.choose(2, long: 300))
    private static let days = [
        "2026-09-30", "2026-10-24", "2026-10-25", "2026-10-31", "2026-11-10", "2026-11-19",
    ]

    @Test("leaves every answer about the time after it as it was", arguments: seeds)
    func keeps(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed &+ 5_000)
        try await withTemporaryMirror { store in
            var story = BridgeStory(store: store, seed: seed)
            try await story.tell()
            let place = 1 + random.below(Self.days.count - 2)
            let floor = try #require(CalendarDay(Self.days[place])).end(in: BridgeModel.oslo)
            let kept = Array(Self.days[place...])
            let before = try Self.answers(store.path, kept)
            let versions = try Self.versionCount(store.path)
            let removed = try await store.removeVersions(supersededBefore: floor)
            #expect(try Self.versionCount(store.path) == versions - removed)
            #expect(try MirrorInvariants.breaches(of: MirrorContents(path: store.path)) == [:])
            let after = try Self.answers(store.path, kept)
            for (question, answer) in before {
                #expect(after[question] == answer, "seed \(seed) floor \(Self.days[place]): \(question)")
            }
            try Self.expectRefusals(store.path, earlier: Self.days[place - 1], floor)
            // A second call has nothing left to do.
            #expect(try await store.removeVersions(supersededBefore: floor) == 0)
            print("seed \(seed): removed \(removed) of \(versions) versions")
        }
    }

    private static func versionCount(_ path: String) throws -> Int {
        let counts = try MirrorContents(path: path).rows(
            """
            SELECT (SELECT count(*) FROM subscription_history) + (SELECT count(*) FROM party_history)
                + (SELECT count(*) FROM sim_card_history) + (SELECT count(*) FROM setting_history)
                + (SELECT count(*) FROM add_on_history) + (SELECT count(*) FROM _unreadable_history)
            """)
        return Int(counts.first ?? "") ?? 0
    }

    /// The answers to many questions about the ends of `days`, keyed by the question.
    private static func answers(_ path: String, _ days: [String]) throws -> [String: String] {
        var answers: [String: String] = [:]
        for day in days + ["now"] {
            for relation in ["subscription", "party", "sim_card", "setting", "add_on", "subscription_flat"] {
                answers["\(relation) as of \(day)"] = try rows(
                    "SELECT * FROM \(relation) ORDER BY 1, 2, 3", path, day)
            }
            for report in [
                "subscriptions-by-state", "subscriptions-by-cost-centre", "subscriptions-by-account",
            ] {
                answers["\(report) as of \(day)"] = try text(of: report, [:], path, day)
            }
        }
        for (place, from) in days.enumerated() {
            // "since" begins with the day, so changes on the first day lie before that day's end.
            if place > 0 { try answerSince(from, path, &answers) }
            for to in days[(place + 1)...] {
                for by in ["total", "account", "cost-centre", "type", "organization"] {
                    let period = ["from": from, "to": to, "by": by]
                    answers["bridge \(from) \(to) \(by)"] = try text(of: "bridge", period, path)
                    answers["numbers \(from) \(to) \(by)"] = try text(of: "bridge-numbers", period, path)
                }
            }
        }
        // The first of `days` may lie within a month, so only the latest months are whole.
        answers["head counts"] = try text(of: "head-count-by-month", ["months": "1"], path)
        return answers
    }

    private static func answerSince(
        _ day: String, _ path: String, _ answers: inout [String: String]
    ) throws {
        for report in ["changes", "events", "changes-by-field", "arrivals-and-departures"] {
            answers["\(report) since \(day)"] = try text(of: report, ["since": day], path)
        }
    }

    private static func expectRefusals(_ path: String, earlier day: String, _ floor: Date) throws {
        let asOf = try AsOf(day, now: now, in: Viewpoint.usualTimeZone).text
        let refusal = MirrorReadFailure.beforeHistory(
            path: path, asOf: asOf, historyFrom: Instant.text(floor))
        #expect(throws: refusal) { _ = try reader(path, day) }
        for (report, arguments) in [
            ("changes", ["since": day]), ("events", ["since": day]), ("changes-by-field", ["since": day]),
            ("arrivals-and-departures", ["since": day]), ("bridge", ["from": day, "to": "2026-11-19"]),
            ("bridge-numbers", ["from": day, "to": "2026-11-19"]),
        ] {
            #expect(throws: ReportFailure.self, "\(report)") { _ = try text(of: report, arguments, path) }
        }
        let contents = MirrorContents(path: path)
        #expect(
            try contents.rows("SELECT count(*) FROM change WHERE observed_at < '\(Instant.text(floor))'") == [
                "0"
            ])
        #expect(
            try contents.rows("SELECT from_at FROM completeness WHERE measure = 'history'") == [
                Instant.text(floor)
            ])
    }

    private static func reader(_ path: String, _ day: String) throws -> MirrorReader {
        var viewpoint = Viewpoint(now: now)
        if day != "now" { viewpoint.asOf = try AsOf(day, now: now, in: viewpoint.timeZone) }
        return try MirrorReader(path: path, viewpoint: viewpoint)
    }

    private static func rows(_ sql: String, _ path: String, _ day: String) throws -> String {
        var bytes: [UInt8] = []
        try reader(path, day).write(Query(sql), as: .csv) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func text(
        of name: String, _ arguments: [String: String], _ path: String, _ day: String = "now"
    ) throws -> String {
        let report = try #require(try Report.all.first { $0.name == name })
        var bytes: [UInt8] = []
        try reader(path, day).write(report, arguments, as: .csv) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }
}
