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
    private let texts: TextIDs
    private let instants: Instants
    /// By the relation's name.
    private var statements: [String: RelationStatements] = [:]
    private(set) var anomalies: [Anomaly] = []
    /// How many numbers had other rows put in the place of theirs, by the relation's name.
    private(set) var replaced: [String: Int] = [:]

    /// Lends a writer to `body`, and puts in what it leaves waiting.
    static func with<Result>(
        _ db: Database, now: Date, body: (DocumentWriter) throws -> Result
    ) throws -> Result {
        let writer = try DocumentWriter(in: db, now: now)
        let result = try body(writer)
        for statements in writer.statements.values { try statements.flush() }
        return result
    }

    private init(in db: Database, now: Date) throws {
        self.now = Instant.text(now)
        self.db = db
        numbers = try NumberStatements(in: db)
        shared = try SharedRowWriter(in: db)
        texts = try TextIDs(in: db)
        instants = try Instants(in: db)
    }

    private func statements(of relation: Relation) throws -> RelationStatements {
        if let known = statements[relation.name] { return known }
        let made = try RelationStatements(relation, in: db)
        statements[relation.name] = made
        return made
    }

    /// Saves one detail and what goes with it; true when the number is new or anything of its detail changed.
    func save(_ fetched: FetchedDocument) throws -> Bool {
        let (number, isChanged) = try save(fetched.document, raw: fetched.raw)
        if let orderable = fetched.orderable {
            for product in orderable.texts { try shared.save(product) }
            var replacement = Replacement(
                writer: self, number: number, observed: try instants.second(of: now))
            try replacement.add(orderable.rows)
        }
        return isChanged
    }

    private func save(
        _ document: NormalizedSubscription, raw: RawDocument?
    ) throws -> (number: NumberKey, isChanged: Bool) {
        let known = try numbers.find(document.msisdn)
        if let known, known.contentHash == document.contentHash {
            try numbers.touch(known.key, verifiedAt: max(now, known.changedAt))
            return (known.key, false)
        }
        anomalies += document.anomalies
        try shared.save(document)
        let number: NumberKey
        let isChanged: Bool
        if let known {
            number = known.key
            isChanged = try update(document, known: known)
        } else {
            number = try insert(document)
            isChanged = true
        }
        if let raw { try numbers.saveRaw(raw, of: number) }
        return (number, isChanged)
    }

    /// Makes a tombstone of a number: its last version with `gone_at`, and nothing else of it left open.
    ///
    /// False when the number was never stored or is gone already.
    func bury(_ msisdn: Msisdn, reason: String) throws -> Bool {
        guard let known = try numbers.find(msisdn), let version = try numbers.openVersion(known.key),
            !version.isGone
        else { return false }
        let changedAt = Self.instant(after: known.changedAt, now: now)
        let observed = try instants.second(of: changedAt)
        for relation in RelationRegistry.mirror.ofNumbers {
            _ = try statements(of: relation).replace(
                with: [], of: known.key, observed: observed, texts: texts)
        }
        try numbers.close(known, at: observed)
        try numbers.open(
            known.key, values: version.values, account: version.account, at: observed,
            gone: (changedAt, reason))
        try numbers.update(known.key, changedAt: changedAt, verifiedAt: changedAt, contentHash: [])
        try numbers.dropRaw(of: known.key)
        return true
    }

    private func insert(_ document: NormalizedSubscription) throws -> NumberKey {
        let number = try numbers.insert(document.msisdn, at: now, contentHash: document.contentHash)
        let observed = try instants.second(of: now)
        try numbers.open(
            number, values: try document.subscription.stored(texts),
            account: try numbers.listedAccount(document.msisdn), at: observed)
        var rows = Insertion(writer: self, number: number, observed: observed)
        try document.write(to: &rows)
        try rows.add(document.unreadableRows)
        return number
    }

    private func update(_ document: NormalizedSubscription, known: KnownNumber) throws -> Bool {
        let account = try numbers.listedAccount(document.msisdn)
        let change = try replace(document, known: known, account: account)
        try numbers.update(
            known.key, changedAt: change.at, verifiedAt: max(now, change.at),
            contentHash: document.contentHash)
        return change.isSubscription
    }

    /// Saves another reading of the document that a living number has, which proves nothing new about the number; true
    /// when anything of the number reads differently.
    ///
    /// The rows that documents share, such as organizations, stay as they are: an older document may say less than a
    /// newer one did. The next fetch renews them, whatever it brings: the content hash is one that no document has.
    func reread(_ document: NormalizedSubscription) throws -> Bool {
        guard let known = try numbers.find(document.msisdn), !known.contentHash.isEmpty,
            known.contentHash != document.contentHash
        else { return false }
        try shared.saveMissing(of: document)
        let change = try replace(document, known: known, account: .null)
        try numbers.update(
            known.key, changedAt: change.at, verifiedAt: known.verifiedAt, contentHash: Self.hashOfNothing)
        return change.at != known.changedAt
    }

    private static let hashOfNothing: [UInt8] = [0]

    /// Puts a document's rows in the place of those that a number has.
    ///
    /// - Parameter account: NULL keeps the one that the number has.
    /// - Returns: whether anything of the subscription changed, and when anything of the number last did.
    private func replace(
        _ document: NormalizedSubscription, known: KnownNumber, account: Value
    ) throws -> (isSubscription: Bool, at: String) {
        let observedAt = Self.instant(after: known.changedAt, now: now)
        let observed = try instants.second(of: observedAt)
        var rows = Replacement(writer: self, number: known.key, observed: observed)
        try document.write(to: &rows)
        var isChanged = rows.hasChanged
        let version = try numbers.openVersion(known.key)
        let next = account == .null ? version?.account ?? .null : account
        let values = try document.subscription.stored(texts)
        if version.map({ $0.isGone || $0.values != values || $0.account != next }) ?? true {
            isChanged = true
            replaced[Relation.subscription.name, default: 0] += 1
            if version != nil { try numbers.close(known, at: observed) }
            try numbers.open(known.key, values: values, account: next, at: observed)
        }
        // No change of the subscription, and yet one of its versions: the next one has to begin later.
        var unreadable = Replacement(writer: self, number: known.key, observed: observed)
        try unreadable.add(document.unreadableRows)
        return (isChanged, isChanged || unreadable.hasChanged ? observedAt : known.changedAt)
    }

    /// Puts in the rows of a number that is new.
    private struct Insertion: RowSink {
        let writer: DocumentWriter
        let number: NumberKey
        let observed: Int64

        func add<Row: RelationRow>(_ rows: [Row]) throws {
            guard !rows.isEmpty else { return }
            try writer.statements(of: Row.relation).insert(
                rows, of: number, observed: observed, texts: writer.texts)
        }
    }

    /// Puts rows in the place of those that a number has.
    private struct Replacement: RowSink {
        let writer: DocumentWriter
        let number: NumberKey
        let observed: Int64
        var hasChanged = false

        mutating func add<Row: RelationRow>(_ rows: [Row]) throws {
            let next = try rows.map { try $0.stored(writer.texts) }
            if try writer.statements(of: Row.relation).replace(
                with: next, of: number, observed: observed, texts: writer.texts)
            {
                hasChanged = true
                writer.replaced[Row.relation.name, default: 0] += 1
            }
        }
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
