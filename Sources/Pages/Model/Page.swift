package import Exports
package import Foundation
package import MirrorCore
package import MirrorReading

/// Everything a page shows, as values rather than words.
package struct Page: Sendable, Equatable {
    /// The day of its data.
    package var day: CalendarDay
    package var month: CalendarMonth
    package var timeZone: TimeZone
    /// The past that it shows, as a command-line argument; nil for the current mirror.
    package var asOf: String?
    package var privacy: PrivacyLevel
    /// Whether it shows people's real names and numbers.
    package var isNamed: Bool
    /// Smaller groups are merged, unless people are named; 1 merges none.
    package var smallestGroup: Int
    package var version: String
    /// Empty for a page of the past.
    package var lights: [PageLight]
    package var figures: [PageFigure]
    /// Subscriptions by state, for the table below the figures.
    package var states: PageListing
    /// Why there is no comparison with the previous month; nil if there is one.
    package var withoutComparison: WithoutComparison?
    package var tasks: [PageTask]
    package var months: PageMonths
    package var bridge: PageBridge
    package var groups: [PageGroups]
    /// This week's changes, added up by field.
    package var changesByField: PageListing
    /// This week's changes of fields that the privacy level withholds.
    package var withheldChanges: Int
    package var changes: PageListing
    package var ending: PageListing
    /// Every subscription on notice, whenever it ends.
    package var onNotice: PageListing
    /// The measures of completeness.
    package var measures: [Completeness.Entry]
    package var quality: PageListing?
    /// The subscriptions themselves, for searching; nil unless people are named.
    package var all: PageListing?

    package enum WithoutComparison: Sendable, Equatable {
        /// The mirror's first run came after the month's end.
        case mirrorIsYounger
        /// No run had been complete by the month's end.
        case notComplete
    }

    /// The worst level of the lights.
    package var level: PageLight.Level { lights.map(\.level).max() ?? .good }
}
