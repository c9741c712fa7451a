import Foundation
import GRDB
import MirrorCore
import MirrorStore
import Sandbox
import TestSupport
import Testing

/// A mirror of invented past months, and the program.
struct MonthStage {
    let directory: URL
    var contents: MirrorContents { MirrorContents(path: path) }
    private var path: String { directory.appendingPathComponent("state/mirror.sqlite").path }

    private var priceList: URL { directory.appendingPathComponent("prices.csv") }

    var environment: [String: String] {
        var environment = [
            "HOME": directory.path,
            "SUBMIRROR_STATE_DIRECTORY": directory.appendingPathComponent("state").path,
        ]
        if FileManager.default.fileExists(atPath: priceList.path) {
            environment["SUBMIRROR_REPORT_PRICE_LIST"] = priceList.path
        }
        return environment
    }

    var program: BuiltBinary { BuiltBinary(environment: environment, in: directory) }

    static func with(_ body: (MonthStage) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in try await body(MonthStage(directory: directory)) }
    }

    /// August and September: five numbers, of which one goes and one moves, and a sixth.
    func tellSummer() async throws {
        try await tell { store in
            try await run(store, "2026-08-20T08:00:00Z", (1...5).map { document($0) }, .backfill)
            try await run(
                store, "2026-09-10T08:00:00Z",
                [document(3, centre: "B"), document(6, from: "2026-09-09")], .incremental)
            try await run(store, "2026-09-20T08:00:00Z", [], .reconcile, gone: [4])
            try await run(store, "2026-10-01T08:00:00Z", [], .incremental)
        }
    }

    /// October: late observations about September.
    func tellAutumn() async throws {
        try await tell { store in
            try await run(
                store, "2026-10-05T08:00:00Z",
                [document(5, to: "2026-09-28"), document(7, from: "2026-09-29")], .incremental)
            try await run(store, "2026-11-02T08:00:00Z", [], .incremental)
        }
    }

    /// Sets the company's price list, `text`.
    func price(_ text: String) throws { try Data(text.utf8).write(to: priceList) }

    func bridge(_ month: String, _ grouping: String) throws -> [String] {
        try MirrorContents(path: path).rows(
            """
            SELECT group_is, coalesce(group_id, '') AS group_id, opening_count, restated_in_count, restated_out_count, loaded_count, new_count,
                returned_count, moved_in_count, moved_out_count, terminated_count, gone_count, closing_count
            FROM month_bridge WHERE month = '\(month)' AND grouping = '\(grouping)' ORDER BY 1, 2
            """)
    }

    func database(_ body: @Sendable (Database) throws -> Void) async throws {
        let queue = try DatabaseQueue(path: path)
        try await queue.write { db in try body(db) }
        try queue.close()
    }

    private func tell(_ story: (MirrorStore) async throws -> Void) async throws {
        let store = try MirrorStore.open(at: URL(fileURLWithPath: path))
        try await story(store)
        try store.close()
    }

    private func document(
        _ number: Int, centre: String = "A", from: String = "2020-01-01", to: String? = nil
    ) -> NormalizedSubscription {
        .invented(.invented(number)).changed { document in
            document.subscription.userReference1 = centre
            document.subscription.validFromDate = from
            document.subscription.validToDate = to
        }
    }

    private func run(
        _ store: MirrorStore, _ start: String, _ documents: [NormalizedSubscription], _ kind: RunKind,
        gone: [Int] = []
    ) async throws {
        let at = try #require(Instant.date(start))
        let run = try await store.beginRun(kind, at: at)
        _ = try await store.save(documents.map { .document(FetchedDocument($0)) }, of: run, at: at)
        let from = try MirrorContents(path: path).rows("SELECT max(to_at) FROM coverage").first
            .flatMap(Instant.date)
        let poll = PollRecord(
            from: from ?? at, to: at.addingTimeInterval(30), pages: 1, passes: 1, rows: documents.count,
            listed: [], changed: [])
        _ = try await store.save(poll, of: run, at: at)
        if !gone.isEmpty {
            let account = ReconcilePart.account("70001")
            let list = try await store.beginReconcile(.accounts, parts: [account], startedAt: at, run: run)
            try await store.save(accounts: [AccountRow(id: "70001")], organizations: [], of: list.id)
            let held = (1...6).filter { !gone.contains($0) }.map { Msisdn.invented($0) }
            try await store.save(listed: held, account: "70001", of: list.id, at: at)
            try await store.markRead(account, of: list.id)
            try await store.finishReconcile(list, at: at)
            _ = try await store.save(
                gone.map { .denied(.invented($0), code: "404001") }, of: run, at: at)
            _ = try await store.judgeParked(of: run, acceptsGone: true, at: at)
        }
        try await store.finishRun(
            run, outcome: .complete, totals: RequestTotals(requests: 1, throttled: 0), error: nil,
            at: at.addingTimeInterval(60))
    }
}
