package import MirrorCore
package import MirrorReading

/// The selection, form and privacy of an export.
package struct ExportOptions: Sendable {
    package var format: ExportFormat
    /// The relations to export, by name; nil for all.
    package var relations: [String]?
    /// Identifies the content, to tell whether two exports are equal; stored unchanged.
    package var stamp: String?
    /// Identifies everything except the mirror's rows on which the files depend.
    ///
    /// Nil if no later export will be built on this one.
    var basis: String?
    /// How much personal data is exported.
    package var privacy = ExportPrivacy.full
    /// The point from which changes are taken; nil exports everything.
    ///
    /// Relations of subscriptions then contain only the subscriptions that changed since, each with
    /// all its rows, so that a recipient of an earlier export can replace them by msisdn.
    /// `subscription` is always included: it has those that are gone, with `gone_at`. Relations that
    /// do not belong to subscriptions are complete.
    package var changesSince: ChangesSince?
    /// The closed month whose rows are taken from the relations of closed months; nil for all months.
    ///
    /// Without ``relations``, exports these relations and those that name their
    /// accounts, organizations and types.
    package var month: CalendarMonth?
    /// The company under whose name the export becomes a part of a lake; nil for a standalone export.
    package var tenant: String?
    /// The environment for programs that a format needs.
    package var programs: ProgramEnvironment
    /// The language of a workbook's contents sheet.
    package var language = ReportLanguage.english
    /// The questions that a snapshot's `metadata.json` offers to readers of Datasette.
    package var questions: [CannedQuery] = []
    /// The most rows on a workbook's sheet, without its header; no more than Excel's own limit.
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
