package import Foundation
import MirrorCore
package import MirrorReading
package import Reports

/// The words of packs and of the server's pages in a language.
package enum PackText {
    /// Headings as on pages, and what the data of each report covers.
    package static func words(_ language: ReportLanguage, _ timeZone: TimeZone) -> ReportTexts {
        let coverage = CoverageText(language, DateText(language, timeZone))
        return ReportTexts(
            heading: { ReportWords.column($0, language) },
            coverage: { $0.asOf == nil && language == .english ? $0.text : coverage.full($0) })
    }

    /// The reports' fixed words in `language`; nil in English, in which the reports have them.
    package static func values(_ language: ReportLanguage) -> FixedWords? {
        guard language != .english else { return nil }
        return { ReportWords.value($0, language) }
    }
}
