import Foundation
import MirrorCore
import MirrorStore
import Pacing
import Sandbox
import Scheduler
import TestSupport
import Testing

@testable import submirror

/// A controller's quarter: three months, closed and compared with the company itself.
@Suite("A quarter of a company with 2,000 subscriptions")
struct QuarterTests {
    @Test("closes with the company's own head counts, in every grouping, and restates what came late")
    func quarter() async throws {
        try await QuarterStage.with(subscriptions: 2_000) { stage in
            try await stage.run(at: "2026-07-31T21:40:00Z", full: true)
            var ends: [HeadCounts] = []
            var lateOnes: [String] = []
            var returned: [String] = []
            for (month, end) in [
                ("2026-08", "2026-08-31T21:50:00Z"), ("2026-09", "2026-09-30T21:50:00Z"),
                ("2026-10", "2026-10-31T22:50:00Z"),
            ] {
                for day in ["06T22:30", "13T06:00", "20T21:59"] {
                    stage.change(count: 25)
                    if let number = returned.popLast() {
                        _ = try stage.sandbox.change(.returnedSubscription, msisdn: number)
                    }
                    try await stage.run(at: "\(month)-\(day):00Z")
                }
                let gone = try stage.sandbox.change(.removedSubscription).msisdn
                returned.append(gone)
                _ = try stage.sandbox.change(.accountMove)
                try await stage.run(at: "\(month)-25T12:00:00Z")
                try await stage.run(at: end, full: true)
                ends.append(HeadCounts(of: stage.sandbox.truth(), lastDay: String(end.prefix(10))))
                try await stage.run(at: end, plus: 12 * 3_600)
                try await stage.close(month, at: end, plus: 36 * 3_600)
                // After the closing, the operator enters a back-dated end.
                lateOnes.append(try stage.sandbox.change(.backdatedTermination).msisdn)
            }
            for (index, month) in ["2026-08", "2026-09", "2026-10"].enumerated() {
                for grouping in MonthGrouping.allCases {
                    let lines = try stage.bridge(month, grouping)
                    let closing = lines.reduce(into: [String: Int]()) { $0[$1.group] = $1.closing }
                    #expect(
                        closing.filter { $0.value != 0 } == ends[index].groups[grouping],
                        "\(month) \(grouping)")
                    for line in lines { #expect(line.isBalanced, "\(month) \(line)") }
                    guard index > 0 else { continue }
                    let opening = lines.reduce(into: [String: Int]()) { $0[$1.group] = $1.opening }
                    #expect(
                        opening.filter { $0.value != 0 } == ends[index - 1].groups[grouping],
                        "\(month) \(grouping)")
                }
            }
            // Twenty days before the first run after the closing is still in the closed month.
            for (month, late) in [("2026-09", lateOnes[0]), ("2026-10", lateOnes[1])] {
                #expect(
                    try stage.contents.rows(
                        """
                        SELECT count(*) FROM month_event
                        WHERE month = '\(month)' AND grouping = 'total' AND figure = 'restated-out' AND msisdn = '\(late)'
                        """) == ["1"])
            }
            #expect(
                try stage.contents.rows(
                    "SELECT count(*) > 0 FROM month_event WHERE grouping = 'total' AND figure = 'returned'")
                    == ["1"])
            try await stage.forgetOne()
            try await stage.audit()
        }
    }
}

/// The head count of each group, counted in the company itself.
private struct HeadCounts {
    var groups: [MonthGrouping: [String: Int]] = [:]

    init(of truth: SandboxTruth, lastDay: String) {
        let owners = truth.records(of: .party).filter { $0["role"] == .text("owner") }
            .reduce(into: [TruthValue: String]()) { owners, party in
                let number = party["org_number"].flatMap(Self.text)
                let isPerson = party["kind"] == .text("person")
                owners[party["msisdn"] ?? .null] =
                    number.map { "organization:" + $0 } ?? (isPerson ? "person:" : "not known:")
            }
        for row in truth.records(of: .subscription) {
            if let end = row["valid_to_date"].flatMap(Self.text), end < lastDay { continue }
            let reference = row["user_reference1"].flatMap(Self.text) ?? ""
            let centre = reference.trimmingCharacters(in: .whitespacesAndNewlines)
            count("total:", .total)
            count(row["account_id"].flatMap(Self.text).map { "account:" + $0 } ?? "no account:", .account)
            count(
                FreeText(reference) == .text ? "cost centre:" + centre : "missing:", .costCentre)
            if case .integer(let type)? = row["subscription_type_id"] { count("type:\(type)", .type) }
            count(owners[row["msisdn"] ?? .null] ?? "not known:", .organization)
        }
    }

    private mutating func count(_ group: String, _ grouping: MonthGrouping) {
        groups[grouping, default: [:]][group, default: 0] += 1
    }

    private static func text(_ value: TruthValue) -> String? {
        if case .text(let text) = value { text } else { nil }
    }
}

/// A company and its mirror, which share a clock; readers are the real program, later.
private struct QuarterStage {
    let sandbox: SandboxServer
    let directory: URL
    let clock: JumpClock
    let environment: [String: String]
    private let start: Date

    var contents: MirrorContents {
        MirrorContents(path: directory.appendingPathComponent("state/mirror.sqlite").path)
    }
    private var program: BuiltBinary { BuiltBinary(environment: environment, in: directory) }
    private var time: TimeSource {
        TimeSource(
            now: { [start, clock] in start.addingTimeInterval(clock.now.offset.inSeconds) }, clock: clock)
    }

    static func with(subscriptions: Int, _ body: (QuarterStage) async throws -> Void) async throws {
        let start = try #require(Instant.date("2026-07-31T21:30:00Z"))
        let clock = JumpClock()
        var options = SandboxOptions()
        options.subscriptions = subscriptions
        let time = SandboxTime(now: { start.addingTimeInterval(clock.now.offset.inSeconds) })
        try await withTemporaryDirectory { directory in
            try await SandboxServer.withServer(options: options, time: time) { server in
                var environment = server.environment(in: directory, options: options)
                environment["SUBMIRROR_LOG_LEVEL"] = "error"
                try await body(
                    QuarterStage(
                        sandbox: server, directory: directory, clock: clock, environment: environment,
                        start: start))
            }
        }
    }

    func change(count: Int) { _ = sandbox.change(count: count) }

    private func wiring() throws -> Wiring {
        let reader = try SettingsReader(overrides: [:], configPath: nil, environment: environment)
        let settings = try Settings(reader, environment: environment)
        let invocation = Invocation(environment: environment, time: time)
        return Wiring(settings, console: Console(isQuiet: true, in: invocation), time: time)
    }

    private func wait(until text: String, plus seconds: Double = 0) throws {
        let moment = try #require(Instant.date(text)).addingTimeInterval(seconds)
        let rest = moment.timeIntervalSince(time.now())
        #expect(rest >= 0, "the clock is past \(text)")
        clock.advance(by: .milliseconds(Int64(max(rest, 0) * 1000)))
    }

    /// One complete run; with the comparison if `full`.
    func run(at moment: String, plus seconds: Double = 0, full: Bool = false) async throws {
        try wait(until: moment, plus: seconds)
        var options = SyncOptions()
        options.isFull = full
        let wiring = try wiring()
        let result = try await SyncSession(wiring, progressOn: wiring.console).run(
            options, at: .telenor, maxDuration: nil, Interruption())
        #expect(result.status == .done, "\(moment)")
    }

    func close(_ month: String, at end: String, plus seconds: Double) async throws {
        try wait(until: end, plus: seconds)
        let wiring = try wiring()
        let month = try #require(CalendarMonth(month))
        _ = try await wiring.withStore { store in
            try await MonthCloser(wiring: wiring, store: store).close(month, withGaps: false)
        }
    }

    struct Line: CustomStringConvertible {
        let group: String
        let opening: Int
        let closing: Int
        let isBalanced: Bool
        var description: String { "\(group): \(opening) to \(closing)" }
    }

    func bridge(_ month: String, _ grouping: MonthGrouping) throws -> [Line] {
        try contents.rows(
            """
            SELECT group_is || ':' || coalesce(group_id, ''), opening_count, closing_count,
                opening_count + restated_in_count - restated_out_count + loaded_count + new_count + returned_count
                    + moved_in_count - moved_out_count - terminated_count - gone_count + reread_in_count
                    - reread_out_count = closing_count
            FROM month_bridge WHERE month = '\(month)' AND grouping = '\(grouping.rawValue)'
            """
        ).map { row in
            let cells = row.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            return Line(
                group: cells.dropLast(3).joined(separator: "|"), opening: Int(cells[cells.count - 3]) ?? -1,
                closing: Int(cells[cells.count - 2]) ?? -1, isBalanced: cells.last == "1")
        }
    }

    /// A person is forgotten: the counts stay, and so does every checksum.
    func forgetOne() async throws {
        let number = try #require(
            contents.rows("SELECT min(msisdn) FROM subscription WHERE gone_at IS NULL").first)
        let totals = try bridge("2026-10", .total).map(\.description)
        let forget = try await program.run("forget", number, "--yes")
        #expect(forget.status == 0, "\(forget.errors)")
        #expect(try bridge("2026-10", .total).map(\.description) == totals)
        let verify = try await program.run("month", "verify")
        #expect(verify.status == 0, "\(verify.output)")
    }

    /// Audits an invoice for the last month with planted errors: exactly these are found, and
    /// its amount is allocated whole.
    func audit() async throws {
        let invoice = try PlantedInvoice(contents)
        try invoice.text.write(
            to: directory.appendingPathComponent("invoice.csv"), atomically: true, encoding: .utf8)
        let audit = try await program.run(
            "audit", "invoice.csv", "--name", "october", "--number-column", "Mobilnr", "--map",
            "Kostnadssted=cost_centre,Beløp=amount", "--period", "2026-10")
        #expect(audit.status == 0, "\(audit.errors)")
        let found = try contents.rows(
            """
            SELECT result, count(*) FROM audit_entry WHERE result <> 'matched' GROUP BY result ORDER BY result
            """)
        #expect(found == PlantedInvoice.errors, "\(audit.output)")
        let allocated = try await program.run(
            "report", "allocation", "--parameter", "of=october", "--format", "csv")
        #expect(allocated.status == 0, "\(allocated.errors)")
        let lines = allocated.output.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let column = try #require(lines.first?.firstIndex(of: "amount"))
        let øre = lines.dropFirst().compactMap { Int($0[column].replacing(".", with: "")) }
        #expect(øre.count == lines.count - 1)
        #expect(øre.reduce(0, +) == invoice.øre)
    }
}

/// An invoice for the subscriptions in October's closing, with 25 errors in it.
private struct PlantedInvoice {
    private(set) var text = "Mobilnr;Kostnadssted;Beløp\n"
    /// The sum of its amounts.
    private(set) var øre = 0
    /// The planted errors; unbilled subscriptions also stand for the unreadable lines.
    static let errors = [
        "differing|5", "doubled|4", "only here|9", "only there|4", "unreadable|3",
    ]

    init(_ contents: MirrorContents) throws {
        let rows = try contents.rows(
            """
            SELECT msisdn, coalesce(cost_centre, '') FROM month_subscription
            WHERE month = '2026-10' AND msisdn IS NOT NULL ORDER BY msisdn
            """
        ).map { $0.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map(String.init) }
        for (index, row) in rows.enumerated() {
            let (number, centre) = (row[0], row[1])
            switch index {
            case 0..<6: continue
            case 10..<15: add(number, "no such centre", index)
            case 20..<24:
                add(number, centre, index)
                add(number, centre, index)
            case 30..<33: add("4,79E+10", centre, index)
            // Another spelling is not an error.
            case 40..<44: add("+47 \(number.dropFirst(2).prefix(3)) \(number.suffix(5))", centre, index)
            default: add(number, centre, index)
            }
        }
        let gone = try contents.rows(
            "SELECT msisdn FROM subscription WHERE gone_at < '2026-10-01' ORDER BY msisdn LIMIT 2")
        for number in gone + ["4799999001", "4799999002", "4799999003"].prefix(4 - gone.count) {
            add(number, "", 0)
        }
    }

    private mutating func add(_ number: String, _ centre: String, _ index: Int) {
        let amount = 10_000 + index % 50 * 100 + index % 7
        øre += amount
        text += "\(number);\(centre);\(amount / 100),\(String(amount % 100 + 100).dropFirst())\n"
    }
}
