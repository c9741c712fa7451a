package import MirrorReading

/// A set of reports for one workbook.
package struct ReportPack: Sendable {
    /// A report on its own sheet.
    package struct Sheet: Sendable {
        /// Its name: at most 31 characters.
        package let name: String
        package let report: String
        package let arguments: [String: String]
        /// Whether to run it as of the month's end rather than now.
        package let hasHistory: Bool

        init(
            _ name: String, _ report: String, _ arguments: [String: String] = [:], hasHistory: Bool = true
        ) {
            self.name = name
            self.report = report
            self.arguments = arguments
            self.hasHistory = hasHistory
        }
    }

    package let name: String
    package let title: String
    package let sheets: [Sheet]
    package let language: ReportLanguage

    /// The names of the available packs.
    package static let names = ["month-end"]
}
