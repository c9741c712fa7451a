import Foundation
import GRDB
import MirrorCore
package import MirrorReading

extension MirrorReader {
    /// Runs `report` with `arguments` and streams its rows to `sink`; returns their coverage.
    ///
    /// A table has the coverage below the rows, a JSON document as a member, a workbook on its own sheet; csv
    /// and csv-excel hold only the rows. All data is from the same moment. If a row violates a check of the
    /// report, everything is written, and then the report fails.
    ///
    /// - Parameters:
    ///   - width: the terminal's width in columns; nil if the output is not a terminal.
    ///   - cuts: collects texts that a spreadsheet's cell cannot hold.
    /// - Throws: ``ReportFailure``, ``QueryFailure``, ``MirrorReadFailure``, ``WorkbookFailure``,
    ///   `FileFailure`, errors from `sink`.
    @discardableResult
    package func write(
        _ report: Report, _ arguments: [String: String] = [:], as format: ResultFormat,
        width: Int? = nil, noting cuts: CutTexts = CutTexts(), to sink: @escaping ByteSink
    ) throws -> ReportCoverage {
        try answer(report, arguments) { query, coverage, viewpoint, watcher in
            let sink = watcher.limited(sink)
            let head = head(of: report, coverage, viewpoint, width: width, cuts: cuts)
            guard format != .table else {
                return CoverageWriter(
                    try format.writer(head, to: sink), coverage: coverage.text, width: width, sink)
            }
            return try format == .json
                ? ReportDocumentWriter(report, query: query, coverage: coverage, to: sink)
                : format.writer(head, to: sink)
        }
    }

    #if XLSX
        /// Runs `report` and writes it to a sheet of `book` named `sheet`.
        ///
        /// - Throws: as ``write(_:_:as:width:noting:to:)``.
        @discardableResult
        package func write(
            _ report: Report, _ arguments: [String: String], sheet: String, of book: ResultWorkbook,
            noting cuts: CutTexts
        ) throws -> ReportCoverage {
            try answer(report, arguments) { _, coverage, viewpoint, _ in
                var head = head(of: report, coverage, viewpoint, width: nil, cuts: cuts)
                head.name = sheet
                return book.sheet(head)
            }
        }
    #endif

    /// Runs `report` with the result writer that `writer` creates.
    func answer(
        _ report: Report, _ arguments: [String: String],
        by writer: (Query, ReportCoverage, Viewpoint, QueryGuard) throws -> any ResultWriter
    ) throws -> ReportCoverage {
        let reads = try reads(of: report)
        let findings = CheckingWriter.Findings()
        let coverage = try readForeign { db, watcher in
            let facts = try ReportCoverage.Facts(from: viewpoint, in: db)
            return try answer(
                report, arguments, reads, findings, facts, in: db, watchedBy: watcher, by: writer)
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
    func answer(
        _ report: Report, _ arguments: [String: String], _ reads: StatementReads,
        _ findings: CheckingWriter.Findings, _ facts: ReportCoverage.Facts, in db: Database,
        watchedBy watcher: QueryGuard,
        by writer: (Query, ReportCoverage, Viewpoint, QueryGuard) throws -> any ResultWriter
    ) throws -> ReportCoverage {
        var viewpoint = viewpoint
        viewpoint.lastObservedAt = facts.lastObservedAt
        let query = try report.query(arguments, from: viewpoint, costCentres: costCentres)
        let coverage = try ReportCoverage(of: reads, from: viewpoint, facts, in: db)
        try Self.answer(query, in: db, watchedBy: watcher) { statement in
            let writer = try writer(query, coverage, viewpoint, watcher)
            try Self.write(statement, by: CheckingWriter(report, findings, writer: writer))
        }
        return coverage
    }

    /// Everything a format shows of `report` besides its rows.
    private func head(
        of report: Report, _ coverage: ReportCoverage, _ viewpoint: Viewpoint, width: Int?, cuts: CutTexts
    ) -> ResultHead {
        var head = ResultHead(viewpoint, limits, width: width, cuts: cuts)
        (head.name, head.title, head.notes) = ("report", report.title, [coverage.text])
        head.columns = report.columns.map(ResultColumn.init)
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
