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
    /// Statements by relation name.
    private var statements: [String: RelationStatements] = [:]
    /// The same by the rows' type, as a name would be hashed ten times for each document.
    private var statementsOfRows: [ObjectIdentifier: RelationStatements] = [:]
    private(set) var anomalies: [Anomaly] = []
    /// How many numbers had rows replaced, by relation name.
    private(set) var replaced: [String: Int] = [:]

    /// Runs `body` with a writer, then flushes the pending rows.
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

    private func statements<Row: RelationRow>(of row: Row.Type) throws -> RelationStatements {
        if let known = statementsOfRows[ObjectIdentifier(row)] { return known }
        let found = try statements(of: Row.relation)
        statementsOfRows[ObjectIdentifier(row)] = found
        return found
    }

    /// Saves one detail and its orderable add-ons; true if the number is new or its detail changed.
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

    /// Tombstones a number: opens a last version with `gone_at` and closes everything else.
    ///
    /// Returns false if the number was never stored or is gone already.
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

    /// Saves a new reading of a living number's stored document; true if anything of
    /// the number reads differently.
    ///
    /// Verifies nothing. Rows shared between documents, such as organizations, stay unchanged: an older
    /// document may say less than a newer one. The content hash is set to one that no document has, so that
    /// the next fetch renews those rows whatever it brings.
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

    /// Replaces a number's rows with a document's.
    ///
    /// - Parameter account: NULL keeps the number's account.
    /// - Returns: whether anything of the subscription changed, and when anything of the number last changed.
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
        // Unreadable values have versions too, though the subscription is unchanged: the
        // next version must begin later.
        var unreadable = Replacement(writer: self, number: known.key, observed: observed)
        try unreadable.add(document.unreadableRows)
        return (isChanged, isChanged || unreadable.hasChanged ? observedAt : known.changedAt)
    }

    /// Inserts the rows of a new number.
    private struct Insertion: RowSink {
        let writer: DocumentWriter
        let number: NumberKey
        let observed: Int64

        func add<Row: RelationRow>(_ rows: [Row]) throws {
            guard !rows.isEmpty else { return }
            try writer.statements(of: Row.self).insert(
                rows, of: number, observed: observed, texts: writer.texts)
        }
    }

    /// Replaces a number's rows.
    private struct Replacement: RowSink {
        let writer: DocumentWriter
        let number: NumberKey
        let observed: Int64
        var hasChanged = false

        mutating func add<Row: RelationRow>(_ rows: [Row]) throws {
            let next = try rows.map { try $0.stored(writer.texts) }
            if try writer.statements(of: Row.self).replace(
                with: next, of: number, observed: observed, texts: writer.texts)
            {
                hasChanged = true
                writer.replaced[Row.relation.name, default: 0] += 1
            }
        }
    }

    /// The instant recorded for a change seen now: `now`, or one second after the
    /// last change if that is later.
    ///
    /// Otherwise two changes in one second, or a clock set back, would produce a version that ends before it
    /// begins, and its content would be lost.
    static func instant(after last: String, now: String) -> String {
        guard now <= last, let date = Instant.date(last) else { return now }
        return Instant.text(date.addingTimeInterval(1))
    }
}
