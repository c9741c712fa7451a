import Foundation
import GRDB
import MirrorCore
import MirrorReading

/// Facts about an export as a whole.
///
/// The time of exporting is not among them, so that the same mirror gives the same bytes.
package struct ExportFacts: Sendable, Equatable {
    package let format: ExportFormat
    /// The time of its data: `snapshot_info.as_of`; nil before the first complete run.
    package let asOf: String?
    /// Its run in `sync_run`; nil before the first complete run.
    package let runID: Int64?
    /// When that run ended.
    ///
    /// Together with the mirror's id it identifies the moment; after a backup was restored, the
    /// run's number alone does not.
    package let runFinishedAt: String?
    /// The mirror's id: `snapshot_info.mirror_id`.
    package let mirrorID: String?
    package let schemaVersion: Int
    /// The privacy level of its personal columns: `snapshot_info.privacy`.
    package let privacy: String
    /// The time since which its subscriptions changed; nil if it holds all of them.
    package let changesSince: String?
    /// The closed month that it is limited to, `YYYY-MM`; nil for all months.
    let month: String?
    /// The time zone of its instants; nil for UTC.
    let timeZone: String?
    /// Its place in a lake; nil for a standalone export.
    let partition: LakePartition?
    /// See ``ExportOptions/stamp``.
    package let stamp: String?
    /// See ``ExportOptions/basis``.
    let basis: String?
    /// The stamp of the publication whose files were updated; nil if everything was made from the mirror.
    var builtOn: String?

    /// Combines `snapshot_info` with `options`.
    ///
    /// - Throws: ``ExportFailure``.
    init(_ options: ExportOptions, from viewpoint: Viewpoint, of db: Database) throws {
        let info = try Row.fetchOne(
            db,
            sql: """
                SELECT as_of, mirror_id, run_id, schema_version,
                    (SELECT finished_at FROM sync_run WHERE id = run_id) AS run_finished_at
                FROM snapshot_info
                """)
        format = options.format
        asOf = info?["as_of"]
        runID = info?["run_id"]
        runFinishedAt = info?["run_finished_at"]
        mirrorID = info?["mirror_id"]
        schemaVersion = info?["schema_version"] ?? 0
        privacy = options.privacy.level.rawValue
        changesSince = try options.changesSince?.instant(in: db)
        month = options.month?.text
        timeZone = options.format.isForPeople ? viewpoint.timeZone.identifier : nil
        let moment = viewpoint.asOf?.lastMoment ?? asOf.flatMap(Instant.date)
        partition = try options.tenant.map {
            try LakePartition(tenant: $0, of: moment, timeZone: viewpoint.timeZone, format: options.format)
        }
        stamp = options.stamp
        basis = options.basis
    }

    /// - Parameter seal: see ``DataPackage/json``.
    func json(seal: String) -> JSONValue {
        let origin: [(key: String, value: JSONValue)] =
            basis.map { [("basis", .string($0)), ("built_on", JSONValue(builtOn))] } ?? []
        let facts: [(key: String, value: JSONValue)] = [
            ("made_by", .string(DataPackage.maker)),
            ("program_version", .string(ProgramVersion.text)), ("format", .string(format.rawValue)),
            ("schema_version", .integer(Int64(schemaVersion))), ("as_of", JSONValue(asOf)),
            ("mirror_id", JSONValue(mirrorID)), ("run_id", runID.map { .integer($0) } ?? .null),
            ("run_finished_at", JSONValue(runFinishedAt)), ("privacy", .string(privacy)),
            ("changes_since", JSONValue(changesSince)), ("month", JSONValue(month)),
            ("time_zone", JSONValue(timeZone)),
            ("tenant", JSONValue(partition?.tenant)),
            ("snapshot_date", JSONValue(partition?.date)), ("stamp", JSONValue(stamp)),
        ]
        return .object(facts + origin + [("seal", .string(seal))])
    }
}
