import GRDB
package import MirrorCore
package import MirrorReading
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

extension MirrorReader {
    /// Answers `requests` and an additional `query` in one transaction.
    ///
    /// - Throws: ``ReportFailure``, ``QueryFailure`` and ``MirrorReadFailure``.
    package func answers(to requests: [ReportRequest], beside query: Query? = nil) throws -> ReportAnswers {
        let reads = try requests.map { try self.reads(of: $0.report) }
        return try readForeign { db, watcher in
            let facts = try ReportCoverage.Facts(from: viewpoint, in: db)
            var reports: [ReportAnswer] = []
            try SharedRows.keep(try shared(by: requests, reads, facts), in: db, watchedBy: watcher) {
                for (request, reads) in zip(requests, reads) {
                    reports.append(try answer(request, reads, facts, in: db, watchedBy: watcher))
                }
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

extension MirrorReader {
    private func answer(
        _ request: ReportRequest, _ reads: StatementReads, _ facts: ReportCoverage.Facts, in db: Database,
        watchedBy watcher: QueryGuard
    ) throws -> ReportAnswer {
        let kept = CollectedRows.Rows()
        let findings = CheckingWriter.Findings()
        let report = request.report.available(to: self)
        let isCounted = request.rowLimit == 0 && request.isMeant == nil && report.checks.isEmpty
        let coverage = try answer(
            isCounted ? report.counted : report, request.arguments, reads, findings, facts, in: db,
            watchedBy: watcher
        ) { _, _, _, _, _ in
            if isCounted { return CountedRows(in: kept) }
            return CollectedRows(request, in: kept)
        }
        return ReportAnswer(
            report, request.arguments, rows: kept.rows, rowCount: kept.count, coverage: coverage,
            failure: findings.failure)
    }

    private func shared(
        by requests: [ReportRequest], _ reads: [StatementReads], _ facts: ReportCoverage.Facts
    ) throws -> [SharedRows] {
        var viewpoint = viewpoint
        viewpoint.lastObservedAt = facts.lastObservedAt
        return SharedRows.all(
            of: try zip(requests, reads).map { request, reads in
                let query = try request.report.query(
                    request.arguments, from: viewpoint, costCentres: costCentres)
                return (request.report, query, reads)
            })
    }
}

extension Report {
    /// The number of its rows: SQLite need not sort them, nor find columns that decide nothing.
    fileprivate var counted: Report {
        with(sql: "SELECT count(*) FROM (\n\(statement)\n)", columns: [])
    }
}

/// Keeps the first rows and counts all of them.
private struct CollectedRows: ResultWriter {
    /// Shared with the caller, as the writer itself is passed on.
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

/// Takes the number of rows from the only row of ``Report/counted``.
private struct CountedRows: ResultWriter {
    private let kept: CollectedRows.Rows

    init(in kept: CollectedRows.Rows) { self.kept = kept }

    func begin(_ columns: [String]) {}

    func write(_ statement: ReadStatement) {
        if case .integer(let count) = statement.cell(0).value { kept.count = Int(count) }
    }

    func end() {}
}
