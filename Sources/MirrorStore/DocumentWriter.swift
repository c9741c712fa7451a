import Foundation
import GRDB
import MirrorCore

/// Writes normalized documents as rows and versions.
///
/// Invariant: the versions of one number open and close at one instant for all relations, and that instant is
/// later than every one before it, whatever the clock does. So versions neither overlap nor leave holes.
final class DocumentWriter {
    private let now: String
    private let db: Database
    private let numbers: NumberStatements
    private let shared: SharedRowWriter
    /// By the relation's name.
    private var statements: [String: RelationStatements] = [:]
    private(set) var anomalies: [Anomaly] = []

    init(in db: Database, now: Date) throws {
        self.now = Instant.text(now)
        self.db = db
        numbers = try NumberStatements(in: db)
        shared = try SharedRowWriter(in: db)
    }

    private func statements(of relation: Relation) throws -> RelationStatements {
        if let known = statements[relation.name] { return known }
        let made = try RelationStatements(relation, in: db)
        statements[relation.name] = made
        return made
    }

    /// Saves one detail and what goes with it; true when the number is new or anything of its detail changed.
    func save(_ fetched: FetchedDocument) throws -> Bool {
        let isChanged = try save(fetched.document, raw: fetched.raw)
        if let orderable = fetched.orderable {
            for product in orderable.texts { try shared.save(product) }
            try replace(
                .orderableAddOn, of: fetched.document.msisdn, with: orderable.rows.map(\.values), at: now)
        }
        return isChanged
    }

    private func save(_ document: NormalizedSubscription, raw: RawDocument?) throws -> Bool {
        let key = Value.text(document.msisdn.digits)
        let known = try numbers.find(document.msisdn)
        if let known, known.contentHash == document.contentHash {
            try numbers.touch(key, verifiedAt: max(now, known.changedAt))
            return false
        }
        anomalies += document.anomalies
        try shared.save(document)
        let changed: Bool
        if let known {
            changed = try update(document, known: known)
        } else {
            try insert(document)
            changed = true
        }
        if let raw { try numbers.saveRaw(raw, of: key) }
        return changed
    }

    /// Makes a tombstone of a number: its last version with `gone_at`, and nothing else of it left open.
    ///
    /// False when the number was never stored or is gone already.
    func bury(_ msisdn: Msisdn, reason: String) throws -> Bool {
        guard let known = try numbers.find(msisdn), let version = try numbers.openVersion(msisdn),
            !version.isGone
        else { return false }
        let observed = Self.instant(after: known.changedAt, now: now)
        for relation in RelationRegistry.mirror.ofNumbers {
            try replace(relation, of: msisdn, with: [], at: observed)
        }
        try numbers.close(msisdn, at: observed, of: known)
        try numbers.open(
            values: version.values, account: version.account, at: observed, goneReason: .text(reason))
        try numbers.update(msisdn, changedAt: observed, verifiedAt: observed, contentHash: [])
        try numbers.dropRaw(of: .text(msisdn.digits))
        return true
    }

    private func insert(_ document: NormalizedSubscription) throws {
        try numbers.insert(document.msisdn, at: now, contentHash: document.contentHash)
        try numbers.open(
            values: document.subscription.values, account: try numbers.listedAccount(document.msisdn), at: now
        )
        for rows in document.rows {
            try statements(of: rows.relation).insert(rows.cells, observed: .text(now))
        }
        try statements(of: .unreadable).insert(document.unreadableRows, observed: .text(now))
    }

    private func update(_ document: NormalizedSubscription, known: KnownNumber) throws -> Bool {
        let msisdn = document.msisdn
        let observed = Self.instant(after: known.changedAt, now: now)
        var isChanged = false
        for rows in document.rows
        where try replace(rows.relation, of: msisdn, with: rows.cells, at: observed) { isChanged = true }
        let version = try numbers.openVersion(msisdn)
        let account = try numbers.listedAccount(msisdn)
        let next = account == .null ? version?.account ?? .null : account
        if version.map({ $0.isGone || $0.values != document.subscription.values || $0.account != next })
            ?? true
        {
            isChanged = true
            if version != nil { try numbers.close(msisdn, at: observed, of: known) }
            try numbers.open(values: document.subscription.values, account: next, at: observed)
        }
        // No change of the subscription, and yet one of its versions: the next one has to begin later.
        let isReadOtherwise = try replace(
            .unreadable, of: msisdn, with: document.unreadableRows, at: observed)
        let changedAt = isChanged || isReadOtherwise ? observed : known.changedAt
        try numbers.update(
            msisdn, changedAt: changedAt, verifiedAt: max(now, changedAt), contentHash: document.contentHash)
        return isChanged
    }

    /// Makes `rows` a number's rows of one relation, and writes only what differs; true when anything did.
    @discardableResult
    private func replace(
        _ relation: Relation, of msisdn: Msisdn, with rows: [[Value]], at observed: String
    ) throws -> Bool {
        let relation = try statements(of: relation)
        let diff = RelationDiff(from: try relation.current(msisdn), to: rows)
        try relation.remove(diff.removed, observed: .text(observed))
        try relation.insert(diff.inserted, observed: .text(observed))
        return !diff.isEmpty
    }

    /// When a change seen now is said to have been observed: now, or a second after the last one.
    ///
    /// Two changes in one second, or a clock that was set back, would else make a version that ends before it
    /// begins, and what it held would be lost.
    static func instant(after last: String, now: String) -> String {
        guard now <= last, let date = Instant.date(last) else { return now }
        return Instant.text(date.addingTimeInterval(1))
    }
}
