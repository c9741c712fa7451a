package import Exports
import MirrorReading

/// A page's settings.
package struct PageSettings: Sendable {
    package var language: PageLanguage
    package var privacy: ExportPrivacy
    /// Smaller groups are merged, unless people are named.
    package var smallestGroup: Int
    /// The program's version.
    package var version: String

    package init(language: PageLanguage, privacy: ExportPrivacy, smallestGroup: Int, version: String) {
        self.language = language
        self.privacy = privacy
        self.smallestGroup = smallestGroup
        self.version = version
    }
}
