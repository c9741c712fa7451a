package import Foundation

/// The moment and the time zone from which a mirror is read.
package struct Viewpoint: Sendable, Equatable {
    /// When the question is asked.
    package var now: Date
    /// The past to read; nil means the current mirror.
    package var asOf: AsOf?
    /// The time zone in which days begin and end.
    package var timeZone: TimeZone
    /// When the mirror last observed a change, as of the answering transaction; nil if not looked up.
    package var lastObservedAt: Date?

    package init(
        now: Date = Date(), asOf: AsOf? = nil, timeZone: TimeZone = Viewpoint.usualTimeZone
    ) {
        self.now = now
        self.asOf = asOf
        self.timeZone = timeZone
    }

    /// The time zone of the API's companies.
    package static let usualTimeZone: TimeZone = TimeZone(identifier: "Europe/Oslo") ?? .gmt

    /// The meaning of `now` in a report, from which offsets such as `-7d` count.
    package var moment: Date { asOf?.instant ?? now }

    /// The meaning of `now` as the end of a period: everything in the mirror lies before it.
    ///
    /// The mirror stores whole seconds, and observations within the current second count. If a number changed
    /// twice in one second, its version may even be dated a second later.
    package var end: Date {
        if let asOf { return asOf.instant }
        let second = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down))
        return max(second, lastObservedAt ?? second).addingTimeInterval(1)
    }
}
