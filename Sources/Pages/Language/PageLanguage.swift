import MirrorCore
package import MirrorReading

/// The language of a page.
package typealias PageLanguage = ReportLanguage

extension ReportLanguage {
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

    /// `one` for 1, otherwise `many`, with each `%` replaced: the first by the number, the second by `value`.
    func count(_ number: Int, one: Wording, many: Wording, _ value: String = "") -> String {
        text(number == 1 ? one : many, NumberText(self).count(number), value)
    }
}
