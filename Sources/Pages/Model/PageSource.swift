package import Reports

/// A figure's origin: the report behind it, and the coverage of its data.
package struct PageSource: Sendable, Equatable {
    package let report: String
    /// As command-line arguments, sorted by name.
    package let arguments: [String]
    /// The past that was read, as a command-line argument; nil for the current mirror.
    package let asOf: String?
    package let coverage: ReportCoverage

    /// The command that reproduces it.
    package var command: String {
        (["submirror report \(report)"] + arguments.map { "--\($0)" }
            + (asOf.map { ["--as-of \($0)"] } ?? []))
            .joined(separator: " ")
    }

    package init(report: String, arguments: [String: String], asOf: String?, coverage: ReportCoverage) {
        self.report = report
        self.arguments = arguments.sorted { $0.key < $1.key }.map {
            "\($0.key.replacing("_", with: "-"))=\($0.value)"
        }
        self.asOf = asOf
        self.coverage = coverage
    }

    init(_ answer: ReportAnswer, asOf: String?) {
        self.init(
            report: answer.report.name, arguments: answer.arguments, asOf: asOf, coverage: answer.coverage)
    }
}
