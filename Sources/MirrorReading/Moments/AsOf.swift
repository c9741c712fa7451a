package import Foundation
package import MirrorCore

/// A moment in the past at which to read the mirror: the state observed before it.
///
/// The moment itself is excluded, so that a day ends where the next one begins.
package struct AsOf: Sendable, Equatable {
    /// The past includes everything observed before it.
    package let instant: Date
    /// The time zone in which a named day ends and in which the moment is shown.
    package let timeZone: TimeZone

    /// Includes later observations about the past, such as a back-dated end, made before this moment.
    ///
    /// Nil includes only what had been observed before ``instant``.
    package let learnedBefore: Date?

    package init(
        before instant: Date, timeZone: TimeZone = Viewpoint.usualTimeZone, learnedBefore: Date? = nil
    ) {
        self.instant = instant
        self.timeZone = timeZone
        self.learnedBefore = learnedBefore
    }

    /// Parses a day (its end in `timeZone`), a moment such as
    /// `2026-10-31T12:00:00Z`, or an offset such as `-7d`.
    ///
    /// - Throws: ``AsOfFailure`` for anything else, and for a moment that is not over at `now`.
    package init(_ text: String, now: Date, in timeZone: TimeZone) throws(AsOfFailure) {
        let viewpoint = Viewpoint(now: now, timeZone: timeZone)
        guard text != "now", let instant = MomentText.date(text, day: .end, from: viewpoint) else {
            throw .unreadable(text)
        }
        guard instant <= now else { throw .notOver(text, timeZone: timeZone.identifier) }
        self.init(before: instant, timeZone: timeZone)
    }

    /// The last second of this past: a day's end is the next day's beginning, but belongs to that day.
    package var lastMoment: Date { instant.addingTimeInterval(-1) }

    /// The moment in the mirror's format: UTC.
    package var text: String { Instant.text(instant) }

    /// The moment in words: `as observed before 2026-11-01T00:00:00+01:00 (Europe/Oslo)`.
    package var words: String { "as observed before \(localText) (\(timeZone.identifier))" }

    /// The moment in its time zone, with the UTC offset.
    package var localText: String { LocalTime.words(instant, in: timeZone) }
}

/// Why the past at a moment cannot be read.
package enum AsOfFailure: UserFacingError, Equatable {
    /// It is not a day, a moment or an offset.
    case unreadable(String)
    /// It is in the future, or is a day that is not over.
    case notOver(String, timeZone: String)

    package var kind: FailureKind { .usage }

    /// One sentence for a person: what is wrong, and what to do.
    package var message: String {
        switch self {
        case .unreadable(let text):
            "--as-of \(text) is invalid: give a day such as 2026-10-31 (its end), a time such as "
                + "2026-10-31T12:00:00Z, or a time back from now such as -7d"
        case .notOver(let text, let timeZone):
            "--as-of \(text) has not ended in \(timeZone): omit it to read the current mirror"
        }
    }
}
