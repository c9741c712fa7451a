package import Foundation
package import MirrorCore
import MirrorReading

/// Formats days and times in a language and a time zone.
package struct DateText: Sendable {
    let language: PageLanguage
    private let calendar: Calendar

    package init(_ language: PageLanguage, _ timeZone: TimeZone) {
        self.language = language
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        self.calendar = calendar
    }

    /// `27 November 2026` or `27. november 2026`.
    package func long(_ day: CalendarDay) -> String {
        switch language {
        case .english: "\(day.day) \(monthName(day.month)) \(day.year)"
        case .norwegian: "\(day.day). \(monthName(day.month)) \(day.year)"
        }
    }

    /// `27 Nov 2026` or `27.11.2026`.
    package func short(_ day: CalendarDay) -> String {
        switch language {
        case .english: "\(day.day)\u{A0}\(Self.english[day.month - 1].prefix(3))\u{A0}\(day.year)"
        case .norwegian: "\(Self.padded(day.day)).\(Self.padded(day.month)).\(day.year)"
        }
    }

    /// `27 Nov 2026, 14:05` or `27.11.2026 kl. 14.05` for an instant in the mirror's
    /// format; any other text unchanged.
    package func short(instant: String) -> String {
        guard let date = Instant.date(instant) else { return instant }
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
        guard let year = parts.year, let month = parts.month, let dayOfMonth = parts.day,
            let hour = parts.hour, let minute = parts.minute,
            let day = CalendarDay(year: year, month: month, day: dayOfMonth)
        else { return instant }
        switch language {
        case .english: return "\(short(day)), \(Self.padded(hour)):\(Self.padded(minute))"
        case .norwegian:
            return "\(short(day)) kl.\u{A0}\(Self.padded(hour)).\(Self.padded(minute))"
        }
    }

    /// `November 2026` or `november 2026`.
    package func long(month: CalendarMonth) -> String {
        guard let (year, number) = Self.parts(month) else { return month.text }
        return "\(monthName(number)) \(year)"
    }

    /// `Nov` or `nov`: three letters, for a chart.
    package func abbreviated(month: CalendarMonth) -> String {
        guard let (_, number) = Self.parts(month) else { return month.text }
        return String(monthName(number).prefix(3))
    }

    /// The day on which `instant` falls.
    package func day(of instant: Date) -> CalendarDay? {
        let parts = calendar.dateComponents([.year, .month, .day], from: instant)
        guard let year = parts.year, let month = parts.month, let day = parts.day else { return nil }
        return CalendarDay(year: year, month: month, day: day)
    }

    static func parts(_ month: CalendarMonth) -> (year: Int, month: Int)? {
        CalendarDay(month.text + "-01").map { ($0.year, $0.month) }
    }

    private func monthName(_ month: Int) -> String {
        switch language {
        case .english: Self.english[month - 1]
        case .norwegian: Self.norwegian[month - 1]
        }
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static let english = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]
    private static let norwegian = [
        "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober",
        "november", "desember",
    ]
}
