package import MirrorCore
package import MirrorReading
import Schema

/// The first rows of a report, for a page.
package struct ReportRowList: Sendable {
    package let columns: [String]
    package let rows: [[Value]]
    /// The total number of rows.
    package let count: Int
    package let coverage: ReportCoverage
}

extension MirrorReader {
    /// Runs `report` with `arguments` and keeps its first rows.
    ///
    /// - Throws: as ``write(_:_:as:width:noting:to:)``.
    package func rows(
        of report: Report, _ arguments: [String: String] = [:], upTo limit: Int
    ) throws -> ReportRowList {
        let kept = CollectedRows()
        let coverage = try answer(report, arguments) { _, _, _, _, _ in
            CollectingWriter(kept: kept, limit: limit)
        }
        return ReportRowList(columns: kept.columns, rows: kept.rows, count: kept.count, coverage: coverage)
    }
}

/// Holds the rows after their writer is gone.
private final class CollectedRows {
    var columns: [String] = []
    var rows: [[Value]] = []
    var count = 0
}

private struct CollectingWriter: ResultWriter {
    let kept: CollectedRows
    let limit: Int

    mutating func begin(_ columns: [String]) throws { kept.columns = columns }

    mutating func write(_ statement: ReadStatement) throws {
        kept.count += 1
        guard kept.rows.count < limit else { return }
        kept.rows.append(kept.columns.indices.map { statement.cell($0).value })
    }

    mutating func end() throws {}
}

extension Report {
    /// The columns that the report reads, by relation.
    ///
    /// - Throws: ``ReportFailure``.
    package func columnsRead(by analysis: StatementAnalysis) throws -> [String: Set<String>] {
        try reads(by: analysis).columns
    }
}
