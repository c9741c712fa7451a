package import Exports

/// How much of people a report shows.
package struct ReportPrivacy: Sendable {
    package let privacy: ExportPrivacy
    /// Groups of fewer subscriptions are told together where people are not named.
    package let smallestGroup: Int

    /// Everything.
    package static let full = ReportPrivacy(.full, smallestGroup: 1)

    package init(_ privacy: ExportPrivacy, smallestGroup: Int) {
        self.privacy = privacy
        self.smallestGroup = smallestGroup
    }

    package var level: PrivacyLevel { privacy.level }
}
