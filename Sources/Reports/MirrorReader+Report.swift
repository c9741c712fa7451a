import Exports
import Foundation
import GRDB
import MirrorCore
package import MirrorReading
import Schema

extension MirrorReader {
    /// Runs `report` with `arguments` and streams its rows to `sink`; returns their coverage.
    ///
    /// A table has the coverage below the rows, a JSON document as a member, a workbook on its own sheet; csv
    /// and csv-excel hold only the rows. All data is from the same moment. If a row violates a check of the
    /// report, everything is written, and then the report fails.
    ///
    /// - Parameters:
    ///   - privacy: the level at which people are shown.
    ///   - heading: gives a column's heading; nil shows its name.
    ///   - width: the terminal's width in columns; nil if the output is not a terminal.
    ///   - cuts: collects texts that a spreadsheet's cell cannot hold.
    /// - Throws: ``ReportFailure``, ``QueryFailure``, ``MirrorReadFailure``, ``WorkbookFailure``,
    ///   `FileFailure`, errors from `sink`.
    @discardableResult
    package func write(
        _ report: Report, _ arguments: [String: String] = [:], at privacy: ReportPrivacy = .full,
        as format: ResultFormat, width: Int? = nil, headed heading: ((String) -> String)? = nil,
        noting cuts: TruncatedTexts = TruncatedTexts(), to sink: @escaping ByteSink
    ) throws -> ReportCoverage {
        try answer(report, arguments, at: privacy) { report, query, coverage, viewpoint, watcher in
            let sink = watcher.limited(sink)
            let head = head(of: report, coverage, viewpoint, width: width, headed: heading, cuts: cuts)
            guard format != .table else {
                return CoverageWriter(
                    try format.writer(head, to: sink), coverage: coverage.text, width: width, sink)
            }
            return try format == .json
                ? ReportDocumentWriter(report, privacy.level, query: query, coverage: coverage, to: sink)
                : format.writer(head, to: sink)
        }
    }

    #if XLSX
        /// Runs `report` and writes it to a sheet of `book` named `sheet`.
        ///
        /// - Throws: as ``write(_:_:as:width:noting:to:)``.
        @discardableResult
        package func write(
            _ report: Report, _ arguments: [String: String], at privacy: ReportPrivacy, sheet: String,
            of book: ResultWorkbook, headed heading: ((String) -> String)? = nil, noting cuts: TruncatedTexts
        ) throws -> ReportCoverage {
            try answer(report, arguments, at: privacy) { report, _, coverage, viewpoint, _ in
                var head = head(of: report, coverage, viewpoint, width: nil, headed: heading, cuts: cuts)
                head.name = sheet
                return book.sheet(head)
            }
        }
    #endif

    /// Creates the result writer for a report, which is given as the level of privacy shows it.
    typealias MakeWriter = (Report, Query, ReportCoverage, Viewpoint, QueryGuard) throws -> any ResultWriter

    /// Runs `report` with the result writer that `writer` creates.
    func answer(
        _ report: Report, _ arguments: [String: String], at privacy: ReportPrivacy = .full,
        by writer: MakeWriter
    ) throws -> ReportCoverage {
        let reads = try reads(of: report)
        let findings = CheckingWriter.Findings()
        let coverage: ReportCoverage
        if report.isForeign, privacy.level != .full {
            let copy = RedactedCopy(of: self, for: report.sql, at: privacy.privacy)
            coverage = try copy.read { db, copy, watcher in
                let facts = try ReportCoverage.Facts(from: viewpoint, in: db)
                return try answer(
                    report, arguments, reads, findings, facts, in: db, from: copy, watchedBy: watcher,
                    by: writer)
            }
        } else {
            coverage = try readForeign { db, watcher in
                let facts = try ReportCoverage.Facts(from: viewpoint, in: db)
                if privacy.level != .full {
                    try privacy.privacy.prepare(db)
                    watcher.ownFunctions = ExportPrivacy.functions
                }
                return try answer(
                    try report.available(to: self)
                        .redacted(at: privacy, arguments, costCentres, reading: reads, in: db)
                        .worded(by: self),
                    arguments, reads, findings, facts, in: db, watchedBy: watcher, by: writer)
            }
        }
        // Thrown after the rows are written, as they show what is wrong.
        if let failure = findings.failure { throw failure }
        return coverage
    }

    /// The relations and columns that `report` reads.
    ///
    /// - Throws: ``ReportFailure/noHistory(report:relations:)``; ``ReportFailure``
    ///   if its statement is unusable.
    func reads(of report: Report) throws -> StatementReads {
        let reads = try report.reads(by: read { db in try StatementAnalysis(of: report.sql, in: db) })
        if asOf != nil {
            let relations = reads.relationsWithoutHistory
            guard relations.isEmpty else {
                throw ReportFailure.noHistory(report: report.name, relations: relations)
            }
        }
        return reads
    }

    /// Runs `report` in the open transaction, so that the whole answer is from the same moment.
    ///
    /// - Parameter copy: where to read the rows; nil means the mirror.
    func answer(
        _ report: Report, _ arguments: [String: String], _ reads: StatementReads,
        _ findings: CheckingWriter.Findings, _ facts: ReportCoverage.Facts, in db: Database,
        from copy: Database? = nil, watchedBy watcher: QueryGuard, by writer: MakeWriter
    ) throws -> ReportCoverage {
        var viewpoint = viewpoint
        viewpoint.lastObservedAt = facts.lastObservedAt
        let query = try report.query(arguments, from: viewpoint, costCentres: costCentres)
        try Self.check(report, query, reads, in: db)
        let coverage = try ReportCoverage(of: reads, from: viewpoint, facts, in: db)
        try Self.answer(query, in: copy ?? db, watchedBy: watcher) { statement in
            let writer = try writer(report, query, coverage, viewpoint, watcher)
            try Self.write(statement, by: CheckingWriter(report, findings, writer: writer))
        }
        return coverage
    }

    /// - Throws: ``ReportFailure/beforeHistory(report:parameter:historyFrom:)`` and
    ///   ``ReportFailure/beforeFirstRun(report:parameter:firstRunAt:)``: no rows would not mean that there was nothing.
    private static func check(
        _ report: Report, _ query: Query, _ reads: StatementReads, in db: Database
    ) throws {
        if let end = report.end(query),
            let first = try String.fetchOne(db, sql: "SELECT min(started_at) FROM sync_run"),
            Instant.text(end.moment) <= first
        {
            throw ReportFailure.beforeFirstRun(
                report: report.name, parameter: end.parameter, firstRunAt: first)
        }
        guard reads.readsPast, let floor = try RetentionFacts(db).pastFrom else { return }
        if let early = report.beginnings(query).first(where: { $0.moment < floor }) {
            throw ReportFailure.beforeHistory(
                report: report.name, parameter: early.parameter, historyFrom: Instant.text(floor))
        }
    }

    /// Everything a format shows of `report` besides its rows.
    private func head(
        of report: Report, _ coverage: ReportCoverage, _ viewpoint: Viewpoint, width: Int?,
        headed heading: ((String) -> String)?, cuts: TruncatedTexts
    ) -> ResultHead {
        var head = ResultHead(viewpoint, limits, width: width, cuts: cuts)
        (head.name, head.title, head.notes) = ("report", report.title.english, [coverage.text])
        head.columns = report.columns.map { column in
            var column = ResultColumn(column)
            column.heading = heading?(column.name)
            return column
        }
        return head
    }
}

/// Writes the rows' coverage beneath them.
private struct CoverageWriter: ResultWriter {
    private var writer: any ResultWriter
    private let coverage: String
    private let width: Int?
    private let sink: ByteSink

    init(_ writer: any ResultWriter, coverage: String, width: Int?, _ sink: @escaping ByteSink) {
        self.writer = writer
        self.coverage = coverage
        self.width = width
        self.sink = sink
    }

    mutating func begin(_ columns: [String]) throws { try writer.begin(columns) }

    mutating func write(_ statement: ReadStatement) throws { try writer.write(statement) }

    mutating func end() throws {
        try writer.end()
        let text = width.map { DisplayWidth.wrapped(coverage, to: $0) } ?? coverage
        try sink(Array("\n\(text)\n".utf8))
    }
}
