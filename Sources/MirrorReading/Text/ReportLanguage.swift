package import MirrorCore

/// A language of pages, packs and workbooks.
package enum ReportLanguage: String, Sendable, CaseIterable {
    case english = "en"
    /// Bokmål.
    case norwegian = "nb"

    /// Parses `en`, `nb` or `no`; nil for anything else.
    package init?(_ text: String) {
        switch text {
        case "en": self = .english
        case "nb", "no": self = .norwegian
        default: return nil
        }
    }

    /// `wording` in this language.
    package func text(_ wording: Wording) -> String {
        switch self {
        case .english: wording.english
        case .norwegian: wording.norwegian
        }
    }
}
