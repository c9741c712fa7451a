package import Exports

/// How a page is made, besides the mirror.
package struct PageSettings: Sendable {
    package var language: PageLanguage
    package var privacy: ExportPrivacy
    /// Groups of fewer are folded, where people are not named.
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
