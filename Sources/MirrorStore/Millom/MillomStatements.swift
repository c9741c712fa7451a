import Foundation
import GRDB
import MirrorCore
import Schema

/// The mirror's own facts about a subscriber, besides its rows.
struct KnownSubscriber {
    let id: String
    let firstSeenAt: String
    /// Nil until the first version is stored.
    let changedAt: String?
}

/// The mirror's own facts about a record, besides its rows.
struct KnownRecord {
    /// Empty if no rows are stored.
    let contentHash: [UInt8]
    let attempts: Int
}

/// The statements for a subscriber as a whole and for the schedule of its records.
struct MillomStatements {
    private let findSubscriber: SQLStatement
    private let noteChange: SQLStatement
    private let noteKnown: SQLStatement
    private let noteTenure: SQLStatement
    private let findRecord: SQLStatement
    private let noteRead: SQLStatement
    private let noteTry: SQLStatement
    private let findType: SQLStatement
    private let countCause: SQLStatement
    private let dropContent: SQLStatement

    init(in db: Database) throws {
        findSubscriber = try SQLStatement(
            cached: "SELECT first_seen_at, changed_at FROM _millom_subscriber WHERE subscriber = ?", in: db)
        noteChange = try SQLStatement(
            cached: "UPDATE _millom_subscriber SET changed_at = ?2 WHERE subscriber = ?1", in: db)
        noteKnown = try SQLStatement(
            cached: """
                UPDATE _millom_subscriber SET is_known = ?2 WHERE subscriber = ?1 AND is_known IS NOT ?2
                """, in: db)
        noteTenure = try SQLStatement(
            cached: """
                UPDATE _millom_subscriber SET tenure_days = ?2 WHERE subscriber = ?1 AND tenure_days IS NOT ?2
                """, in: db)
        findRecord = try SQLStatement(
            cached: "SELECT content_hash, attempts FROM _millom_record WHERE subscriber = ? AND record = ?",
            in: db)
        noteRead = try SQLStatement(
            cached: """
                UPDATE _millom_record SET due_at = ?3, asked_at = ?4, fetched_at = ?4, valid_until = ?5,
                    account_type = ?6, attempts = 0, error_cause = NULL, content_hash = ?7
                WHERE subscriber = ?1 AND record = ?2
                """, in: db)
        noteTry = try SQLStatement(
            cached: """
                UPDATE _millom_record SET due_at = ?3, asked_at = ?4, attempts = ?5, error_cause = ?6
                WHERE subscriber = ?1 AND record = ?2
                """, in: db)
        findType = try SQLStatement(
            cached: """
                SELECT account_type FROM _millom_record
                WHERE subscriber = ? AND account_type IS NOT NULL ORDER BY record LIMIT 1
                """, in: db)
        countCause = try SQLStatement(
            cached: "SELECT count(*) FROM _millom_record WHERE subscriber = ? AND error_cause = ?", in: db)
        dropContent = try SQLStatement(
            cached: """
                UPDATE _millom_record SET content_hash = NULL, account_type = NULL WHERE subscriber = ?
                """, in: db)
    }

    func find(_ subscriber: String) throws -> KnownSubscriber? {
        try findSubscriber.rows([.text(subscriber)]).first.map { row in
            KnownSubscriber(
                id: subscriber, firstSeenAt: Self.text(row[0]) ?? "", changedAt: Self.text(row[1]))
        }
    }

    private static func text(_ value: Value) -> String? {
        if case .text(let text) = value { text } else { nil }
    }

    func find(_ record: MillomRecord, of subscriber: String) throws -> KnownRecord? {
        try findRecord.first([.text(subscriber), .text(record.rawValue)]) { row in
            KnownRecord(contentHash: row.bytes(0), attempts: Int(row.integer(1)))
        }
    }

    func noteChange(of subscriber: String, at instant: String) throws {
        try noteChange.run([.text(subscriber), .text(instant)])
    }

    func noteKnown(_ isKnown: Bool, _ subscriber: String) throws {
        try noteKnown.run([.text(subscriber), Value(isKnown)])
    }

    func noteTenure(_ days: Int64?, of subscriber: String) throws {
        try noteTenure.run([.text(subscriber), Value(days)])
    }

    func noteRead(_ document: NormalizedMillomRecord, at now: Date, due: Date) throws {
        try noteRead.run(
            [
                .text(document.subscriber.id), .text(document.record.rawValue), Self.seconds(due),
                Self.seconds(now), document.validUntil.map(Self.seconds) ?? .null,
                Value(document.accountType),
            ], blob: document.contentHash)
    }

    func noteTry(
        _ record: MillomRecord, of subscriber: String, at now: Date, due: Date, attempts: Int, cause: String
    ) throws {
        try noteTry.run([
            .text(subscriber), .text(record.rawValue), Self.seconds(due), Self.seconds(now), Value(attempts),
            .text(cause),
        ])
    }

    /// The account's type according to the account information, otherwise according to the balance.
    func accountType(of subscriber: String) throws -> String? {
        try findType.rows([.text(subscriber)]).first.flatMap { Self.text($0[0]) }
    }

    /// How many of the subscriber's records were last refused for `cause`.
    func count(_ cause: MillomRefusal, of subscriber: String) throws -> Int {
        try countCause.first([.text(subscriber), .text(cause.rawValue)]) { Int($0.integer(0)) } ?? 0
    }

    /// Clears the stored content hashes, so that the next replies count as new.
    func dropContent(of subscriber: String) throws { try dropContent.run([.text(subscriber)]) }

    static func seconds(_ date: Date) -> Value { .integer(second(date)) }

    /// Seconds since 1970, clamped to the range of years that the mirror can represent.
    static func second(_ date: Date) -> Int64 {
        Int64(min(max(date.timeIntervalSince1970, -62_135_596_800), 253_402_300_799).rounded(.down))
    }
}
