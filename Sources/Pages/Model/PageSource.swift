package import Reports

/// Where a figure comes from: the report that gives it, and how far its data can be trusted.
package struct PageSource: Sendable, Equatable {
    package let report: String
    /// As they are given on the command line, sorted by name.
    package let arguments: [String]
    /// The past that was asked about, as it is given on the command line; nil: the mirror as it is.
    package let asOf: String?
    package let coverage: ReportCoverage

    /// The command that gives it.
    package var command: String {
        (["submirror report \(report)"] + arguments.map { "--parameter \($0)" }
            + (asOf.map { ["--as-of \($0)"] } ?? []))
            .joined(separator: " ")
    }

    package init(report: String, arguments: [String: String], asOf: String?, coverage: ReportCoverage) {
        self.report = report
        self.arguments = arguments.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        self.asOf = asOf
        self.coverage = coverage
    }

    init(_ answer: ReportAnswer, asOf: String?) {
        self.init(
            report: answer.report.name, arguments: answer.arguments, asOf: asOf, coverage: answer.coverage)
    }
}
