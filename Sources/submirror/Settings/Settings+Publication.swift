import Exports
import Foundation
import MirrorCore
import MirrorReading
import Pages
import Reports

extension Settings {
    /// - Throws: ``SettingsFailure``.
    static func privacy(_ reader: SettingsReader) throws -> PrivacyRules {
        let levels = PrivacyLevel.allCases.map(\.rawValue).joined(separator: ", ")
        return try reader.value(
            .privacyExport,
            "one of \(levels), optionally followed by levels for formats, such as full,csv=minimal",
            parse: PrivacyRules.init) ?? .full
    }

    /// Nil if nothing is to be published.
    ///
    /// - Throws: ``SettingsFailure``.
    static func publication(
        _ reader: SettingsReader, privacy: PrivacyRules, stateDirectory: URL, _ language: ReportLanguage,
        _ costCentres: CostCentres, page: PublishedPage
    ) throws -> Publication? {
        let formats = try reader.value(
            .publishFormats, "formats separated by commas: \(ExportFormat.names)", parse: formats)
        let keep = try reader.value(.publishKeep, "a number from 1 to 1000") {
            Int($0).flatMap { (1...1000).contains($0) ? $0 : nil }
        }
        let directory = try path(.publishDirectory, of: "a folder", reader)
        guard let directory, let formats, let keep else { return nil }
        let folder = URL(fileURLWithPath: directory).standardizedFileURL.path
        return Publication(
            directory: reader.tenant?.folder(in: folder) ?? folder, formats: formats, keep: keep,
            privacy: privacy, keyDirectory: stateDirectory.path,
            programs: ProgramEnvironment(reader.environment), version: ProgramVersion.text,
            language: language, questions: { try Report.cannedQueries(costCentres, in: language) }, page: page
        )
    }

    /// The page for publications.
    static func publishedPage(
        _ language: PageLanguage, smallestGroup: Int, _ costCentres: CostCentres
    ) -> PublishedPage {
        PublishedPage(
            basis: [
                language.rawValue, String(smallestGroup), costCentres.reference.rawValue,
                costCentres.pattern?.text ?? "", String(costCentres.folds),
            ]
        ) { reader, privacy in
            let settings = PageSettings(
                language: language, privacy: privacy, smallestGroup: smallestGroup,
                version: ProgramVersion.text)
            return try PageRenderer(PageReader(reader, settings).page(), language).html()
        }
    }

    /// Formats without repetition, at least one; nil for anything else.
    private static func formats(_ text: String) -> [ExportFormat]? {
        let names = text.components(separatedBy: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        let formats = names.compactMap(ExportFormat.init)
        return formats.count == names.count && Set(formats).count == names.count ? formats : nil
    }
}

extension ExportFormat {
    /// The names of all of them, for people.
    fileprivate static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
