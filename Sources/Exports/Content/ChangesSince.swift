package import Foundation
import GRDB
import MirrorCore

/// The point from which a change export takes changes.
package enum ChangesSince: Sendable, Equatable {
    /// The run's end, or its beginning if it never ended.
    case run(Int64)
    case instant(Date)
    /// The point that an earlier export reached.
    case export(ExportMoment)

    /// Parses a run's number, a time such as 2026-11-22T13:05:00Z, a day (its
    /// beginning in `timeZone`), or a path.
    ///
    /// The path leads to an earlier export: its directory, or the `datapackage.json` in it.
    ///
    /// - Throws: ``ExportFailure/notSince(_:)``.
    package init(_ text: String, timeZone: TimeZone) throws(ExportFailure) {
        if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let run = Int64(text) {
            self = .run(run)
        } else if let day = CalendarDay(text) {
            self = .instant(day.beginning(in: timeZone))
        } else if let date = Instant.date(text), Instant.text(date) == text {
            self = .instant(date)
        } else if let moment = EarlierExport.moment(of: Self.directory(text)) {
            self = .export(moment)
        } else {
            throw .notSince(text)
        }
    }

    /// The instant, in the relations' format.
    ///
    /// - Throws: ``ExportFailure/unknownRun(_:)``.
    func instant(in db: Database) throws -> String {
        switch self {
        case .instant(let date): return Instant.text(date)
        case .run(let id): return try Self.end(of: id, in: db)
        case .export(let moment): return try Self.end(of: moment.run(in: db), in: db)
        }
    }

    /// The run's end, or an earlier time at which a later run began or ended, if a clock was set back since.
    ///
    /// Nothing observed after the run is dated earlier.
    private static func end(of run: Int64, in db: Database) throws -> String {
        let end = try String.fetchOne(
            db,
            sql: """
                SELECT min(
                    coalesce(finished_at, started_at),
                    coalesce((
                        SELECT min(min(started_at, coalesce(finished_at, started_at)))
                        FROM sync_run WHERE id > run.id), '9999'))
                FROM sync_run AS run WHERE id = :id
                """, arguments: ["id": run])
        guard let end else { throw ExportFailure.unknownRun(run) }
        return end
    }

    private static func directory(_ text: String) -> String {
        let url = URL(fileURLWithPath: text)
        return url.lastPathComponent == DataPackage.fileName ? url.deletingLastPathComponent().path : url.path
    }
}
