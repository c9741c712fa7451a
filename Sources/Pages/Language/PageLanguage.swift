package import MirrorCore

/// A language of pages.
package enum PageLanguage: String, Sendable, CaseIterable {
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

    /// `wording` in this language, with each `%` replaced by the next of `values`.
    func text(_ wording: Wording, _ values: String...) -> String {
        var rest = values[...]
        var result = ""
        for character in text(wording) {
            if character == "%", let value = rest.popFirst() {
                result += value
            } else {
                result.append(character)
            }
        }
        return result
    }

    /// `one` for 1, otherwise `many`, with `%` replaced by the number.
    func count(_ number: Int, one: Wording, many: Wording) -> String {
        text(number == 1 ? one : many, NumberText(self).count(number))
    }
}
