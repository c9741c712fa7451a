package import Exports
package import Foundation
package import MirrorCore
package import MirrorReading

/// Everything that a page shows, before it is words.
package struct Page: Sendable, Equatable {
    /// The day that it is of.
    package var day: CalendarDay
    package var month: CalendarMonth
    package var timeZone: TimeZone
    /// The past that was asked about, as it is given on the command line; nil: the mirror as it is.
    package var asOf: String?
    package var privacy: PrivacyLevel
    /// Whether names and numbers of people are on it as they are.
    package var isNamed: Bool
    /// Groups of fewer are folded, where people are not named; 1: none are.
    package var smallestGroup: Int
    package var version: String
    /// None of the past.
    package var lights: [PageLight]
    package var figures: [PageFigure]
    /// By state, for the table beneath the figures.
    package var states: PageListing
    /// Why nothing is compared with the month before; nil where it is.
    package var withoutComparison: WithoutComparison?
    package var tasks: [PageTask]
    package var months: PageMonths
    package var bridge: PageBridge
    package var groups: [PageGroups]
    /// This week's, added up by field.
    package var changesByField: PageListing
    package var changes: PageListing
    package var ending: PageListing
    /// The measures of completeness.
    package var measures: [Completeness.Entry]
    package var quality: PageListing?
    /// The subscriptions themselves, to be searched; nil where people are not named.
    package var all: PageListing?

    package enum WithoutComparison: Sendable, Equatable {
        /// The mirror's first run was later.
        case mirrorIsYounger
        /// Until then no run had been complete.
        case notComplete
    }

    /// The worst of the lights.
    package var level: PageLight.Level { lights.map(\.level).max() ?? .good }
}
