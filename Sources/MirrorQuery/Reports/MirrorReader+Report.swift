import Foundation
import GRDB
import MirrorCore

extension MirrorReader {
    /// Answers `report` for `arguments` and writes its rows to `sink` as they come; returns what they cover.
    ///
    /// As a table the coverage stands under the rows, in a JSON document in it; csv holds the rows alone.
    /// All is of one moment.
    ///
    /// - Throws: ``ReportFailure``, ``QueryFailure``, ``MirrorReadFailure``, and what `sink` throws.
    @discardableResult
    package func write(
        _ report: Report, _ arguments: [String: String] = [:], as format: ResultFormat,
        to sink: @escaping ByteSink
    ) throws -> ReportCoverage {
        let reads = try report.reads(by: StatementAnalysis())
        if context.asOf != nil {
            let relations = reads.relationsWithoutHistory
            guard relations.isEmpty else {
                throw ReportFailure.noHistory(report: report.name, relations: relations)
            }
        }
        return try readForeign { db, watcher in
            // In the transaction that answers: every part of the answer is of one moment.
            var context = context
            context.lastObservedAt = try String.fetchOne(db, sql: "SELECT max(changed_at) FROM _subscription")
                .flatMap(Instant.date)
            let query = try report.query(arguments, in: context)
            let coverage = try ReportCoverage(of: reads, asOf: context.asOf, now: context.now, in: db)
            try Self.answer(query, in: db, watchedBy: watcher) { statement in
                let sink = watcher.limited(sink)
                switch format {
                case .table:
                    try Self.write(statement, by: TableWriter(to: sink, holding: limits.tableBytes))
                    try sink(Array("\n\(coverage.text)\n".utf8))
                case .csv: try Self.write(statement, by: CSVWriter(to: sink))
                case .json:
                    try Self.write(
                        statement,
                        by: ReportDocumentWriter(report, query: query, coverage: coverage, to: sink))
                }
            }
            return coverage
        }
    }
}
