import Foundation
import Logging
import MirrorCore
import MirrorStore
import Normalizer
import PacedHTTP
import Pacing
import TelenorAPI

/// Reads the complete list, part by part; parts read so far are kept if the run ends early.
struct Reconcile: RunStage {
    let context: RunContext
    /// When the list's numbers count as queued: all at once, so that they are fetched, and their rows written, in the
    /// numbers' order.
    private let queuedAt: Date

    private var client: TelenorClient { context.client }
    private var store: MirrorStore { context.store }
    private var settings: SyncSettings { context.settings }
    private var time: TimeSource { context.time }
    private var logger: Logger { context.logger }

    init(context: RunContext) {
        self.context = context
        queuedAt = context.time.now()
    }

    func run(_ state: inout RunState) async throws {
        let comparison: ReconcileProgress
        switch state.plan.list {
        case .skip: return
        case .resume(let unfinished):
            try await store.resumeReconcile(unfinished)
            comparison = unfinished
        case .begin: comparison = try await begin(state.run)
        }
        state.report.unreadableRows += try await complete(comparison)
    }

    /// Reads until the list is complete, or as complete as possible.
    ///
    /// A part with unreadable rows, or one that is refused while others are answered, stays unread, and the
    /// comparison unfinished: the numbers read are queued, nothing is judged missing, and the next run reads
    /// that part again.
    ///
    /// - Returns: the number of unreadable rows, a refused part counting as one; 0 if the list is complete.
    private func complete(_ begun: ReconcileProgress) async throws -> Int {
        var comparison = begun
        var unreadable: [ReconcilePart: Int] = [:]
        while true {
            let unread = comparison.unread.filter { unreadable[$0] == nil }
            guard !unread.isEmpty else { break }
            unreadable.merge(try await read(unread, of: comparison), uniquingKeysWith: max)
            // Reading the accounts adds new parts.
            comparison = try await store.unfinishedReconcile() ?? comparison
        }
        let rows = unreadable.values.reduce(0, +)
        guard rows == 0 else {
            try await store.keepUnfinished(unreadableRows: rows)
            logger.warning(
                "rows of the list cannot be read, so it is not complete",
                metadata: [
                    "rows": .stringConvertible(rows), "parts": .stringConvertible(unreadable.count),
                    "where": "\(Self.named(unreadable.keys))",
                ])
            return rows
        }
        try await store.finishReconcile(comparison, at: time.now())
        logger.info(
            "the list is complete",
            metadata: [
                "method": "\(comparison.method.rawValue)",
                "parts": .stringConvertible(comparison.parts.count),
            ])
        return 0
    }

    /// The first few of `parts`, for people.
    private static func named(_ parts: some Sequence<ReconcilePart>) -> String {
        // An account's id is text from the API, and could be a number.
        parts.map { Msisdn.redacting($0.text) }.sorted().prefix(5).joined(separator: ", ")
    }

    private func begin(_ run: RunID) async throws -> ReconcileProgress {
        try context.checkBudget()
        do {
            // Sent only to find out whether we have access to this API product; its content is not needed.
            let reply = try await client.page(0, of: .accounts, pageSize: 1)
            return try await begin(.accounts, parts: [.accounts], sentAt: reply.serverTimeSent, run)
        } catch let failure as APIFailure where failure.meansNotGranted {
            logger.notice(
                "the accounts are not granted: the complete list comes from the search",
                metadata: ["answer": "\(failure)"])
            return try await begin(
                .fallback, parts: try await fallbackParts(), sentAt: client.serverNow, run)
        }
    }

    private func begin(
        _ method: ReconcileMethod, parts: [ReconcilePart], sentAt: Date?, _ run: RunID
    ) async throws -> ReconcileProgress {
        // If the server states no time, the ledger starts by our own clock, and this is recorded: once the
        // server does, the poll reaches back over the difference.
        try await store.beginReconcile(
            method, parts: parts, startedAt: sentAt ?? client.serverNow ?? time.now(),
            serverOffset: client.serverOffset ?? .zero, run: run)
    }

    private func fallbackParts() async throws -> [ReconcilePart] {
        let products = try await store.knownProductIDs().map(ReconcilePart.product)
        if products.isEmpty, !settings.accessTypes.isEmpty, try await store.fact(.catalogueReadAt) == nil {
            // The products to search for are not known yet: the next run reads the catalogue.
            throw RunStop.listUnreadable(rows: 1)
        }
        return [.longSearch] + products + (settings.numbersFile == nil ? [] : [.numbersFile])
    }

    /// Reads parts in parallel, at most `concurrency` at once.
    ///
    /// - Returns: the parts with unreadable rows, and how many rows.
    /// - Throws: the refusal, if neither these parts nor any before were answered: see ``FailureAttribution``.
    private func read(
        _ parts: [ReconcilePart], of comparison: ReconcileProgress
    ) async throws -> [ReconcilePart: Int] {
        var unreadable: [ReconcilePart: Int] = [:]
        var shown = SyncProgress(phase: .listing)
        shown.total = comparison.parts.count
        shown.done = shown.total - parts.count
        var waiting = parts.sorted { $0.text < $1.text }[...]
        // Parts read earlier count as witnesses: a part that is always refused is eventually the only one
        // left.
        var suspects = FailureAttribution<ReconcilePart, APIFailure>(
            ceiling: max(settings.concurrency, 8),
            hasWitness: comparison.parts.contains { $0.key.isOneOfMany && $0.value })
        try await withThrowingTaskGroup(of: PartReading.self) { group in
            var inFlight = 0
            while inFlight > 0 || !waiting.isEmpty {
                shown.requests = client.counts.total
                context.progress(shown)
                while inFlight < settings.concurrency, let part = waiting.popFirst() {
                    group.addTask { try await attempt(part, of: comparison) }
                    inFlight += 1
                }
                switch try await group.next() {
                case .read(let part, let rows):
                    if rows > 0 { unreadable[part] = rows }
                    for refused in suspects.answered() { unreadable[refused] = 1 }
                case .refused(let part, let failure): suspects.hold(part, after: failure)
                case nil: break
                }
                inFlight -= 1
                shown.done += 1
                // The details will show whether the API answers; the rest of the list is left to the next
                // run.
                if suspects.areMany, suspects.hasWitness {
                    for part in waiting { unreadable[part] = 1 }
                    waiting = []
                } else if suspects.areMany, let failure = suspects.failure {
                    throw failure
                }
            }
        }
        if let failure = suspects.failure {
            guard suspects.hasWitness else { throw failure }
            for refused in suspects.released() { unreadable[refused] = 1 }
        }
        return unreadable
    }

    private enum PartReading: Sendable {
        /// Read, except for this many unreadable rows.
        case read(ReconcilePart, unreadable: Int)
        case refused(ReconcilePart, APIFailure)
    }

    /// Reads `part`; a refusal that may concern only this part is not thrown.
    private func attempt(
        _ part: ReconcilePart, of comparison: ReconcileProgress
    ) async throws -> PartReading {
        do {
            return .read(part, unreadable: try await read(part, of: comparison))
        } catch let failure as APIFailure where part.isOneOfMany && failure.mayConcernOneAlone {
            logger.warning(
                "a part of the list is refused",
                metadata: ["part": "\(part.text)", "answer": "\(client.scrub("\(failure)"))"])
            return .refused(part, failure)
        }
    }

    /// Returns the number of unreadable rows in the part; it counts as read if there are none.
    private func read(_ part: ReconcilePart, of comparison: ReconcileProgress) async throws -> Int {
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

    private func readAccounts(of comparison: ReconcileProgress) async throws -> Int {
        var unreadable = UnreadableRows()
        // Accounts seen in this reading only: those that an earlier run of this comparison saved still count
        // as new.
        var seen: Set<String> = []
        let walk = try await client.read(
            .accounts, pageSize: settings.pageSize, expectsCap: true,
            beforeEach: { try context.checkBudget() }
        ) { page in
            let list = try Normalizer.readAccounts(page.reply.body.span.bytes)
            try await context.save(list.anomalies)
            unreadable.add(list.unreadableCount, ofPage: page.index)
            try await store.save(
                accounts: list.accounts, organizations: list.organizations, of: comparison.id)
            let before = seen.count
            seen.formUnion(list.accounts.map(\.id))
            return seen.count - before
        }
        return try await end(.accounts, after: walk, unreadable, of: comparison)
    }

    private func readNumbers(
        _ list: PageList, account: String?, part: ReconcilePart, of comparison: ReconcileProgress
    ) async throws -> Int {
        var unreadable = UnreadableRows()
        var seen: Set<Msisdn> = []
        let walk = try await client.read(
            list, pageSize: settings.pageSize, expectsCap: true, beforeEach: { try context.checkBudget() }
        ) { page in
            let entries = try Normalizer.readPage(page.reply.body.span.bytes) { Task.isCancelled }
            try await context.save(entries.anomalies)
            unreadable.add(entries.unreadableCount, ofPage: page.index)
            try await save(entries.msisdns, account: account, of: comparison)
            let before = seen.count
            seen.formUnion(entries.msisdns)
            return seen.count - before
        }
        return try await end(part, after: walk, unreadable, of: comparison)
    }

    /// Saves in portions, so that a signal is noticed: if a server ignores the page size, one page may hold a
    /// whole company.
    private func save(
        _ numbers: [Msisdn], account: String?, of comparison: ReconcileProgress
    ) async throws {
        var rest = numbers[...]
        while !rest.isEmpty {
            try Task.checkCancellation()
            if client.isTimeSpent { throw RunStop.timeSpent }
            try await store.save(
                listed: Array(rest.prefix(Self.portion)), account: account, of: comparison.id,
                at: queuedAt)
            rest = rest.dropFirst(Self.portion)
        }
    }

    /// Numbers saved per transaction: as many as the largest page.
    private static let portion = 1000

    private func end(
        _ part: ReconcilePart, after walk: ListWalk, _ unreadable: UnreadableRows,
        of comparison: ReconcileProgress
    ) async throws -> Int {
        guard !walk.isStalled else {
            logger.warning(
                "a list goes on without anything new, so what else it has is not known",
                metadata: ["part": "\(part.text)", "pages": "\(walk.pages)"])
            return max(unreadable.most, 1)
        }
        if walk.next != .end(isSettled: true) {
            // Rows that all passes missed appear in the search when they change, and in the next comparison
            // in any case.
            logger.warning(
                "a list did not come to rest",
                metadata: ["part": "\(part.text)", "passes": .stringConvertible(walk.passes)])
        }
        if unreadable.most == 0 { try await store.markRead(part, of: comparison.id) }
        return unreadable.most
    }

    /// The API does not document how far `since` may reach, so shorter searches are tried until one is
    /// accepted.
    private func readLongSearch(of comparison: ReconcileProgress) async throws -> Int {
        var reach = SearchReach.longest
        while true {
            do {
                let start = comparison.startedAt.addingTimeInterval(-reach.inSeconds)
                return try await readNumbers(
                    .changes(since: start), account: nil, part: .longSearch, of: comparison)
            } catch APIFailure.badRequest(let reply) {
                guard let shorter = SearchReach.next(after: reach) else { throw APIFailure.badRequest(reply) }
                reach = shorter
                logger.notice(
                    "the search does not reach back so far",
                    metadata: ["now_days": .stringConvertible(Int(reach.inSeconds / 86_400))])
            }
        }
    }

    private func readNumbersFile(of comparison: ReconcileProgress) async throws -> Int {
        // A line that is not a number ends the run, as the operator can correct it. If the setting was
        // removed since, there is nothing left to read.
        if let file = settings.numbersFile {
            try await save(try NumbersFile.read(file), account: nil, of: comparison)
        }
        try await store.markRead(.numbersFile, of: comparison.id)
        return 0
    }
}
