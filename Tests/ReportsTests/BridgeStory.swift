import Foundation
import MirrorCore
import MirrorStore
import TestSupport

/// A company with random arrivals, changes, moves and departures, a mirror that observes it, and a note of
/// each observation, from which ``BridgeModel`` counts independently.
struct BridgeStory {
    /// An observed state of a number.
    struct Fact: Equatable {
        var type: Int64 = 10
        var account: String?
        var reference: String? = "KS 1"
        var owner: String? = Fact.owners[0]
        var user = "Åse"
        var validFrom = "2020-01-01"
        var validTo: String?

        static let owners = ["910000001", "910000002"]
    }

    /// The observations of a number with their times; nil if it was gone.
    struct Observation {
        let at: Date
        let fact: Fact?
    }

    /// A comparison with the complete list.
    struct Comparison {
        let startedAt: Date
        let finishedAt: Date
    }

    static let accounts = ["70001", "70002"]

    private(set) var observations: [Msisdn: [Observation]] = [:]
    private(set) var comparisons: [Comparison] = []
    /// When the kept documents were read again.
    private(set) var rereadings: Set<Date> = []
    private(set) var firstLoadEnd = Date.distantFuture
    private let store: MirrorStore
    private let numbers = (1...6).map { Msisdn.invented($0) }
    private var listed: [Msisdn: String] = [:]
    private var random: SeededRandom

    init(store: MirrorStore, seed: UInt64) {
        self.store = store
        random = SeededRandom(seed: seed)
    }

    /// Runs observations from 20 September to 20 November 2026, many near midnights in Oslo, including the
    /// day with 25 hours and both ends of October.
    mutating func tell() async throws {
        var now = Self.instant("2026-09-20T08:00:00Z")
        try await run(.backfill, at: now)
        let midnights = ["2026-09-30", "2026-10-24", "2026-10-25", "2026-10-31", "2026-11-10"].compactMap {
            CalendarDay($0)?.end(in: BridgeModel.oslo)
        }
        for midnight in midnights {
            // On both sides of it, and exactly at it.
            for offset in [-3 * 86_400, -7_200, -1, 0, 1, 1_800, 2 * 86_400] where random.once(in: 2) {
                let next = midnight.addingTimeInterval(TimeInterval(offset))
                guard next > now.addingTimeInterval(200) else { continue }
                now = next
                if random.once(in: 4) {
                    try await reread(at: now)
                } else {
                    try await run(random.once(in: 4) ? .reconcile : .incremental, at: now)
                }
            }
        }
    }

    private mutating func run(_ kind: RunKind, at start: Date) async throws {
        let run = try await store.beginRun(kind, at: start)
        if kind != .incremental { try await compare(of: run, at: start) }
        if kind != .reconcile {
            let seen = numbers.filter { _ in random.once(in: 2) }
            _ = try await store.save(
                seen.map { .document(Self.fetched(nextDocument(of: $0, at: start))) }, of: run, at: start)
        }
        let end = start.addingTimeInterval(60)
        try await store.finishRun(
            run, outcome: .complete, totals: RequestTotals(requests: 1, throttled: 0), error: nil, at: end)
        if kind != .incremental { comparisons.append(Comparison(startedAt: start, finishedAt: end)) }
        firstLoadEnd = min(firstLoadEnd, end)
    }

    /// Another version reads the kept documents, some of them differently.
    mutating func reread(at now: Date) async throws {
        var documents: [Msisdn: NormalizedSubscription] = [:]
        for msisdn in observations.keys.sorted() {
            guard var fact = observations[msisdn]?.last?.fact else { continue }
            for _ in 0..<random.below(3) { change(&fact, at: now) }
            documents[msisdn] = document(of: msisdn, fact)
            observations[msisdn]?.append(Observation(at: now, fact: fact))
        }
        let reading = documents
        _ = try await store.reread(at: now, isPreview: false) { msisdn, _ in reading[msisdn] }
        rereadings.insert(now)
    }

    /// Reads the accounts' lists: some numbers missing from them are gone; those on
    /// another account have moved.
    private mutating func compare(of run: RunID, at now: Date) async throws {
        let parts = Self.accounts.map { ReconcilePart.account($0) }
        let list = try await store.beginReconcile(.accounts, parts: parts, startedAt: now, run: run)
        try await store.save(
            accounts: Self.accounts.map { AccountRow(id: $0) }, organizations: [], of: list.id)
        listed = [:]
        var gone: [Msisdn] = []
        var unlisted: [NormalizedSubscription] = []
        for msisdn in observations.keys.sorted() {
            guard let fact = observations[msisdn]?.last?.fact else { continue }
            switch random.below(4) {
            case 0: gone.append(msisdn)
            case 1: unlisted.append(document(of: msisdn, fact))
            default:
                let account = random.pick(Self.accounts)
                listed[msisdn] = account
                if fact.account != account {
                    var moved = fact
                    moved.account = account
                    observations[msisdn]?.append(Observation(at: now, fact: moved))
                }
            }
        }
        for account in Self.accounts {
            let held = listed.filter { $0.value == account }.keys.sorted()
            try await store.save(listed: held, account: account, of: list.id, at: now)
            try await store.markRead(.account(account), of: list.id)
        }
        try await store.finishReconcile(list, at: now)
        _ = try await store.save(gone.map { .denied($0, code: "404001") }, of: run, at: now)
        _ = try await store.save(unlisted.map { .document(Self.fetched($0)) }, of: run, at: now)
        _ = try await store.judgeParked(of: run, acceptsGone: true, at: now)
        for msisdn in gone { observations[msisdn]?.append(Observation(at: now, fact: nil)) }
    }

    /// The number's next document, with a note of what the mirror makes of it.
    private mutating func nextDocument(of msisdn: Msisdn, at now: Date) -> NormalizedSubscription {
        let before = observations[msisdn]?.last { $0.fact != nil }?.fact
        var fact = before ?? Fact()
        for _ in 0..<random.below(3) { change(&fact, at: now) }
        // Like the mirror: from the newest list, otherwise unchanged.
        fact.account = listed[msisdn] ?? before?.account
        observations[msisdn, default: []].append(Observation(at: now, fact: fact))
        return document(of: msisdn, fact)
    }

    private static func fetched(_ document: NormalizedSubscription) -> FetchedDocument {
        var fetched = FetchedDocument(document)
        fetched.raw = RawDocument(of: Array(document.msisdn.digits.utf8))
        return fetched
    }

    private func document(of msisdn: Msisdn, _ fact: Fact) -> NormalizedSubscription {
        .invented(msisdn).changed { document in
            document.subscription.subscriptionTypeID = fact.type
            document.subscriptionType = SubscriptionTypeRow(id: fact.type)
            document.subscription.userReference1 = fact.reference
            document.subscription.validFromDate = fact.validFrom
            document.subscription.validToDate = fact.validTo
            var user = PartyRow(msisdn: msisdn, role: .user, kind: .person)
            user.firstName = fact.user
            document.parties = [user]
            guard let number = fact.owner else { return }
            var owner = PartyRow(msisdn: msisdn, role: .owner, kind: .organization)
            owner.orgNumber = number
            document.parties.append(owner)
            document.organizations.append(OrganizationRow(orgNumber: number))
        }
    }

    private mutating func change(_ fact: inout Fact, at now: Date) {
        switch random.below(6) {
        case 0: fact.type = random.pick([10, 20])
        case 1: fact.reference = random.pick([nil, "", "N/A", "KS 1", " KS 1", "KS 2"])
        case 2: fact.owner = random.pick(Fact.owners.map(Optional.some) + [nil])
        case 3: fact.validTo = day(-2 + random.below(8), from: now)
        case 4: fact.validTo = nil
        default:
            fact.user = random.pick(["Åse", "Bjørn"])
            fact.validFrom = day(-random.below(3), from: now)
        }
    }

    private func day(_ count: Int, from now: Date) -> String {
        CalendarDay.text(of: now.addingTimeInterval(Double(count) * 86_400), in: BridgeModel.oslo)
    }

    private static func instant(_ text: String) -> Date { Instant.date(text) ?? .distantPast }
}
