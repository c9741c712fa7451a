package import Foundation
import MirrorCore

/// The order of texts for people: æ, ø and å come last, and capitals stand with small letters.
package enum NorwegianOrder {
    /// Compares as `COLLATE norwegian` does in SQL; only texts of the same bytes are the same.
    package static func compare(_ left: String, _ right: String) -> ComparisonResult {
        let order = left.compare(right, options: [], range: nil, locale: locale)
        guard order == .orderedSame else { return order }
        let (left, right) = (ExactText(left), ExactText(right))
        return left < right ? .orderedAscending : right < left ? .orderedDescending : .orderedSame
    }

    /// Whether `left` comes before `right`.
    package static func areInOrder(_ left: String, _ right: String) -> Bool {
        compare(left, right) == .orderedAscending
    }

    private static let locale = Locale(identifier: "nb_NO")
}
