package import Foundation
package import MirrorCore

/// Moments in a person's notation.
package enum MomentText {
    /// Which moment a day without a time stands for.
    package enum DayBound {
        case beginning
        /// The first moment of the next day.
        case end
    }

    /// Describes the texts that ``date(_:day:from:)`` accepts.
    package static func expectation(day: DayBound) -> String {
        let moment =
            switch day {
            case .beginning: "beginning"
            case .end: "end"
            }
        return
            "a time such as 2026-11-22T13:05:00Z, a day such as 2026-11-22 (its \(moment) in report.time_zone), "
            + "a time back from now such as -7d, -12h or -30m, or now"
    }

    /// Parses a moment; nil for anything that ``expectation(day:)`` does not name.
    package static func date(_ text: String, day bound: DayBound, from viewpoint: Viewpoint) -> Date? {
        if text == "now" {
            switch bound {
            case .beginning: return viewpoint.moment
            case .end: return viewpoint.end
            }
        }
        if let seconds = distance(text) { return viewpoint.moment.addingTimeInterval(-seconds) }
        if let day = CalendarDay(text) {
            switch bound {
            case .beginning: return day.beginning(in: viewpoint.timeZone)
            case .end: return day.end(in: viewpoint.timeZone)
            }
        }
        guard let date = Instant.date(text), Instant.text(date) == text else { return nil }
        return date
    }

    /// The seconds of `-7d`; nil for anything else.
    static func distance(_ text: String) -> Double? {
        let secondsPerUnit: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604_800]
        // Ten million weeks exceed any calendar of ours.
        guard text.first == "-", let unit = text.last.flatMap({ secondsPerUnit[$0] }),
            let count = Int(text.dropFirst().dropLast()), (0...10_000_000).contains(count),
            text.dropFirst().first != "+"
        else { return nil }
        return Double(count * unit)
    }
}

extension Value {
    /// A moment in the mirror's format.
    package init(_ date: Date) { self = .text(Instant.text(date)) }
}
