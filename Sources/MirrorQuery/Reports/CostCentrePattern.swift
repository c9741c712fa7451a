import Foundation

/// Finds the cost centre in a free text.
package struct CostCentrePattern: Sendable, Equatable {
    /// A regular expression in ICU's syntax, as it was written.
    package let text: String
    private let expression: NSRegularExpression

    /// Nil when `text` is no regular expression.
    package init?(_ text: String) {
        guard !text.isEmpty, let expression = try? NSRegularExpression(pattern: text) else { return nil }
        self.text = text
        self.expression = expression
    }

    /// The first group of the first match, without one the whole match; nil when `reference` has no match.
    package func costCentre(in reference: String) -> String? {
        let whole = NSRange(reference.startIndex..., in: reference)
        guard let match = expression.firstMatch(in: reference, range: whole) else { return nil }
        let group = match.numberOfRanges > 1 ? Range(match.range(at: 1), in: reference) : nil
        return (group ?? Range(match.range, in: reference)).map { String(reference[$0]) }
    }

    package static func == (left: CostCentrePattern, right: CostCentrePattern) -> Bool {
        left.text == right.text
    }
}
