import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// A fresh mirror with its writer, a run that has begun, and a second connection that sees committed data.
struct StoreBench: Sendable {
    let store: MirrorStore
    let run: RunID
    let contents: MirrorContents

    /// Calls `body` with a bench, and afterwards checks the mirror's invariants.
    static func with(
        sourceLocation: SourceLocation = #_sourceLocation, _ body: (StoreBench) async throws -> Void
    ) async throws {
        try await withTemporaryMirror { store in
            let run = try await store.beginRun(.incremental, at: .hour(8))
            let bench = StoreBench(
                store: store, run: run, contents: MirrorContents(path: store.path))
            try await body(bench)
            try MirrorInvariants.check(bench.contents, sourceLocation: sourceLocation)
        }
    }

    /// Saves documents as fetched; the server's time equals the local one.
    @discardableResult
    func save(_ documents: NormalizedSubscription..., at now: Date) async throws -> SaveSummary {
        try await store.save(
            documents.map { document in
                var fetched = FetchedDocument(document)
                fetched.raw = RawDocument(of: Array("{\"msisdn\":\"\(document.msisdn.digits)\"}".utf8))
                fetched.fetchedAt = now
                return .document(fetched)
            }, of: run, at: now)
    }

    /// Saves the API's reply that a number does not exist.
    @discardableResult
    func deny(_ msisdn: Msisdn..., at now: Date) async throws -> SaveSummary {
        try await store.save(msisdn.map { .denied($0, code: "404001") }, of: run, at: now)
    }

    /// Judges the numbers that have both proofs that they are gone.
    @discardableResult
    func judge(acceptsGone: Bool = false, at now: Date) async throws -> GoneVerdict {
        try await store.judgeParked(of: run, acceptsGone: acceptsGone, at: now)
    }

    /// Compares with a complete list of one account.
    func reconcile(listed: [Msisdn], account: String = "10000001", at now: Date) async throws {
        let progress = try await beginReconcile(accounts: [account], at: now)
        try await store.save(listed: listed, account: account, of: progress.id, at: now)
        try await store.markRead(.account(account), of: progress.id)
        try await store.finishReconcile(progress, at: now)
    }

    /// Begins a comparison by accounts and reads the list of accounts.
    func beginReconcile(accounts: [String], at now: Date) async throws -> ReconcileProgress {
        let progress = try await store.beginReconcile(.accounts, parts: [.accounts], startedAt: now, run: run)
        try await store.save(
            accounts: accounts.map { AccountRow(id: $0) }, organizations: [], of: progress.id)
        try await store.markRead(.accounts, of: progress.id)
        return progress
    }

    /// Makes a tombstone: the number is missing from a list, and the API reports that it is gone.
    func bury(_ msisdn: Msisdn, listed: [Msisdn] = [], at now: Date) async throws {
        try await reconcile(listed: listed, at: now)
        try await deny(msisdn, at: now)
        try await judge(at: now)
    }
}

extension MirrorStore {
    /// Where the next poll continues, as a run would read it.
    func pollMemory() async throws -> PollState? {
        try await runFacts(SyncSettings(), at: .hour(8)).poll
    }

    /// When the newest complete list was completed, as a run would read it.
    func lastListedAt() async throws -> Date? { try await listFacts().lastListedAt }
}

extension FactChanges {
    /// A fact that only a test uses.
    static func invented(_ name: String, _ value: String) -> FactChanges {
        FactChanges(Fact<String>(.mirror, name), value)
    }
}

extension String: FactValue {
    package var factText: String { self }
    package init?(factText: String) { self = factText }
}

extension Date {
    /// A time on 1 March 2026, UTC.
    static func hour(_ hour: Int, _ minute: Int = 0, _ second: Int = 0) -> Date {
        Date(timeIntervalSince1970: 1_772_323_200 + Double((hour * 60 + minute) * 60 + second))
    }
}
