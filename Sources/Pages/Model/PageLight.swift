/// A traffic light's verdict with its reasons.
package struct PageLight: Sendable, Equatable {
    package enum Level: Int, Sendable, Comparable {
        case good, warning, bad

        package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    package enum Subject: String, Sendable, CaseIterable { case freshness, completeness, quality }

    /// A reason for a light's level, green included.
    package enum Reason: Sendable, Equatable {
        case neverComplete
        /// The time up to which all changes are known; no age, which would be wrong once the page is read.
        case asOf(String)
        case tooOld(String)
        case ageUnknown
        case runFailed(Int64)
        case parked(Int)
        case neverFetched(Int)
        case unreadableRows(Int)
        case waiting(Int)
        case setAside(Int)
        case gaps(Int)
        case complete
        case unreadable(column: String, numbers: Int, of: Int)
        case readable
    }

    package let subject: Subject
    package let level: Level
    package let reasons: [Reason]
}
