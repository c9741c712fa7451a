package import Foundation

/// The moment and the time zone from which a mirror is read.
package struct Viewpoint: Sendable, Equatable {
    /// When the question is asked.
    package var now: Date
    /// The past that the question is about; nil: the mirror as it is.
    package var asOf: AsOf?
    /// In which a day begins and ends.
    package var timeZone: TimeZone
    /// When the mirror last saw something change, as of the transaction that answers; nil: not looked up.
    package var lastObservedAt: Date?

    package init(
        now: Date = Date(), asOf: AsOf? = nil, timeZone: TimeZone = Viewpoint.usualTimeZone
    ) {
        self.now = now
        self.asOf = asOf
        self.timeZone = timeZone
    }

    /// Where the API's companies are.
    package static let usualTimeZone: TimeZone = TimeZone(identifier: "Europe/Oslo") ?? .gmt

    /// The moment that `now` means in a report, and that `-7d` counts from.
    package var moment: Date { asOf?.instant ?? now }

    /// The moment before which everything counts that the mirror holds: what `now` means as the end of a period.
    ///
    /// The mirror writes whole seconds, and what a run observed in this very second counts. A version may even be
    /// dated a second later, where a number changed twice in one.
    package var end: Date {
        if let asOf { return asOf.instant }
        let second = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down))
        return max(second, lastObservedAt ?? second).addingTimeInterval(1)
    }
}
