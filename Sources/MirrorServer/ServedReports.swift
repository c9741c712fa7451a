import Exports
import Foundation
import MirrorCore
import MirrorReading
package import Reports

/// The reports served at the privacy level of each format, with their list and their OpenAPI description.
package struct ServedReports: Sendable {
    /// Those that are served as pages.
    package let reports: [Report]
    private let all: [Report]
    /// The reports withheld at each format's level, as they name people.
    private let withheld: [ReportFormat: Set<String>]
    private let known: [String]
    let list: CachedAnswer
    let openAPI: CachedAnswer

    /// - Throws: ``ReportFailure``.
    package init(_ catalogue: ReportCatalogue, _ configuration: MirrorServerConfiguration) throws {
        let analysis = try StatementAnalysis()
        var withheld: [ReportFormat: Set<String>] = [:]
        for format in ReportFormat.allCases {
            let level = configuration.privacy.level(for: format.exportFormat)
            guard level != .full else { continue }
            for report in catalogue.reports where try Self.namesPeople(report, at: level, by: analysis) {
                withheld[format, default: []].insert(report.name)
            }
        }
        func served(_ format: ReportFormat) -> [Report] {
            catalogue.reports.filter { withheld[format]?.contains($0.name) != true }
        }
        func names(_ formats: [ReportFormat]) -> Set<String> { Set(formats.flatMap(served).map(\.name)) }
        self.withheld = withheld
        reports = served(.html)
        known = names(ReportFormat.allCases).sorted()
        list = Site.document(
            ReportList(catalogue).json(of: names([.json, .csv])), type: "application/json")
        openAPI = Site.document(
            OpenAPIDocument(
                catalogue,
                of: Dictionary(ReportFormat.allCases.map { ($0, names([$0])) }, uniquingKeysWith: { $1 }),
                version: configuration.version, hasToken: configuration.token != nil
            ).text, type: "application/json")
        all = catalogue.reports
    }

    /// The report `name`, to be served as `format`.
    ///
    /// - Throws: ``Refusal``.
    func named(_ name: String, as format: ReportFormat) throws(Refusal) -> Report {
        guard withheld[format]?.contains(name) != true else {
            throw .forbidden(
                "the report \(name) contains names, which privacy.export does not allow as \(format.rawValue)"
            )
        }
        guard let report = all.first(where: { $0.name == name }) else {
            throw .notFound(ReportFailure.unknownReport(name, known: known).message)
        }
        return report
    }

    /// The formats of the API in which the report `name` is served.
    func downloads(of name: String) -> [ReportFormat] {
        [.json, .csv].filter { withheld[$0]?.contains(name) != true }
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
