package import Foundation

/// Instants as every relation shows them: UTC, whole seconds, `2026-11-22T13:05:00Z`.
package enum Instant {
    /// Writes `date`, dropping fractions of a second.
    package static func text(_ date: Date) -> String {
        Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down)).formatted(.iso8601)
    }

    /// Reads what ``text(_:)`` wrote; nil for anything else.
    package static func date(_ text: String) -> Date? {
        try? Date(text, strategy: .iso8601)
    }
}
