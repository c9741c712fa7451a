/// The texts that packs and the server's pages show instead of a report's own.
package struct ReportTexts: Sendable {
    /// The heading of a report's column.
    package let heading: @Sendable (_ column: String) -> String
    /// How fresh and how complete a report's data is.
    package let coverage: @Sendable (ReportCoverage) -> String

    package init(
        heading: @escaping @Sendable (_ column: String) -> String,
        coverage: @escaping @Sendable (ReportCoverage) -> String
    ) {
        self.heading = heading
        self.coverage = coverage
    }

    /// The reports' own names.
    package static let plain = ReportTexts(heading: { $0 }, coverage: { $0.text })
}
