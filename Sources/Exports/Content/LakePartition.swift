import Foundation
import MirrorCore

/// An export's place in a lake, a directory with exports of many companies and days.
///
/// DuckDB, Spark and others read `tenant=acme/snapshot_date=2026-11-22` as two more columns.
struct LakePartition: Sendable, Equatable {
    let tenant: String
    /// `YYYY-MM-DD`.
    let date: String

    /// The partition of `tenant` for the day of `moment` in `timeZone`.
    ///
    /// - Throws: ``ExportFailure``.
    init(
        tenant: String, of moment: Date?, timeZone: TimeZone, format: ExportFormat
    ) throws(ExportFailure) {
        guard format.isForLakes else { throw .noLakeFormat(format) }
        let isName = tenant.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "._-".utf8.contains(byte)
        }
        guard isName, tenant.first?.isLetter == true || tenant.first?.isNumber == true else {
            throw .notATenant(tenant)
        }
        guard let moment else { throw .noSnapshotDate }
        self.tenant = tenant
        date = CalendarDay.text(of: moment, in: timeZone)
    }

    /// The folders above the partition in `lake`, outermost first.
    func parents(in lake: String) -> [String] { [lake, lake + "/tenant=" + tenant] }

    /// The partition's directory in `lake`.
    func directory(in lake: String) -> String { lake + "/tenant=\(tenant)/snapshot_date=\(date)" }
}
