package import Foundation

/// A month of the Gregorian calendar.
package struct CalendarMonth: Hashable, Sendable, Comparable {
    private let firstDay: CalendarDay

    /// Reads `YYYY-MM`; nil for anything else, and for a month that does not exist or has none before it.
    package init?(_ text: String) {
        guard text.utf8.count == 7, let first = CalendarDay(text + "-01"), first.text == text + "-01",
            first.year > 1
        else { return nil }
        firstDay = first
    }

    private init(_ firstDay: CalendarDay) { self.firstDay = firstDay }

    /// `YYYY-MM`.
    package var text: String { String(firstDay.text.prefix(7)) }

    package var previous: CalendarMonth {
        let (year, month) = (firstDay.year, firstDay.month)
        let day =
            month == 1
            ? CalendarDay(year: year - 1, month: 12, day: 1)
            : CalendarDay(year: year, month: month - 1, day: 1)
        return day.map(CalendarMonth.init) ?? self
    }

    package var next: CalendarMonth {
        let (year, month) = (firstDay.year, firstDay.month)
        let day =
            month == 12
            ? CalendarDay(year: year + 1, month: 1, day: 1)
            : CalendarDay(year: year, month: month + 1, day: 1)
        return day.map(CalendarMonth.init) ?? self
    }

    /// The first moment of the month in `timeZone`.
    package func beginning(in timeZone: TimeZone) -> Date { firstDay.beginning(in: timeZone) }

    /// The first moment of the next month.
    package func end(in timeZone: TimeZone) -> Date {
        let lastDay = (28...31).reversed().lazy.compactMap {
            CalendarDay(year: firstDay.year, month: firstDay.month, day: $0)
        }.first
        return (lastDay ?? firstDay).end(in: timeZone)
    }

    package static func < (left: CalendarMonth, right: CalendarMonth) -> Bool {
        left.firstDay < right.firstDay
    }
}
