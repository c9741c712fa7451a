import Foundation
import MirrorCore
import MirrorReading
import MirrorStore
import Reports
import TestSupport
import Testing

@Suite("The head-count bridge")
struct BridgeTests {
    private static let groupings = ["total", "account", "cost-centre", "type", "organization"]
    private static let figures = [
        "opening", "loaded", "new", "returned", "moved-in", "moved-out", "terminated", "gone",
        "reread-in", "reread-out", "closing",
    ]
    private static let now = Date(timeIntervalSince1970: 1_796_000_000)
    private static let days = [
        "2026-09-19", "2026-09-30", "2026-10-24", "2026-10-25", "2026-10-26", "2026-10-31", "2026-11-01",
        "2026-11-19",
    ]

    /// `SUBMIRROR_SEED=17` tries that seed alone; `SUBMIRROR_LONG=1` tries many.
    private static let seeds: [UInt64] = {
        let chosen = ProcessInfo.processInfo.environment["SUBMIRROR_SEED"].flatMap { UInt64($0) }
        return chosen.map { [$0] } ?? Array(1...LongMode.choose(9, long: 400))
    }()

    @Test(
        "balances in every group, and counts as a model without SQL does, over any history", arguments: seeds)
    func holds(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed &+ 1_000)
        try await withTemporaryMirror { store in
            var story = BridgeStory(store: store, seed: seed)
            try await story.tell()
            for by in Self.groupings {
                let first = random.below(Self.days.count - 1)
                let last = first + 1 + random.below(Self.days.count - 1 - first)
                let period = (from: Self.days[first], to: Self.days[last])
                // Also the first weeks, in which numbers come and hardly anything else has happened to them.
                let start = (from: Self.days[0], to: Self.days[1 + random.below(4)])
                for period in [period, start] {
                    let asOf = random.once(in: 2) ? period.to : nil
                    try Self.check(story, store.path, by, period, asOf: asOf, "SUBMIRROR_SEED=\(seed)")
                }
            }
        }
    }

    private static func check(
        _ story: BridgeStory, _ path: String, _ by: String, _ period: (from: String, to: String),
        asOf: String?, _ seed: String
    ) throws {
        let note = Comment(rawValue: "\(seed) \(by) \(period) \(asOf ?? "now")")
        let bounds = try [period.from, period.to].map {
            try #require(CalendarDay($0)).end(in: BridgeModel.oslo)
        }
        let expected = BridgeModel(story: story, by: by).entries(from: bounds[0], to: bounds[1])
        var arguments = ["from": period.from, "to": period.to, "by": by]
        let lines = try rows(of: "bridge", arguments, path, asOf: asOf)
        for line in lines {
            let group = group(of: line)
            var balance: Int64 = 0
            for figure in figures {
                let count = number(line, figure)
                let wanted = expected.filter {
                    $0.figure == figure && (group == "total" || $0.group == group)
                }
                // Moves stay within the total, and add up there.
                #expect(count == Int64(wanted.count), "\(note) \(group) \(figure)")
                let leaves = ["moved-out", "terminated", "gone", "reread-out", "closing"]
                balance += leaves.contains(figure) ? -count : count
            }
            #expect(balance == 0, note)
            #expect(line["unbalanced_msisdn"] == .null, note)
        }
        #expect(Set(lines.map(group)) == Set(expected.map(\.group) + ["total"]), note)
        let again = again(expected)
        for line in lines {
            let group = group(of: line)
            let wanted = again.filter { group == "total" || $0.group == group }
            #expect(number(line, "out-and-in-again") == Int64(wanted.count), "\(note) \(group) again")
        }
        arguments["figure"] = "out-and-in-again"
        let returners = try rows(of: "bridge-numbers", arguments, path, asOf: asOf).map(entry)
        #expect(Set(returners) == Set(again) && returners.count == again.count, note)
        for figure in [nil, "opening", "closing", "moved-in"] {
            arguments["figure"] = figure
            let listed = try rows(of: "bridge-numbers", arguments, path, asOf: asOf).map(entry)
            let wanted = expected.filter {
                figure.map { [$0] }?.contains($0.figure) ?? !["opening", "closing"].contains($0.figure)
            }
            #expect(Set(listed) == Set(wanted), note)
            #expect(listed.count == wanted.count, note)
        }
    }

    /// The numbers that left a group and came back to it, each when it last did.
    private static func again(_ entries: [BridgeModel.Entry]) -> [BridgeModel.Entry] {
        let byNumber = Dictionary(grouping: entries) { [$0.msisdn, $0.group] }
        return byNumber.values.compactMap { entries in
            let left = entries.filter { ["moved-out", "terminated", "gone"].contains($0.figure) }.map(\.at)
                .min()
            let came = entries.filter { ["moved-in", "returned"].contains($0.figure) }.max { $0.at < $1.at }
            guard let left, var returner = came, returner.at > left else { return nil }
            returner.figure = "out-and-in-again"
            return returner
        }
    }

    @Test(
        "refuses a period that ends before the first run: no rows would not mean that there was nothing",
        arguments: ["bridge", "bridge-numbers"])
    func edges(report: String) async throws {
        try await withTemporaryMirror { store in
            var story = BridgeStory(store: store, seed: 1)
            try await story.tell()
            let first = try MirrorContents(path: store.path).rows("SELECT min(started_at) FROM sync_run")[0]
            #expect(throws: ReportFailure.beforeFirstRun(report: report, parameter: "to", firstRunAt: first))
            {
                try Self.rows(of: report, ["from": "2020-01-01", "to": "2020-02-01"], store.path)
            }
            #expect(
                ReportFailure.beforeFirstRun(report: report, parameter: "to", firstRunAt: first).kind
                    == .usage)
        }
    }

    private static func rows(
        of name: String, _ arguments: [String: String], _ path: String, asOf: String? = nil
    ) throws -> [[String: Value]] {
        var viewpoint = Viewpoint(now: now)
        viewpoint.asOf = try asOf.map { try AsOf($0, now: now, in: viewpoint.timeZone) }
        var bytes: [UInt8] = []
        try MirrorReader(path: path, viewpoint: viewpoint).write(
            ReportCatalogue.named(name), arguments, as: .json
        ) { bytes += $0 }
        return try ReportJSON.rows(in: String(decoding: bytes, as: UTF8.self))
    }

    private static func text(_ row: [String: Value], _ column: String) -> String? {
        if case .text(let text) = row[column] { text } else { nil }
    }

    private static func number(_ row: [String: Value], _ figure: String) -> Int64 {
        let column = figure.replacing("-", with: "_") + "_count"
        return if case .integer(let count) = row[column] { count } else { -1 }
    }

    private static func group(of row: [String: Value]) -> String {
        let value = text(row, "group_id") ?? text(row, "group_name")
        return [text(row, "group_is"), value].compactMap(\.self).joined(separator: " ")
    }

    private static func entry(_ row: [String: Value]) -> BridgeModel.Entry {
        BridgeModel.Entry(
            figure: text(row, "figure") ?? "", group: group(of: row), msisdn: text(row, "msisdn") ?? "",
            at: text(row, "counted_at").flatMap(Instant.date) ?? .distantPast)
    }

    @Test(
        "fails with 65 and names the number whose history does not lead from the opening to the closing",
        arguments: ["total", "type", "account"])
    func unbalanced(by: String) throws {
        let rows =
            FigureRows.runs + FigureRows.number("4790000001", .init())
            + FigureRows.number("4790000002", .init(to: "2026-11-03T08:00:00Z"))
        try ExampleMirror.with(rows) { mirror in
            var bytes: [UInt8] = []
            let failure = #expect(throws: ReportFailure.self) {
                try MirrorReader(path: mirror.path, viewpoint: Viewpoint(now: Self.now)).write(
                    ReportCatalogue.named("bridge"), ["from": "2026-10-31", "to": "2026-11-10", "by": by],
                    as: .json
                ) { bytes += $0 }
            }
            #expect(failure?.kind == .unusableData)
            #expect(failure?.message.contains("…002") == true)
            #expect(failure?.message.contains("4790000002") == false)
            let written = try ReportJSON.rows(in: String(decoding: bytes, as: UTF8.self))
            #expect(written.allSatisfy { $0["unbalanced_msisdn"] == .text("4790000002") })
            #expect(!written.isEmpty)
        }
    }

    @Test("a period that ends before it begins is refused; one without length is not")
    func reversed() throws {
        let report = try ReportCatalogue.named("bridge")
        let viewpoint = Viewpoint(now: Self.now)
        #expect(throws: ReportFailure.reversedPeriod(report: "bridge", from: "from", to: "to")) {
            try report.query(["from": "2026-11-01", "to": "2026-10-31"], from: viewpoint)
        }
        _ = try report.query(["from": "2026-11-01", "to": "2026-11-01"], from: viewpoint)
    }

    @Test("a check names a column above it, a period two moments; anything else is an error")
    func header() throws {
        let head = "-- parameter: a start default -7d \"A.\"\n-- parameter: n integer default 1 \"N.\""
        for line in [
            "-- check: y \"Why\"", "-- check: x", "-- check: x y \"Why\"", "-- period: a", "-- period: a n",
            "-- period: a b",
        ] {
            #expect(throws: ReportFailure.self, "\(line)") {
                try ReportEngineTests.report(
                    head + "\n-- column: x count \"X.\"\n" + line, "SELECT :a, :n AS x")
            }
        }
        let report = try ReportEngineTests.report(
            "-- column: x count \"X.\"\n-- check: x \"x is there\"", "SELECT 7 AS x UNION ALL SELECT NULL")
        try ExampleMirror.with { mirror in
            #expect(
                throws: ReportFailure.failedCheck(report: "mine", rows: 1, value: "7", reason: "x is there")
            ) { try mirror.text(report, as: .csv, from: viewpoint) }
        }
    }

    private let viewpoint = Viewpoint(now: BridgeTests.now)
}
