import Foundation
import GRDB
import MirrorCore

/// Writes Millom's data about subscribers as rows and versions.
///
/// Invariant: the versions of one subscriber that change in one batch open and close at one instant, and that
/// instant is later than every one before it, whatever the clock does. So versions neither overlap nor leave
/// holes. A record replaces only its own rows.
final class MillomWriter {
    private let now: Date
    private let nowText: String
    private let interval: Duration
    private let db: Database
    private let texts: TextIDs
    private let instants: Instants
    private let millom: MillomStatements
    /// Statements by relation name.
    private var statements: [String: RelationStatements] = [:]
    private(set) var anomalies: [Anomaly] = []
    private(set) var summary = SaveSummary()

    /// Runs `body` with a writer, then flushes the pending rows.
    static func with<Result>(
        _ db: Database, now: Date, every interval: Duration, body: (MillomWriter) throws -> Result
    ) throws -> Result {
        let writer = try MillomWriter(in: db, now: now, every: interval)
        let result = try body(writer)
        for statements in writer.statements.values { try statements.flush() }
        return result
    }

    private init(in db: Database, now: Date, every interval: Duration) throws {
        self.now = now
        nowText = Instant.text(now)
        self.interval = interval
        self.db = db
        texts = try TextIDs(in: db)
        instants = try Instants(in: db)
        millom = try MillomStatements(in: db)
    }

    private func statements(of relation: Relation) throws -> RelationStatements {
        if let known = statements[relation.name] { return known }
        let made = try RelationStatements(relation, in: db)
        statements[relation.name] = made
        return made
    }

    /// Saves the outcomes of one subscriber's records; if a record has several, its
    /// last successful one counts.
    ///
    /// A subscriber unknown to the mirror, for instance one forgotten meanwhile, is not added.
    func save(_ outcomes: [MillomOutcome], of subscriber: String) throws {
        guard let known = try millom.find(subscriber) else { return }
        let byRecord = Dictionary(
            outcomes.map { ($0.record, $0) },
            uniquingKeysWith: { earlier, later in
                if case .document = earlier, case .document = later { return later }
                if case .document = earlier { return earlier }
                return later
            })
        // Never before first_seen_at, so that the subscriber is known at every time it has a version.
        let observedAt =
            known.changedAt.map { DocumentWriter.instant(after: $0, now: nowText) }
            ?? max(nowText, known.firstSeenAt)
        var hasChanged = false
        var account: MillomAccountRow?
        var isAccountSaid = false
        for record in MillomRecord.allCases {
            guard let outcome = byRecord[record], let before = try millom.find(record, of: subscriber) else {
                continue
            }
            guard case .document(let document) = outcome else {
                try note(outcome, after: before)
                continue
            }
            summary.fetched += 1
            try noteReading(document)
            guard before.contentHash != document.contentHash else { continue }
            anomalies += document.anomalies
            var rows = Replacement(
                writer: self, record: document, observed: try instants.second(of: observedAt))
            try document.write(to: &rows)
            account = document.account ?? account
            isAccountSaid = isAccountSaid || record != .upsellOffer
            if rows.hasChanged { hasChanged = true }
            summary.changed += rows.hasChanged ? 1 : 0
        }
        if isAccountSaid,
            try saveAccount(account, of: subscriber, observed: instants.second(of: observedAt))
        {
            // The account row may be the only change.
            summary.changed += hasChanged ? 0 : 1
            hasChanged = true
        }
        if try millom.count(.invalidNumber, of: subscriber) == MillomRecord.allCases.count,
            try close(subscriber, observed: instants.second(of: observedAt))
        {
            summary.gone += 1
            hasChanged = true
        }
        if hasChanged { try millom.noteChange(of: subscriber, at: observedAt) }
    }

    private func noteReading(_ document: NormalizedMillomRecord) throws {
        let subscriber = document.subscriber.id
        try millom.noteRead(
            document, at: now, due: MillomFetchSchedule.afterReading(document, at: now, every: interval))
        try millom.noteKnown(true, subscriber)
        if document.record == .balance { try millom.noteTenure(document.tenureDays, of: subscriber) }
    }

    /// Notes a record that could not be read, and when to try it again.
    private func note(_ outcome: MillomOutcome, after before: KnownRecord) throws {
        switch outcome {
        case .document: return
        case .refused(let subscriber, let record, let refusal):
            try millom.noteTry(
                record, of: subscriber.id, at: now,
                due: MillomFetchSchedule.afterRefusal(at: now, every: interval),
                attempts: 0, cause: refusal.rawValue)
            if let isKnown = refusal.isKnown { try millom.noteKnown(isKnown, subscriber.id) }
        case .failed(let subscriber, let record, let cause):
            let attempts = before.attempts + 1
            try millom.noteTry(
                record, of: subscriber.id, at: now,
                due: MillomFetchSchedule.afterFailing(attempts: attempts, at: now),
                attempts: attempts, cause: cause)
            summary.quarantined += 1
        }
    }

    /// Writes the row that the account information and the balance share; true if it changed.
    ///
    /// - Parameter account: the account in the latest balance; nil if there was
    ///   none, which keeps the stored row.
    private func saveAccount(
        _ account: MillomAccountRow?, of subscriber: String, observed: Int64
    ) throws -> Bool {
        let statements = try statements(of: .millomAccount)
        let key = Value.text(subscriber)
        var row =
            try account?.stored(texts) ?? statements.current(ofOwner: key).first
            ?? MillomAccountRow(subscriber: subscriber).stored(texts)
        row[0] = Value(try texts.id(of: try millom.accountType(of: subscriber)))
        return try statements.replace(with: [row], ofOwner: key, observed: observed, texts: texts)
    }

    /// Closes all rows of a subscriber that Millom does not know; true if any was open.
    ///
    /// The caller requires that refusal from all three records: a single one may be a fault.
    private func close(_ subscriber: String, observed: Int64) throws -> Bool {
        var hasChanged = false
        for relation in RelationRegistry.mirror.ofSubscribers {
            if try statements(of: relation).replace(
                with: [], ofOwner: .text(subscriber), observed: observed, texts: texts)
            {
                hasChanged = true
            }
        }
        try millom.dropContent(of: subscriber)
        if hasChanged { try millom.noteTenure(nil, of: subscriber) }
        return hasChanged
    }

    /// Replaces the rows that a record owns.
    private struct Replacement: RowSink {
        let writer: MillomWriter
        let record: NormalizedMillomRecord
        let observed: Int64
        var hasChanged = false

        mutating func add<Row: RelationRow>(_ rows: [Row]) throws {
            let next = try rows.map { try $0.stored(writer.texts) }
            if try writer.statements(of: Row.relation).replace(
                with: next, ofOwner: .text(record.subscriber.id), part: part(of: Row.relation),
                observed: observed, texts: writer.texts)
            {
                hasChanged = true
            }
        }

        /// The first column's value in the record's rows, for relations that several records write.
        private func part(of relation: Relation) -> Value? {
            switch relation.name {
            case Relation.millomMoneyBalance.name: .text(record.record.rawValue)
            case Relation.millomText.name:
                .text((record.record == .balance ? MillomTextRow.Owner.plan : .offer).rawValue)
            default: nil
            }
        }
    }
}
