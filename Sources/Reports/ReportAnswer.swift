import GRDB
package import MirrorCore
package import MirrorReading
package import Schema

/// A report to be answered as values.
package struct ReportRequest: Sendable {
    package let report: Report
    package let arguments: [String: String]
    /// How many rows are kept at most; all are counted.
    package let rowLimit: Int
    /// Which rows count at all; nil: all.
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
    /// How many rows there are.
    package let rowCount: Int
    package let coverage: ReportCoverage
    /// What a row breaks that the report promises; nil where all is well.
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

/// Answers to several questions about a mirror, all of one moment.
package struct ReportAnswers: Sendable {
    /// In the order of the requests.
    package let reports: [ReportAnswer]
    /// The rows of a query beside them.
    package let rows: [[Value]]
    /// How the mirror stands; nil of the past, which does not tell.
    package let status: Status?
    /// The closings of months; none of the past, which does not tell.
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

extension MirrorReader {
    /// Answers `requests` and, beside them, `query`, in one transaction.
    ///
    /// - Throws: ``ReportFailure``, ``QueryFailure`` and ``MirrorReadFailure``.
    package func answers(to requests: [ReportRequest], beside query: Query? = nil) throws -> ReportAnswers {
        let reads = try requests.map { try self.reads(of: $0.report) }
        return try readForeign { db, watcher in
            let facts = try ReportCoverage.Facts(from: viewpoint, in: db)
            let reports = try zip(requests, reads).map { request, reads in
                let kept = KeptRows.Rows()
                let findings = CheckingWriter.Findings()
                let coverage = try answer(
                    request.report, request.arguments, reads, findings, facts, in: db, watchedBy: watcher
                ) { _, _, _, _ in KeptRows(request, in: kept) }
                return ReportAnswer(
                    request.report, request.arguments, rows: kept.rows, rowCount: kept.count,
                    coverage: coverage, failure: findings.failure)
            }
            let rows = try query.map { query in
                try Self.answer(query, in: db, watchedBy: watcher) { statement in
                    var rows: [[Value]] = []
                    while try statement.step() {
                        rows.append(statement.columns.indices.map { statement.cell($0).value })
                    }
                    return rows
                }
            }
            guard asOf == nil else { return ReportAnswers(reports: reports, rows: rows ?? []) }
            return ReportAnswers(
                reports: reports, rows: rows ?? [], status: try Status(db, path: path, now: viewpoint.now),
                closings: try MonthRecord.all(in: db))
        }
    }
}

/// Keeps the first rows and counts all.
private struct KeptRows: ResultWriter {
    /// Outlives the writer, which is handed over.
    final class Rows {
        fileprivate(set) var rows: [[Value]] = []
        fileprivate(set) var count = 0
    }

    private let request: ReportRequest
    private let kept: Rows
    private var columns: Range<Int> = 0..<0

    init(_ request: ReportRequest, in kept: Rows) {
        self.request = request
        self.kept = kept
    }

    mutating func begin(_ columns: [String]) { self.columns = columns.indices }

    func write(_ statement: ReadStatement) {
        let isKept = kept.count < request.rowLimit
        guard isKept || request.isMeant != nil else { return kept.count += 1 }
        let row = columns.map { statement.cell($0).value }
        guard request.isMeant?(row) ?? true else { return }
        kept.count += 1
        if isKept { kept.rows.append(row) }
    }

    func end() {}
}
