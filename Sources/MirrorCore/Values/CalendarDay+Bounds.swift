package import Foundation

extension CalendarDay {
    /// The first moment of the day where `timeZone` applies.
    ///
    /// Where a clock is set forward at midnight, that is the moment after the hour that is left out.
    package func beginning(in timeZone: TimeZone) -> Date {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        // Noon is there on every day, and once only.
        let noon = calendar.date(from: DateComponents(year: year, month: month, day: day, hour: 12))
        return noon.map(calendar.startOfDay) ?? .distantPast
    }

    /// The first moment of the next day where `timeZone` applies.
    ///
    /// Of the last day that the mirror can write, its last second.
    package func end(in timeZone: TimeZone) -> Date {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let noon = calendar.date(from: DateComponents(year: year, month: month, day: day + 1, hour: 12))
        let end = noon.map(calendar.startOfDay) ?? .distantFuture
        return min(end, Self.lastInstant)
    }

    /// The day that `date` is of where `timeZone` applies, as `YYYY-MM-DD`.
    package static func text(of date: Date, in timeZone: TimeZone) -> String {
        date.formatted(Date.ISO8601FormatStyle(timeZone: timeZone).year().month().day())
    }

    /// 9999-12-31T23:59:59Z: a later one would have a fifth digit and sort before all others.
    private static let lastInstant = Date(timeIntervalSince1970: 253_402_300_799)
}
