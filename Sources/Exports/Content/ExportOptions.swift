package import MirrorCore
import MirrorReading

/// The part of a mirror that is exported, and how.
package struct ExportOptions: Sendable {
    package var format: ExportFormat
    /// The relations to export, by name; nil for all.
    package var relations: [String]?
    /// Identifies the content, to tell whether two exports are of the same; it is
    /// passed on as it is.
    package var stamp: String?
    /// Identifies everything but the mirror's rows that the files depend on; nil for an export that nothing is
    /// made from later.
    var basis: String?
    /// How much of people leaves.
    package var privacy = ExportPrivacy.full
    /// From when on changes are taken; nil for everything.
    ///
    /// Of what belongs to subscriptions only those are taken that changed since then, each with all its rows, so
    /// that whoever has an earlier export replaces them by msisdn. `subscription` is always among the relations
    /// then: it has those that are gone, with `gone_at`. What belongs to no subscription is whole.
    package var changesSince: ChangesSince?
    /// The closed month whose rows are taken of the relations of closed months; nil for all months.
    ///
    /// Without ``relations`` these relations are exported, and those that name their accounts, organizations and types.
    package var month: CalendarMonth?
    /// The company under whose name the export becomes a part of a lake; nil for an export that stands alone.
    package var tenant: String?
    /// For the programs that a format needs.
    package var programs: ProgramEnvironment
    /// How many rows a sheet of a workbook holds at most, without its header; no more than Excel's own limit.
    package var rowsPerSheet = SpreadsheetLimit.rows

    package init(
        format: ExportFormat = .csv, relations: [String]? = nil, stamp: String? = nil,
        programs: ProgramEnvironment
    ) {
        self.format = format
        self.relations = relations
        self.stamp = stamp
        self.programs = programs
    }
}
