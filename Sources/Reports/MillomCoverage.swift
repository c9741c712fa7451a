import Foundation
import GRDB
package import MirrorCore
import MirrorReading
import Schema

/// How fresh and how complete a report's data from Millom is.
package struct MillomCoverage: Sendable, Equatable {
    /// When the last run ended that read all due records and took the journal in; nil if none has.
    package let completeAt: String?
    package let runID: Int64?
    /// The state of the records; nil in the past, where it is unknown.
    package let facts: MillomFacts?

    init(asOf: AsOf?, at now: Date, in db: Database) throws {
        let run = try Row.fetchOne(
            db,
            sql: """
                SELECT id, finished_at FROM sync_run
                WHERE source = 'millom' AND outcome = 'complete' ORDER BY id DESC LIMIT 1
                """)
        completeAt = run?["finished_at"]
        runID = run?["id"]
        facts = asOf == nil ? try MillomFacts(db, now: now) : nil
    }

    /// Clauses for people.
    func texts(in timeZone: TimeZone) -> [String] {
        [completeness(timeZone), records(timeZone)]
    }

    private func completeness(_ timeZone: TimeZone) -> String {
        guard let completeAt, let runID else { return "Millom not complete yet" }
        let local = Instant.date(completeAt).map { LocalTime.words($0, in: timeZone) } ?? completeAt
        return "Millom complete as of \(local) (run \(runID))"
    }

    private func records(_ timeZone: TimeZone) -> String {
        guard let facts else { return "when its records were read by then is unknown" }
        var words = "\(facts.records) records of \(facts.followed) subscribers"
        if let oldest = facts.oldestReadAt, let newest = facts.newestReadAt {
            words +=
                " read from \(LocalTime.words(oldest, in: timeZone)) to \(LocalTime.words(newest, in: timeZone))"
        }
        return words + ", \(facts.due) due, \(facts.neverRead) never read, \(facts.failing) failing"
    }

    var json: JSONValue {
        .object([
            ("complete_at", JSONValue(completeAt)), ("run_id", runID.map { .integer($0) } ?? .null),
            ("subscriber_count", JSONValue(facts?.followed)), ("record_count", JSONValue(facts?.records)),
            ("due_count", JSONValue(facts?.due)), ("never_read_count", JSONValue(facts?.neverRead)),
            ("failing_count", JSONValue(facts?.failing)),
            ("oldest_read_at", JSONValue(facts?.oldestReadAt.map(Instant.text))),
            ("newest_read_at", JSONValue(facts?.newestReadAt.map(Instant.text))),
        ])
    }
}
