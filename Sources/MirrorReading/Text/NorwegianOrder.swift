package import Foundation
import MirrorCore

/// The sort order for people: æ, ø and å come last, and case matters only between otherwise equal texts.
package enum NorwegianOrder {
    /// Compares like `COLLATE norwegian` in SQL; only texts with the same bytes are equal.
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
