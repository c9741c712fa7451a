package import Foundation
import GRDB
import MirrorCore

/// From when on an export takes changes, where it does not take everything.
package enum ChangesSince: Sendable, Equatable {
    /// From the run's end on, or from its beginning where it never came to one.
    case run(Int64)
    case instant(Date)

    /// Reads a run's number, a time such as 2026-11-22T13:05:00Z or a day, which means its beginning in `timeZone`.
    ///
    /// - Throws: ``ExportFailure/notSince(_:)``.
    package init(_ text: String, timeZone: TimeZone) throws(ExportFailure) {
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let run = Int64(text) {
            self = .run(run)
        } else if let day = CalendarDay(text) {
            self = .instant(day.beginning(in: timeZone))
        } else if let date = Instant.date(text), Instant.text(date) == text {
            self = .instant(date)
        } else {
            throw .notSince(text)
        }
    }

    /// The instant that is meant, as the relations write it.
    ///
    /// - Throws: ``ExportFailure/unknownRun(_:)``.
    func instant(in db: Database) throws -> String {
        switch self {
        case .instant(let date): return Instant.text(date)
        case .run(let id):
            let end = try String.fetchOne(
                db, sql: "SELECT coalesce(finished_at, started_at) FROM sync_run WHERE id = :id",
                arguments: ["id": id])
            guard let end else { throw ExportFailure.unknownRun(id) }
            return end
        }
    }
}
