import Exports
import Foundation
import MirrorCore
import MirrorReading
import Pages

extension Settings {
    /// - Throws: ``SettingsFailure``.
    static func privacy(_ reader: SettingsReader) throws -> PrivacyRules {
        let levels = PrivacyLevel.allCases.map(\.rawValue).joined(separator: ", ")
        return try reader.value(
            .privacyExport, "one of \(levels), and after it others for formats, such as full,csv=minimal",
            parse: PrivacyRules.init) ?? .full
    }

    /// Nil when nothing is to be published.
    ///
    /// - Throws: ``SettingsFailure``.
    static func publication(
        _ reader: SettingsReader, privacy: PrivacyRules, stateDirectory: URL, page: PublishedPage
    ) throws -> Publication? {
        let formats = try reader.value(
            .publishFormats, "formats with commas between: \(ExportFormat.names)", parse: formats)
        let keep = try reader.value(.publishKeep, "a number from 1 to 1000") {
            Int($0).flatMap { (1...1000).contains($0) ? $0 : nil }
        }
        let directory = try path(.publishDirectory, of: "a folder", reader)
        guard let directory, let formats, let keep else { return nil }
        return Publication(
            directory: URL(fileURLWithPath: directory).standardizedFileURL.path, formats: formats, keep: keep,
            privacy: privacy, keyDirectory: stateDirectory.path,
            programs: ProgramEnvironment(reader.environment), version: ProgramVersion.text, page: page)
    }

    /// The page of a publication.
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

    /// Each once and at least one; nil for anything else.
    private static func formats(_ text: String) -> [ExportFormat]? {
        let names = text.components(separatedBy: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        let formats = names.compactMap(ExportFormat.init)
        return formats.count == names.count && Set(formats).count == names.count ? formats : nil
    }
}

extension ExportFormat {
    /// All of them, for a person.
    fileprivate static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
