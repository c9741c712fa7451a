import GRDB
import MirrorCore
package import MirrorReading
import Schema

extension MirrorReader {
    /// Answers `requests` and an additional `query`, all from the same state of the mirror: on two connections and
    /// threads, or on one while somebody writes.
    ///
    /// - Throws: ``ReportFailure``, ``QueryFailure`` and ``MirrorReadFailure``.
    package func answers(to requests: [ReportRequest], beside query: Query? = nil) throws -> ReportAnswers {
        var (first, second) = try requests.enumerated().reduce(into: (Share(), Share())) { shares, request in
            let reads = try reads(of: request.element.report)
            let question = Question(place: request.offset, request: request.element, reads: reads)
            // Apart, as the states of the numbers are found once for all that read them.
            if reads.readsStates {
                shares.0.questions.append(question)
            } else {
                shares.1.questions.append(question)
            }
        }
        if first.questions.isEmpty || second.questions.isEmpty {
            (first, second) = (Share(questions: first.questions + second.questions), Share())
        }
        let companion = second.questions.isEmpty ? nil : try CompanionReader(of: self)
        return try readForeign { db, watcher in
            let facts = try ReportCoverage.Facts(from: viewpoint, in: db)
            let pending = companion?.begin { [second] db, watcher in
                try self.answers(to: second, facts, in: db, watchedBy: watcher)
            }
            // Also after an error: its transaction must not outlast this one.
            defer { _ = try? pending?.wait() }
            var reports = try answers(to: first, facts, in: db, watchedBy: watcher)
            let rows = try query.map { query in
                try Self.answer(query, in: db, watchedBy: watcher) { statement in
                    var rows: [[Value]] = []
                    while try statement.step() {
                        rows.append(statement.columns.indices.map { statement.cell($0).value })
                    }
                    return rows
                }
            }
            let status = asOf == nil ? try Status(db, path: path, now: viewpoint.now) : nil
            let closings = asOf == nil ? try MonthRecord.all(in: db) : []
            reports += try pending?.wait() ?? answers(to: second, facts, in: db, watchedBy: watcher)
            return ReportAnswers(
                reports: reports.sorted { $0.place < $1.place }.map(\.answer), rows: rows ?? [],
                status: status, closings: closings)
        }
    }
}

/// A request with its place among all, and with what its report reads.
private struct Question: Sendable {
    let place: Int
    let request: ReportRequest
    let reads: StatementReads
}

/// The questions that one connection answers.
private struct Share: Sendable {
    var questions: [Question] = []
}

extension MirrorReader {
    private func answers(
        to share: Share, _ facts: ReportCoverage.Facts, in db: Database, watchedBy watcher: QueryGuard
    ) throws -> [(place: Int, answer: ReportAnswer)] {
        var answers: [(place: Int, answer: ReportAnswer)] = []
        try SharedRows.keep(try shared(by: share.questions, facts), in: db, watchedBy: watcher) {
            for question in share.questions {
                let answer = try answer(question.request, question.reads, facts, in: db, watchedBy: watcher)
                answers.append((question.place, answer))
            }
        }
        return answers
    }

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
        by questions: [Question], _ facts: ReportCoverage.Facts
    ) throws -> [SharedRows] {
        var viewpoint = viewpoint
        viewpoint.lastObservedAt = facts.lastObservedAt
        return SharedRows.all(
            of: try questions.map { question in
                let request = question.request
                let query = try request.report.query(
                    request.arguments, from: viewpoint, costCentres: costCentres)
                return (request.report, query, question.reads)
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
