package import MirrorCore
import MirrorReading
package import Schema

/// A report to run, with its arguments.
package struct ReportRequest: Sendable {
    package let report: Report
    package let arguments: [String: String]
    /// The most rows to keep; all are counted.
    package let rowLimit: Int
    /// Selects the rows that count; nil means all.
    package let isMeant: (@Sendable ([Value]) -> Bool)?

    package init(
        _ report: Report, _ arguments: [String: String] = [:], keeping rowLimit: Int,
        where isMeant: (@Sendable ([Value]) -> Bool)? = nil
    ) {
        self.report = report
        self.arguments = arguments
        self.rowLimit = rowLimit
        self.isMeant = isMeant
    }
}

/// The answer to a ``ReportRequest``.
package struct ReportAnswer: Sendable {
    package let report: Report
    package let arguments: [String: String]
    /// The first rows.
    package let rows: [[Value]]
    /// The total number of rows.
    package let rowCount: Int
    package let coverage: ReportCoverage
    /// The first violation of a check of the report; nil if there is none.
    package let failure: ReportFailure?

    package init(
        _ report: Report, _ arguments: [String: String], rows: [[Value]], rowCount: Int,
        coverage: ReportCoverage, failure: ReportFailure? = nil
    ) {
        self.report = report
        self.arguments = arguments
        self.rows = rows
        self.rowCount = rowCount
        self.coverage = coverage
        self.failure = failure
    }
}

/// Answers to several requests about a mirror, all from the same moment.
package struct ReportAnswers: Sendable {
    /// In the order of the requests.
    package let reports: [ReportAnswer]
    /// The rows of the additional query.
    package let rows: [[Value]]
    /// The mirror's status; nil in the past, where it is unknown.
    package let status: Status?
    /// The closings of months; empty in the past, where they are unknown.
    package let closings: [MonthRecord]

    package init(
        reports: [ReportAnswer], rows: [[Value]] = [], status: Status? = nil, closings: [MonthRecord] = []
    ) {
        self.reports = reports
        self.rows = rows
        self.status = status
        self.closings = closings
    }
}
