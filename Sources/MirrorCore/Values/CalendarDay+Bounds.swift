package import Foundation

extension CalendarDay {
    /// The first moment of the day in `timeZone`.
    ///
    /// If clocks go forward at midnight, that is the moment after the skipped hour.
    package func beginning(in timeZone: TimeZone) -> Date {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        // Noon exists on every day, and only once.
        let noon = calendar.date(from: DateComponents(year: year, month: month, day: day, hour: 12))
        return noon.map(calendar.startOfDay) ?? .distantPast
    }

    /// The first moment of the next day in `timeZone`.
    ///
    /// For the last day that the mirror can represent, it is that day's last second.
    package func end(in timeZone: TimeZone) -> Date {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let noon = calendar.date(from: DateComponents(year: year, month: month, day: day + 1, hour: 12))
        let end = noon.map(calendar.startOfDay) ?? .distantFuture
        return min(end, Self.lastInstant)
    }

    /// The day of `date` in `timeZone`, as `YYYY-MM-DD`.
    package static func text(of date: Date, in timeZone: TimeZone) -> String {
        date.formatted(Date.ISO8601FormatStyle(timeZone: timeZone).year().month().day())
    }

    /// 9999-12-31T23:59:59Z: a later year would have five digits and sort before all others.
    private static let lastInstant = Date(timeIntervalSince1970: 253_402_300_799)
}
