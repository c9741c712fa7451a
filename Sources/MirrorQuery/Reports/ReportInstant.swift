import Foundation
import MirrorCore

/// Moments as a person writes them.
enum ReportInstant {
    /// What ``date(_:now:)`` reads.
    static let expectation =
        "a time such as 2026-11-22T13:05:00Z, a day such as 2026-11-22 (its beginning, UTC), "
        + "a distance back such as -7d, -12h or -30m, or now"

    /// Reads a moment; nil for anything that ``expectation`` does not name.
    static func date(_ text: String, now: Date) -> Date? {
        if text == "now" { return now }
        if let seconds = distance(text) { return now.addingTimeInterval(-seconds) }
        if let day = CalendarDay(text) { return Instant.date(day.text + "T00:00:00Z") }
        guard let date = Instant.date(text), Instant.text(date) == text else { return nil }
        return date
    }

    private static func distance(_ text: String) -> Double? {
        let secondsPerUnit: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604_800]
        // Ten million weeks reach back further than any calendar of ours.
        guard text.first == "-", let unit = text.last.flatMap({ secondsPerUnit[$0] }),
            let count = Int(text.dropFirst().dropLast()), (0...10_000_000).contains(count),
            text.dropFirst().first != "+"
        else { return nil }
        return Double(count * unit)
    }
}
