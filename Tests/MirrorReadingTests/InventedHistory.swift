import Foundation
import MirrorCore
import MirrorStore
import TestSupport

/// A company with random changes, removals and returns, and a mirror whose writer observes it.
struct InventedHistory {
    let store: MirrorStore
    let numbers = (1...4).map { Msisdn.invented($0) }
    private var random: SeededRandom
    private var documents: [Msisdn: NormalizedSubscription] = [:]

    init(store: MirrorStore, seed: UInt64) {
        self.store = store
        random = SeededRandom(seed: seed)
    }

    /// Observes all changes since the last run in a run that begins at `start` and ends a minute later.
    mutating func observe(at start: Date) async throws {
        let run = try await store.beginRun(.incremental, at: start)
        if !documents.isEmpty, random.once(in: 4) {
            try await lose(by: run, at: start)
        } else {
            var seen: [FetchOutcome] = []
            for msisdn in numbers where random.once(in: 2) { seen.append(.document(next(of: msisdn))) }
            _ = try await store.save(seen, of: run, at: start)
        }
        try await store.finishRun(
            run, outcome: .complete, totals: RequestTotals(requests: 1, throttled: 0), error: nil,
            at: start.addingTimeInterval(60))
    }

    private mutating func next(of msisdn: Msisdn) -> FetchedDocument {
        var random = random
        let document = (documents[msisdn] ?? .invented(msisdn)).changed { document in
            for _ in 0..<random.below(4) { random.pick(Self.changes)(&document, random.below(3)) }
        }
        self.random = random
        documents[msisdn] = document
        return FetchedDocument(document)
    }

    private mutating func lose(by run: RunID, at now: Date) async throws {
        var gone: [Msisdn] = []
        for msisdn in documents.keys.sorted() where random.once(in: 2) {
            gone.append(msisdn)
            documents[msisdn] = nil
        }
        let part = ReconcilePart.account("10000001")
        let list = try await store.beginReconcile(.accounts, parts: [part], startedAt: now, run: run)
        try await store.save(
            accounts: [AccountRow(id: "10000001")], organizations: [], of: list.id)
        try await store.save(listed: documents.keys.sorted(), account: "10000001", of: list.id, at: now)
        try await store.markRead(part, of: list.id)
        try await store.finishReconcile(list, at: now)
        _ = try await store.save(gone.map { .denied($0, code: "404001") }, of: run, at: now)
        _ = try await store.judgeParked(of: run, acceptsGone: true, at: now)
    }

    private static let changes: [@Sendable (inout NormalizedSubscription, Int) -> Void] = [
        { $0.subscription.status = ["ACTIVE", "BARRED", nil][$1] },
        { $0.subscription.userReference1 = ["", "Kafé", "Kafe\u{301}"][$1] },
        { document, which in
            document.parties = document.parties.prefix(1) + []
            if !document.parties.isEmpty { document.parties[0].lastName = ["Bråten", nil, "N/A"][which] }
        },
        DocumentChange.simCards,
        DocumentChange.settings, DocumentChange.addOns,
    ]
}
