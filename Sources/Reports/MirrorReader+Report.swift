import Foundation
import GRDB
import MirrorCore
package import MirrorReading

extension MirrorReader {
    /// Answers `report` for `arguments` and writes its rows to `sink` as they come; returns what they cover.
    ///
    /// As a table the coverage stands under the rows, in a JSON document in it, in a workbook on a sheet of its own;
    /// csv and csv-excel hold the rows alone. All is of one moment.
    ///
    /// - Parameters:
    ///   - width: how many columns the terminal has; nil for another place.
    ///   - cuts: learns of texts that a spreadsheet's cell cannot hold.
    /// Where a row breaks a check of the report, all is written, and then the report fails.
    ///
    /// - Throws: ``ReportFailure``, ``QueryFailure``, ``MirrorReadFailure``, ``WorkbookFailure``, `FileFailure`, and what `sink` throws.
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
        /// Answers `report` on a sheet of `book` called `sheet`.
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

    /// Answers `report` through the writer that `writer` makes.
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
        // After the rows, which show what is wrong.
        if let failure = findings.failure { throw failure }
        return coverage
    }

    /// What `report` reads.
    ///
    /// - Throws: ``ReportFailure/noHistory(report:relations:)``, and where its statement is none.
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

    /// The same in the transaction that answers: every part of the answer is of one moment.
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

    /// What a format shows of `report` besides its rows.
    private func head(
        of report: Report, _ coverage: ReportCoverage, _ viewpoint: Viewpoint, width: Int?, cuts: CutTexts
    ) -> ResultHead {
        var head = ResultHead(viewpoint, limits, width: width, cuts: cuts)
        (head.name, head.title, head.notes) = ("report", report.title, [coverage.text])
        head.columns = report.columns.map(ResultColumn.init)
        return head
    }
}

/// Writes what the rows cover beneath them.
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
