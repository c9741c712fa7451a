package import Foundation
import GRDB
package import MirrorCore

extension MirrorStore {
    /// Stores a list and its judgement in one transaction; returns the audit's id.
    package func keep(
        _ heading: AuditHeading, of list: AuditList, _ judgement: AuditJudgement, at now: Date
    ) async throws -> Int64 {
        try await write { db in
            try db.execute(
                sql: """
                    INSERT INTO _audit (
                        name, file_name, file_hash, audited_at, as_of, as_of_date, period_from_date, number_column,
                        lines_per_number, row_count, line_count, header_count, remark_count, total_count, blank_count,
                        amount, stated_amount)
                    VALUES (
                        :name, :file_name, :file_hash, :audited_at, :as_of, :day, :period_from, :number_column,
                        :lines_per_number, :row_count, :line_count, :header_count, :remark_count, :total_count,
                        :blank_count, :amount, :stated_amount)
                    """,
                arguments: [
                    "name": heading.name, "file_name": heading.fileName, "file_hash": heading.fileHash,
                    "audited_at": Instant.text(now), "as_of": judgement.asOf, "day": judgement.day,
                    "period_from": judgement.periodFrom, "number_column": list.numberColumn,
                    "lines_per_number": list.linesPerNumber.rawValue, "row_count": list.rowCount,
                    "line_count": list.lines.count, "header_count": list.headerCount,
                    "remark_count": list.remarkCount, "total_count": list.totalCount,
                    "blank_count": list.blankCount, "amount": list.amount?.description,
                    "stated_amount": list.statedAmount?.description,
                ])
            let audit = db.lastInsertedRowID
            for total in judgement.totals {
                try db.execute(
                    sql: "INSERT INTO _audit_total VALUES (:audit, :result, :lines, :numbers, :amount)",
                    arguments: [
                        "audit": audit, "result": total.result.rawValue, "lines": total.lineCount,
                        "numbers": total.numberCount, "amount": total.amount?.description,
                    ])
            }
            let entries = try RowBatch(
                into: "_audit_entry",
                [
                    "audit", "entry", "line", "msisdn", "result", "reason", "amount", "cost_centre",
                    "account_id", "repeats_line", "sheet", "repeats_sheet",
                ], in: db)
            for entry in judgement.entries {
                try entries.add([
                    .integer(audit), .integer(entry.entry), Value(entry.line), Value(entry.msisdn),
                    .text(entry.result.rawValue), Value(entry.reason), Value(entry.amount),
                    Value(entry.costCentre), Value(entry.accountID), Value(entry.repeatsLine),
                    Value(entry.sheet), Value(entry.repeatsSheet),
                ])
            }
            try entries.flush()
            let differences = try RowBatch(
                into: "_audit_difference", ["audit", "entry", "field", "file_value", "mirror_value"], in: db)
            for difference in judgement.differences {
                try differences.add([
                    .integer(audit), .integer(difference.entry), .text(difference.field),
                    .text(difference.fileValue), Value(difference.mirrorValue),
                ])
            }
            try differences.flush()
            return audit
        }
    }

    /// Removes an audit made by mistake; false if there is none with that id.
    package func dropAudit(_ audit: Int64) async throws -> Bool {
        try await write { db in
            for table in ["_audit_difference", "_audit_entry", "_audit_total"] {
                try db.execute(
                    sql: "DELETE FROM \(table) WHERE audit = :audit", arguments: ["audit": audit])
            }
            try db.execute(sql: "DELETE FROM _audit WHERE id = :audit", arguments: ["audit": audit])
            return db.changesCount > 0
        }
    }
}
