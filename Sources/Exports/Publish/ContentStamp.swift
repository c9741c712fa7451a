import Crypto
import Foundation
import GRDB
import MirrorCore
import MirrorReading
import Schema

/// A digest that changes with what readers can see, computed without reading all of it.
///
/// Every change to a subscription and its rows advances its `changed_at`, which therefore represents them.
/// Times of verifications, counts and searches are excluded: they would change the stamp after each run.
struct ContentStamp {
    private var hasher = SHA256()
    private var pending: [UInt8] = []

    /// The stamp of what `publication` would write, in lower-case hexadecimal digits.
    static func text(
        of publication: Publication, timeZone: TimeZone, in db: Database
    ) throws -> String {
        var stamp = ContentStamp()
        stamp.add("submirror \(publication.version)")
        stamp.add("schema \(Schema.version)")
        for format in publication.formats {
            let privacy = try publication.privacy(for: format)
            if format.isForPeople { stamp.add(timeZone.identifier + " " + publication.language.rawValue) }
            if format == .sqlite { try stamp.add(wordsOf: publication) }
            stamp.add("\(format.rawValue) \(privacy.level.rawValue) \(privacy.fingerprint)")
            if format == .html {
                for fact in publication.page.basis { stamp.add(fact) }
                // Lists such as "ending soon" and "changed this week" differ each day, even without a run.
                try stamp.add(rowsOf: "SELECT report_day()", in: db)
            }
        }
        for sql in shared + content + ofMillom { try stamp.add(rowsOf: sql, in: db) }
        return stamp.finish()
    }

    /// Identifies everything besides the mirror's rows on which the files of
    /// `publication` in `format` depend.
    ///
    /// In lower-case hexadecimal digits. Includes the day, as a state may change with the day alone: so each
    /// day's first publication is made from the mirror, and checked as a whole.
    static func basis(
        of publication: Publication, in format: ExportFormat, timeZone: TimeZone, _ db: Database
    ) throws -> String {
        let privacy = try publication.privacy(for: format)
        var stamp = ContentStamp()
        stamp.add("submirror \(publication.version)")
        stamp.add("schema \(Schema.digest)")
        for table in Schema.snapshot.sorted(by: { $0.key < $1.key }) { stamp.add(table.value) }
        stamp.add("\(format.rawValue) \(privacy.level.rawValue) \(privacy.fingerprint)")
        if format.isForPeople { stamp.add(timeZone.identifier + " " + publication.language.rawValue) }
        if format == .sqlite { try stamp.add(wordsOf: publication) }
        try stamp.add(rowsOf: "SELECT day FROM _report_day", in: db)
        try stamp.add(rowsOf: removed, in: db)
        return stamp.finish()
    }

    /// Relations whose changes advance no number's `changed_at`.
    private static let shared = RelationRegistry.mirror.visible.filter { $0.past == .asNow }.map { relation in
        "SELECT \(relation.columns.joined(separator: ", ")) FROM \(relation.name) "
            + "ORDER BY \(relation.order.joined(separator: ", "))"
    }

    /// Versions that retention removes move no number's `changed_at`, and no publication keeps them.
    private static let removed =
        "SELECT text, (SELECT value FROM _state WHERE key = 'mirror.history_cursor') FROM _history_floor"

    private static let content = [
        "SELECT id FROM _mirror", removed,
        "SELECT msisdn, first_seen_at, changed_at FROM _subscription ORDER BY msisdn",
        """
        SELECT msisdn, product_id, name, cancellable, valid_to FROM orderable_add_on
        ORDER BY msisdn, product_id
        """,
        "SELECT path, kind, example FROM anomaly ORDER BY path, kind",
        "SELECT count(*), sum(count) FROM _unreadable_history WHERE observed_to IS NULL",
        // A state changes with the day alone once its last day has passed.
        """
        SELECT count(*) FROM subscription
        WHERE gone_at IS NULL AND valid_to_date < (SELECT day FROM _report_day)
        """,
        "SELECT msisdn, stage, error FROM quarantine ORDER BY msisdn",
        "SELECT count(*), max(id) FROM audit",
    ]

    /// Versions begin and end but never change; purchases and notifications are only added.
    private static let ofMillom =
        RelationRegistry.mirror.ofSubscribers.filter { $0.storage == .versions }.map { relation in
            "SELECT count(*), count(observed_to), max(observed_from), max(observed_to) FROM \(relation.historyName)"
        } + [
            "SELECT count(*), count(subscriber) FROM _millom_purchase",
            "SELECT count(*), count(message) FROM _millom_purchase_event",
            "SELECT count(*), max(entry), count(DISTINCT subscriber) FROM _millom_notification",
            "SELECT id, reopened_at FROM month_closing ORDER BY id",
        ]

    /// The words and questions in a snapshot's `metadata.json`.
    private mutating func add(wordsOf publication: Publication) throws {
        add(publication.language.rawValue)
        for question in try publication.questions() { add(question.name + question.sql) }
    }

    private mutating func add(rowsOf sql: String, in db: Database) throws {
        add(sql)
        let statement = try ReadStatement(sql, in: db)
        while try statement.step() {
            for column in statement.columns.indices { add(statement.cell(column)) }
        }
    }

    private mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add(.text($0)) }
    }

    /// Prefixed with kind and length, so that no two lists of cells give the same bytes.
    private mutating func add(_ cell: ReadStatement.Cell) {
        switch cell {
        case .null: pending.append(0)
        case .integer(let number): add(1, number.littleEndian)
        case .real(let number): add(2, number.bitPattern.littleEndian)
        case .text(let bytes):
            add(3, bytes.count.littleEndian)
            pending += bytes
        case .blob(let bytes):
            add(4, bytes.count.littleEndian)
            pending += bytes
        }
        if pending.count > 1 << 16 { flush() }
    }

    private mutating func add(_ kind: UInt8, _ number: some FixedWidthInteger) {
        pending.append(kind)
        withUnsafeBytes(of: number) { pending += $0 }
    }

    private mutating func flush() {
        hasher.update(data: pending)
        pending.removeAll(keepingCapacity: true)
    }

    private consuming func finish() -> String {
        flush()
        return Hexadecimal.text(hasher.finalize())
    }
}
