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
        let reads = try report.reads(by: read { db in try StatementAnalysis(of: report.sql, in: db) })
        if asOf != nil {
            let relations = reads.relationsWithoutHistory
            guard relations.isEmpty else {
                throw ReportFailure.noHistory(report: report.name, relations: relations)
            }
        }
        let findings = CheckingWriter.Findings()
        let coverage = try readForeign { db, watcher in
            // In the transaction that answers: every part of the answer is of one moment.
            var viewpoint = viewpoint
            viewpoint.lastObservedAt = try String.fetchOne(
                db, sql: "SELECT max(changed_at) FROM _subscription"
            )
            .flatMap(Instant.date)
            let query = try report.query(arguments, from: viewpoint, costCentres: costCentres)
            let coverage = try ReportCoverage(of: reads, from: viewpoint, in: db)
            try Self.answer(query, in: db, watchedBy: watcher) { statement in
                let sink = watcher.limited(sink)
                var head = ResultHead(viewpoint, limits, width: width, cuts: cuts)
                (head.name, head.title, head.notes) = ("report", report.title, [coverage.text])
                head.columns = report.columns.map(ResultColumn.init)
                let writer: any ResultWriter =
                    try format == .json
                    ? ReportDocumentWriter(report, query: query, coverage: coverage, to: sink)
                    : format.writer(head, to: sink)
                try Self.write(statement, by: CheckingWriter(report, findings, writer: writer))
                if format == .table {
                    let text = width.map { DisplayWidth.wrapped(coverage.text, to: $0) } ?? coverage.text
                    try sink(Array("\n\(text)\n".utf8))
                }
            }
            return coverage
        }
        // After the rows, which show what is wrong.
        if let failure = findings.failure { throw failure }
        return coverage
    }
}
