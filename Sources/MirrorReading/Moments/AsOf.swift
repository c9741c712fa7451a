package import Foundation
package import MirrorCore

/// A moment of the past whose mirror is asked for: what had been observed before it.
///
/// The moment itself is not part of that past, so that a day ends where the next one begins.
package struct AsOf: Sendable, Equatable {
    /// The past holds everything that was observed before it.
    package let instant: Date
    /// Where the day that was named ends; what people are told the moment in.
    package let timeZone: TimeZone

    /// Before when everything counts that tells of the past itself, such as an end that was dated back; nil: what had been
    /// observed before ``instant``, and nothing more.
    package let learnedBefore: Date?

    package init(
        before instant: Date, timeZone: TimeZone = Viewpoint.usualTimeZone, learnedBefore: Date? = nil
    ) {
        self.instant = instant
        self.timeZone = timeZone
        self.learnedBefore = learnedBefore
    }

    /// Reads a day (its end in `timeZone`), a moment such as `2026-10-31T12:00:00Z`, or a distance back such as `-7d`.
    ///
    /// - Throws: ``AsOfFailure`` for anything else, and for what is not over at `now`.
    package init(_ text: String, now: Date, in timeZone: TimeZone) throws(AsOfFailure) {
        let viewpoint = Viewpoint(now: now, timeZone: timeZone)
        guard text != "now", let instant = MomentText.date(text, day: .end, from: viewpoint) else {
            throw .unreadable(text)
        }
        guard instant <= now else { throw .notOver(text, timeZone: timeZone.identifier) }
        self.init(before: instant, timeZone: timeZone)
    }

    /// A moment of the day that this past ends with: a day's end is the next one's beginning, and yet of that day.
    package var lastMoment: Date { instant.addingTimeInterval(-1) }

    /// The moment as the mirror writes it: UTC.
    package var text: String { Instant.text(instant) }

    /// The moment in words: `as observed before 2026-11-01T00:00:00+01:00 (Europe/Oslo)`.
    package var words: String { "as observed before \(localText) (\(timeZone.identifier))" }

    /// The moment by the clocks of its time zone, with their distance from UTC.
    package var localText: String { LocalTime.words(instant, in: timeZone) }
}

/// Why a moment of the past cannot be asked about.
package enum AsOfFailure: UserFacingError, Equatable {
    /// It is not a day, a moment or a distance back.
    case unreadable(String)
    /// It lies in the future, or is a day that is not over.
    case notOver(String, timeZone: String)

    package var kind: FailureKind { .usage }

    /// One sentence for a person: what is wrong, and what to do.
    package var message: String {
        switch self {
        case .unreadable(let text):
            "--as-of \(text) is not understood: give a day such as 2026-10-31 (its end), a time such as "
                + "2026-10-31T12:00:00Z, or a distance back such as -7d"
        case .notOver(let text, let timeZone):
            "--as-of \(text) is not over in \(timeZone): leave it out for what is known now"
        }
    }
}
