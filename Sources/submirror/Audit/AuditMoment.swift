import Foundation
import MirrorCore
import MirrorReading

/// The moment of the mirror with which a list is compared, and the first day of the list's period.
struct AuditMoment: Equatable {
    /// As for `--as-of`; nil for the current mirror.
    let asOf: String?
    let periodFrom: CalendarDay

    /// - Parameter period: a month such as `2026-10`; one that is not over is
    ///   compared with the current mirror.
    /// - Throws: ``CommandFailure``, `AsOfFailure`.
    init(period: String?, asOf: String?, now: Date, in timeZone: TimeZone) throws {
        guard let period else {
            let moment = try asOf.map { try AsOf($0, now: now, in: timeZone).lastMoment } ?? now
            let day = CalendarDay.text(of: moment, in: timeZone)
            guard let first = CalendarDay(String(day.prefix(8)) + "01") else {
                throw CommandFailure(kind: .usage, message: "--period is needed for \(day)")
            }
            (self.asOf, periodFrom) = (asOf, first)
            return
        }
        guard period.utf8.count == 7, let first = CalendarDay(period + "-01") else {
            throw CommandFailure(
                kind: .usage, message: "--period \(period) is not a month: write it as 2026-10")
        }
        guard first.beginning(in: timeZone) <= now else {
            throw CommandFailure(
                kind: .usage, message: "--period \(period) has not begun: give an earlier month")
        }
        periodFrom = first
        let last = [31, 30, 29, 28].lazy.compactMap {
            CalendarDay(year: first.year, month: first.month, day: $0)
        }.first
        let isOver = last.map { $0.end(in: timeZone) <= now } ?? false
        self.asOf = asOf ?? (isOver ? last?.text : nil)
    }
}
