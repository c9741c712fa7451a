import Foundation
import MirrorCore

/// An export's place in a lake, a directory with exports of many companies and days.
///
/// DuckDB, Spark and others read `tenant=acme/snapshot_date=2026-11-22` as two more columns.
struct LakePartition: Sendable, Equatable {
    private let name: TenantName
    /// `YYYY-MM-DD`.
    let date: String

    /// The partition of `tenant` for the day of `moment` in `timeZone`.
    ///
    /// - Throws: ``ExportFailure``.
    init(
        tenant: String, of moment: Date?, timeZone: TimeZone, format: ExportFormat
    ) throws(ExportFailure) {
        guard format.isForLakes else { throw .noLakeFormat(format) }
        name = try TenantName(tenant)
        guard let moment else { throw .noSnapshotDate }
        date = CalendarDay.text(of: moment, in: timeZone)
    }

    var tenant: String { name.text }

    /// The folders above the partition in `lake`, outermost first.
    func parents(in lake: String) -> [String] { [lake, name.folder(in: lake)] }

    /// The partition's directory in `lake`.
    func directory(in lake: String) -> String { name.folder(in: lake) + "/snapshot_date=" + date }
}
