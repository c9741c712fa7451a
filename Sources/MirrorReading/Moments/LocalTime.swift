package import Foundation
import MirrorCore
import Synchronization

/// Formats instants for people: in local time, with the time zone named in the column's header.
///
/// In the hour that is repeated when summer time ends, both instants read alike. Programs
/// get UTC, which is unambiguous.
package final class LocalTime: Sendable {
    package let timeZone: TimeZone
    /// A cache: many rows hold the same few instants.
    private let known = Mutex<[String: String]>([:])
    /// Further distinct instants are formatted each time, so that memory stays flat.
    private static let limit = 100_000

    package init(_ timeZone: TimeZone) { self.timeZone = timeZone }

    /// `2026-11-22 14:05:00` for `2026-11-22T13:05:00Z`; nil for anything but an
    /// instant in the mirror's format.
    package func text(of instant: String) -> String? {
        guard instant.utf8.count == 20 else { return nil }
        if let known = known.withLock({ $0[instant] }) { return known }
        guard let date = Instant.date(instant), Instant.text(date) == instant else { return nil }
        let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: timeZone)
            .year().month().day().time(includingFractionalSeconds: false)
        let local = date.formatted(style)
        guard local.utf8.count == 19 else { return nil }
        known.withLock { known in
            if known.count < Self.limit { known[instant] = local }
        }
        return local
    }

    /// `2026-11-22T14:05:00+01:00`: with the UTC offset, for sentences, which have no header.
    package static func words(_ date: Date, in timeZone: TimeZone) -> String {
        date.formatted(Date.ISO8601FormatStyle(timeZoneSeparator: .colon, timeZone: timeZone))
    }
}
