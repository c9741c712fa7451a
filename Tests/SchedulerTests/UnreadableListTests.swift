import Foundation
import MirrorCore
import MirrorReading
import MirrorStore
import Reports
import Sandbox
import Scheduler
import Testing

/// How a run treats a list with unreadable rows.
@Suite("A list with unreadable rows is not complete")
struct UnreadableListTests {
    private static func options(accounts: Bool = true) -> SandboxOptions {
        var options = SandboxOptions()
        options.subscriptions = 20
        options.accounts = 1
        options.withoutAccounts = !accounts
        return options
    }

    /// A list of `numbers`, with additional `rows`.
    private static func list(_ numbers: [String], and rows: [String]) -> ScriptedReply {
        .body("[" + (numbers.map { #"{"msisdn":"\#($0)"}"# } + rows).joined(separator: ",") + "]")
    }

    private static let oddRows = [
        #"{"phoneNumber":"4790000000"}"#, #"{"msisdn":"90000000"}"#, #"{"msisdn":"4790000000x"}"#, "null",
        #"{"msisdn":"4790000000","msisdn":"4790000001"}"#,
    ]

    private func coverage(_ bench: Workbench) throws -> [[Value]] {
        try bench.rows("SELECT from_at, to_at FROM coverage ORDER BY run_id, from_at")
    }

    @Test("at the first run: readable numbers are fetched, no run is complete, and the next one goes on")
    func firstRun() async throws {
        try await Workbench.with(Self.options()) { bench async throws in
            let numbers = bench.sandbox.truth().msisdns
            bench.sandbox.inject(
                Self.list(Array(numbers.dropLast()), and: Self.oddRows), endpoint: .accountSubscriptions,
                times: nil)
            for _ in 0..<2 {
                let report = try await bench.sync()
                #expect(report.outcome == .partial)
                #expect(report.stop == .listUnreadable(rows: Self.oddRows.count))
                #expect(report.unreadableRows == Self.oddRows.count)
                #expect(try bench.rows("SELECT count(*) FROM subscription") == [[.integer(19)]])
                #expect(try bench.rows("SELECT as_of FROM snapshot_info") == [[.null]])
                #expect(
                    try bench.rows("SELECT unreadable_list_row_count FROM snapshot_info")
                        == [[.integer(Int64(Self.oddRows.count))]])
                bench.wait(.seconds(600))
            }
            bench.sandbox.clearInjected()
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.rows("SELECT unreadable_list_row_count FROM snapshot_info") == [[.integer(0)]])
            #expect(try bench.differences() == [])
        }
    }

    @Test("later: nothing is judged gone by it, and status and reports say so", arguments: [true, false])
    func nothingGone(accounts: Bool) async throws {
        try await Workbench.with(Self.options(accounts: accounts)) { bench async throws in
            try await bench.sync()
            let numbers = bench.sandbox.truth().msisdns
            let gone = try bench.sandbox.change(.removedSubscription).msisdn
            let endpoint = accounts ? SandboxEndpoint.accountSubscriptions : .search
            let listed = Self.list(
                numbers.filter { $0 != gone }, and: [#"{"msisdn":"4790000000","msisdn":"4790000001"}"#])
            bench.wait(.seconds(600))
            bench.sandbox.inject(listed, endpoint: endpoint, times: nil)
            let report = try await bench.sync(full: true)
            #expect(report.outcome == .partial)
            #expect(report.summary.gone == 0)
            #expect(try bench.rows("SELECT count(*) FROM _queue WHERE reason = 3") == [[.integer(0)]])
            let status = try Status(of: MirrorReader(path: bench.mirror.path), now: bench.time.now())
            #expect(status.unreadableRowCount > 0)
            #expect(status.text().contains("lists               not complete: "))

            bench.sandbox.clearInjected()
            bench.wait(.seconds(600))
            let healed = try await bench.sync(full: true)
            #expect(healed.outcome == .complete)
            #expect(healed.summary.gone == 1)
            #expect(try bench.differences() == [])
        }
    }

    @Test("an account whose id cannot be read leaves its numbers unlisted, so the list is not complete")
    func accountID() async throws {
        try await Workbench.with(Self.options()) { bench async throws in
            bench.sandbox.inject(.body(#"[{"id":"10/01"}]"#), endpoint: .accounts, times: nil)
            let report = try await bench.sync()
            #expect(report.stop == .listUnreadable(rows: 1))
            #expect(
                try bench.rows("SELECT path, kind FROM anomaly") == [
                    [.text("$[].id"), .text("unreadable_value")]
                ])
            bench.sandbox.clearInjected()
            bench.wait(.seconds(60))
            #expect(try await bench.sync().outcome == .complete)
            #expect(try bench.differences() == [])
        }
    }

    @Test("a poll's interval is not covered, and the next poll reaches back over it")
    func poll() async throws {
        try await Workbench.with(Self.options()) { bench async throws in
            try await bench.sync()
            let before = try coverage(bench)
            let changed = try bench.sandbox.change(.reference).msisdn
            bench.wait(.seconds(7200))
            bench.sandbox.inject(.body(#"[{"msisdn":"x"}]"#), endpoint: .search)
            let report = try await bench.sync()
            #expect(report.stop == .listUnreadable(rows: 1))
            #expect(report.summary.changed == 0)
            #expect(try coverage(bench) == before)

            bench.wait(.seconds(7200))
            let next = try await bench.sync()
            #expect(next.outcome == .complete)
            #expect(next.summary.changed == 1)
            #expect(try coverage(bench) != before)
            #expect(
                try bench.rows(
                    "SELECT count(*) FROM change WHERE msisdn = '\(changed)' AND field IS NOT NULL")
                    != [[.integer(0)]])
            #expect(try bench.differences() == [])
        }
    }

    /// Half of an emoji, a Latin-1 byte and a raw control character.
    private static let texts: [[UInt8]] = [Array(#"Lager \ud83d"#.utf8), [0x4C, 0xE5, 0x67], [0x4C, 0x01]]

    /// One list of `rows`, each with `text` as the value of `field`.
    private static func list(_ rows: [String], with text: [UInt8], as field: String) -> ScriptedReply {
        let bytes = rows.map { Array(#"{\#($0),"\#(field)":""#.utf8) + text + Array(#""}"#.utf8) }
            .joined(separator: [0x2C])
        return ScriptedReply(.bytes([0x5B] + bytes + [0x5D], contentType: "application/json"))
    }

    @Test(
        "a text that is none costs nothing where no list needs it, and is counted where one stores it",
        arguments: texts, ["complete list", "search", "accounts"])
    func unreadableText(text: [UInt8], list: String) async throws {
        try await Workbench.with(Self.options(accounts: list != "search")) { bench async throws in
            try await bench.sync()
            let rows = bench.sandbox.truth().msisdns.map { #""msisdn":"+\#($0)""# }
            switch list {
            case "accounts":
                let ids = try bench.rows("SELECT '\"id\":' || id FROM account").map { row in
                    if case .text(let text) = row[0] { text } else { "" }
                }
                #expect(ids.count == 1)
                bench.sandbox.inject(
                    Self.list(ids, with: text, as: "status"), endpoint: .accounts, times: nil)
            default:
                bench.sandbox.inject(
                    Self.list(rows, with: text, as: "userReference1"),
                    endpoint: list == "search" ? .search : .accountSubscriptions, times: nil)
            }
            bench.wait(.seconds(600))
            #expect(try await bench.sync(full: true).outcome == .complete)
            #expect(try bench.rows("SELECT unreadable_list_row_count FROM snapshot_info") == [[.integer(0)]])
            let counted = try bench.rows("SELECT path, kind FROM anomaly WHERE path LIKE '$[]%'")
            if list == "accounts" {
                #expect(counted == [[.text("$[].status"), .text("unreadable_value")]])
                #expect(try bench.rows("SELECT DISTINCT status FROM account") == [[.null]])
            } else {
                #expect(counted == [])
                #expect(try bench.differences() == [])
            }
        }
    }

    @Test("a file of numbers that is taken out of the settings leaves nothing to read")
    func numbersFileGone() async throws {
        try await Workbench.with(Self.options(accounts: false)) { bench async throws in
            let file = bench.directory.appendingPathComponent("numbers.txt")
            try Data("nobody\n".utf8).write(to: file)
            bench.settings.numbersFile = file
            await #expect(throws: NumbersFile.Failure.self) { try await bench.sync() }
            bench.settings.numbersFile = nil
            bench.wait(.seconds(600))
            #expect(try await bench.sync().outcome == .complete)
        }
    }
}
