package import Foundation
import MirrorCore

/// The sort order for people: æ, ø and å come last, and case matters only between otherwise equal texts.
package enum NorwegianOrder {
    /// Compares like `COLLATE norwegian` in SQL; only texts with the same bytes are equal.
    package static func compare(_ left: String, _ right: String) -> ComparisonResult {
        var (left, right) = (left, right)
        return left.withUTF8 { left in right.withUTF8 { right in compare(left, right) } }
    }

    /// Whether `left` comes before `right`.
    package static func areInOrder(_ left: String, _ right: String) -> Bool {
        compare(left, right) == .orderedAscending
    }

    /// Compares two texts in UTF-8.
    static func compare(
        _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> ComparisonResult {
        plainOrder(left, right)
            ?? localeOrder(String(decoding: left, as: UTF8.self), String(decoding: right, as: UTF8.self))
    }

    /// The order of any two texts; takes microseconds.
    static func localeOrder(_ left: String, _ right: String) -> ComparisonResult {
        let order = left.compare(right, options: [], range: nil, locale: locale)
        guard order == .orderedSame else { return order }
        let (left, right) = (ExactText(left), ExactText(right))
        return left < right ? .orderedAscending : right < left ? .orderedDescending : .orderedSame
    }

    private static let locale = Locale(identifier: "nb_NO")
}
