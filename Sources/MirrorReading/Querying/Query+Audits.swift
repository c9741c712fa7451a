package import MirrorCore
import Schema

extension Query {
    /// A query with a decimal column `amount`.
    private init(typing sql: String, parameters: [String: Value] = [:]) {
        self.init(sql, parameters: parameters)
        kinds["amount"] = ResultColumn(name: "amount", kind: .decimal)
    }

    /// All audits, the newest first, with the number of lines per result.
    package static let audits = Query(
        typing:
            """
            SELECT
                audit.id, audit.name, substr(audit.period_from_date, 1, 7) AS period, audit.as_of_date, audit.file_name,
                audit.line_count, \(AuditResult.judged.map(count).joined(separator: ", ")), audit.amount, audit.audited_at
            FROM audit
            ORDER BY audit.id DESC
            """)

    private static func count(_ result: AuditResult) -> String {
        let column = result.rawValue.replacing(" ", with: "_")
        return """
            coalesce((SELECT \(result == .onlyHere ? "number_count" : "line_count") FROM audit_total
                WHERE audit_id = audit.id AND result = '\(result.rawValue)'), 0) AS \(column)_count
            """
    }

    /// The audit with the id `text`, or the last one with that name; no row if there is none.
    package static func audit(named text: String) -> Query {
        Query(
            """
            SELECT id FROM audit
            WHERE id = coalesce(
                (SELECT id FROM audit WHERE CAST(id AS TEXT) = :text), (SELECT max(id) FROM audit WHERE name = :text))
            """, parameters: ["text": .text(text)])
    }

    /// Totals of an audit's findings.
    package static func auditSummary(of audit: Int64) -> Query {
        Query(typing: Schema.auditSummary, parameters: ["audit": .integer(audit)])
    }

    /// An audit's findings, line by line: those of one result, or all but one.
    package static func auditFindings(
        of audit: Int64, _ result: AuditResult? = nil, without: AuditResult? = nil
    ) -> Query {
        Query(
            typing: Schema.auditFindings,
            parameters: [
                "audit": .integer(audit), "result": result.map { .text($0.rawValue) } ?? .null,
                "without": without.map { .text($0.rawValue) } ?? .null,
            ])
    }

    /// How an audit's findings differ from another's; nil compares with the previous audit.
    package static func auditDiff(of audit: Int64, with other: Int64?) -> Query {
        Query(
            typing: Schema.auditDiff,
            parameters: ["audit": .integer(audit), "with": other.map { .integer($0) } ?? .null])
    }
}
