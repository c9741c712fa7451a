import Exports
import Foundation
import MirrorCore
import MirrorReading
package import Reports

/// The reports served at a privacy level, with their list and their OpenAPI description.
package struct ServedReports: Sendable {
    package let reports: [Report]
    /// The reports withheld at this level, as they name people.
    private let withheld: Set<String>
    private let known: [String]
    let list: CachedAnswer
    let openAPI: CachedAnswer

    /// - Throws: ``ReportFailure``.
    package init(_ catalogue: ReportCatalogue, _ configuration: MirrorServerConfiguration) throws {
        let level = configuration.privacy.level(for: .jsonl)
        let analysis = try StatementAnalysis()
        var withheld: Set<String> = []
        if level != .full {
            for report in catalogue.reports where try Self.namesPeople(report, at: level, by: analysis) {
                withheld.insert(report.name)
            }
        }
        let served = catalogue.reports.filter { !withheld.contains($0.name) }
        self.withheld = withheld
        reports = served
        known = served.map(\.name)
        list = Site.document(
            ReportList(catalogue).json(of: Set(served.map(\.name))), type: "application/json")
        openAPI = Site.document(
            OpenAPIDocument(
                catalogue, of: Set(served.map(\.name)), version: configuration.version,
                hasToken: configuration.token != nil
            ).text, type: "application/json")
    }

    /// The report `name`.
    ///
    /// - Throws: ``Refusal``.
    func named(_ name: String) throws(Refusal) -> Report {
        guard !withheld.contains(name) else {
            throw .forbidden(
                "the report \(name) contains names, which privacy.export does not allow here")
        }
        guard let report = reports.first(where: { $0.name == name }) else {
            throw .notFound(ReportFailure.unknownReport(name, known: known).message)
        }
        return report
    }

    /// Whether its result may contain personal data, judging by its columns and by what it reads.
    private static func namesPeople(
        _ report: Report, at level: PrivacyLevel, by analysis: StatementAnalysis
    ) throws -> Bool {
        // The contents of undescribed columns are unknown.
        guard !report.columns.isEmpty else { return true }
        if level.treatment(of: .number) != .asItIs, report.columns.contains(where: { $0.unit == "msisdn" }) {
            return true
        }
        let registry = RelationRegistry.mirror
        for (relation, columns) in try report.columnsRead(by: analysis) {
            let known = registry.visible.first { $0.name == relation || $0.historyName == relation }
            for column in columns {
                guard let privacy = known?.fields.first(where: { $0.name == column })?.privacy else {
                    continue
                }
                // Numbers join everything; if one is shown, its column's unit says so.
                if privacy != .number, level.treatment(of: privacy) != .asItIs { return true }
            }
        }
        return false
    }
}
