import Foundation
import Logging
import MirrorCore
import MirrorStore
import Normalizer
import TelenorAPI

/// Reads the complete list, part by part; what was read stays read when the run ends in between.
struct Reconcile {
    let client: TelenorClient
    let store: MirrorStore
    let settings: SyncSettings
    let run: RunID
    let budget: RunBudget
    let time: TimeSource
    let logger: Logger
    let progress: @Sendable (SyncProgress) -> Void

    /// Goes on with `unfinished`, or begins anew, and reads until the list is complete.
    func run(unfinished: ReconcileProgress?) async throws {
        var comparison = try await usable(unfinished)
        while true {
            let unread = comparison.parts.filter { !$0.value }.keys.compactMap(ReconcilePart.init)
            guard !unread.isEmpty else { break }
            try await read(unread, of: comparison)
            // Reading the accounts brings new parts.
            comparison = try await store.unfinishedReconcile() ?? comparison
        }
        try await store.finishReconcile(comparison, at: time.now())
        logger.info(
            "the list is complete",
            metadata: ["method": "\(comparison.method.rawValue)", "parts": "\(comparison.parts.count)"])
    }

    /// An unfinished comparison when it is young enough to mean one moment; else a new one.
    private func usable(_ unfinished: ReconcileProgress?) async throws -> ReconcileProgress {
        if let unfinished, time.now().timeIntervalSince(unfinished.startedAt) < 86_400 { return unfinished }
        try budget.check()
        do {
            // Asked once without need of the answer: whether this API product is ours to use.
            let reply = try await client.page(0, of: .accounts, pageSize: 1)
            return try await begin(.accounts, parts: [.accounts], sentAt: reply.serverTimeSent)
        } catch let failure as APIFailure where failure.meansNotGranted {
            logger.notice(
                "the accounts are not granted: the complete list comes from the search",
                metadata: ["answer": "\(failure)"])
            return try await begin(.fallback, parts: try await fallbackParts(), sentAt: client.serverNow)
        }
    }

    private func begin(
        _ method: ReconcileMethod, parts: [ReconcilePart], sentAt: Date?
    ) async throws -> ReconcileProgress {
        try await store.beginReconcile(
            method, parts: parts.map(\.text), startedAt: sentAt ?? client.serverNow ?? time.now(), run: run)
    }

    private func fallbackParts() async throws -> [ReconcilePart] {
        let products = try await store.knownProductIDs().map(ReconcilePart.product)
        return [.longSearch] + products + (settings.numbersFile == nil ? [] : [.numbersFile])
    }

    /// Reads parts side by side, at most `concurrency` at once.
    private func read(_ parts: [ReconcilePart], of comparison: ReconcileProgress) async throws {
        var shown = SyncProgress(phase: .listing)
        shown.total = comparison.parts.count
        shown.done = shown.total - parts.count
        var waiting = parts.sorted { $0.text < $1.text }[...]
        try await withThrowingTaskGroup { group in
            var inFlight = 0
            while inFlight > 0 || !waiting.isEmpty {
                shown.requests = client.counts.total
                progress(shown)
                while inFlight < settings.concurrency, let part = waiting.popFirst() {
                    group.addTask { try await read(part, of: comparison) }
                    inFlight += 1
                }
                try await group.next()
                inFlight -= 1
                shown.done += 1
            }
        }
    }

    private func read(_ part: ReconcilePart, of comparison: ReconcileProgress) async throws {
        switch part {
        case .accounts: try await readAccounts(of: comparison)
        case .account(let id):
            try await readNumbers(.subscriptions(account: id), account: id, part: part, of: comparison)
        case .longSearch: try await readLongSearch(of: comparison)
        case .product(let id):
            try await readNumbers(.product(Int(id)), account: nil, part: part, of: comparison)
        case .numbersFile: try await readNumbersFile(of: comparison)
        }
    }

    private func readAccounts(of comparison: ReconcileProgress) async throws {
        var iterator = client.pages(of: .accounts, pageSize: settings.pageSize).makeAsyncIterator()
        while true {
            try budget.check()
            guard let page = try await iterator.next() else { return }
            let list = try Normalizer.readAccounts(page.reply.body.span.bytes)
            try await store.save(
                accounts: list.accounts, organizations: list.organizations,
                part: ReconcilePart.accounts.text, isLastPage: page.rowCount < settings.pageSize,
                of: comparison.id)
            try await store.save(list.anomalies, at: time.now())
        }
    }

    private func readNumbers(
        _ list: PageList, account: String?, part: ReconcilePart, of comparison: ReconcileProgress
    ) async throws {
        var iterator = client.pages(of: list, pageSize: settings.pageSize).makeAsyncIterator()
        while true {
            try budget.check()
            guard let page = try await iterator.next() else { return }
            let entries = try Normalizer.readPage(page.reply.body.span.bytes)
            try await store.save(
                listed: entries.msisdns, account: account, part: part.text,
                isLastPage: page.rowCount < settings.pageSize, of: comparison.id, at: time.now())
            try await store.save(entries.anomalies, at: time.now())
        }
    }

    /// The API says nowhere how far `since` may reach: as far as it takes.
    private func readLongSearch(of comparison: ReconcileProgress) async throws {
        for days in Self.longSearchDays {
            do {
                let start = comparison.startedAt.addingTimeInterval(-Double(days) * 86_400)
                return try await readNumbers(
                    .changes(since: start), account: nil, part: .longSearch, of: comparison)
            } catch APIFailure.badRequest where days != Self.longSearchDays.last {
                logger.notice("the search does not reach back so far", metadata: ["days": "\(days)"])
            }
        }
    }

    /// 20 years are older than any subscription's record; below a month nothing is left to try.
    private static let longSearchDays = [7300, 3650, 1825, 730, 365, 90, 30]

    private func readNumbersFile(of comparison: ReconcileProgress) async throws {
        guard let file = settings.numbersFile else { return }
        try await store.save(
            listed: try NumbersFile.read(file), account: nil, part: ReconcilePart.numbersFile.text,
            isLastPage: true, of: comparison.id, at: time.now())
    }
}
