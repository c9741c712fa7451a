import Foundation
import GRDB
package import MirrorCore
import Schema

extension MirrorReader {
    /// Judges `list` against the mirror as this reader shows it: current or past.
    ///
    /// - Throws: ``MirrorReadFailure``.
    package func judge(_ list: AuditList, by terms: AuditTerms) throws -> AuditJudgement {
        let arguments: StatementArguments = try [
            "lines": Self.json(
                list.lines.map { line in
                    [
                        String(line.line), line.numbers.first, line.numbers.dropFirst().first,
                        line.fault?.rawValue,
                        line.amount?.description, line.repeats.map { String($0) }, line.sheet,
                        line.repeatsSheet,
                    ]
                }),
            "left_out": Self.json(
                list.leftOut.map { [String($0.line), $0.sheet, $0.reason.rawValue, $0.amount?.description] }),
            "claims": Self.json(
                list.lines.enumerated().flatMap { index, line in
                    line.claims.sorted { $0.key < $1.key }.map { field, value in
                        [
                            String(index + 1), field.rawValue, value,
                            // Digits only, for comparing numbers of organizations or
                            // cards: NO 973 909 304 MVA.
                            value.filter { $0.isASCII && $0.isNumber },
                        ]
                    }
                }),
            "reference": costCentres.reference.rawValue, "period_from": terms.periodFrom.text,
            "accounts": terms.accounts.isEmpty ? nil : Self.json(terms.accounts),
            "access_types": terms.accessTypes.isEmpty ? nil : Self.json(terms.accessTypes),
            "exact": Self.json(terms.exact.map(\.rawValue).sorted()),
        ]
        var judgement = AuditJudgement()
        judgement.asOf = Instant.text(viewpoint.moment)
        judgement.day = CalendarDay.text(of: asOf?.lastMoment ?? viewpoint.now, in: viewpoint.timeZone)
        judgement.periodFrom = terms.periodFrom.text
        return try read { db in
            let rows = try Row.fetchCursor(db, sql: Schema.auditJudgement, arguments: arguments)
            while let row = try rows.next() {
                switch row["kind"] as String {
                case "entries": judgement.entries.append(row["content"])
                case "differences": judgement.differences.append(row["content"])
                default:
                    guard let result = AuditResult(rawValue: row["result"]) else { continue }
                    judgement.totals.append(
                        AuditTotal(
                            result, lineCount: row["line_count"], numberCount: row["number_count"],
                            amount: (row["amount"] as String?).flatMap { ExactDecimal($0) }))
                }
            }
            return judgement
        }
    }

    /// The first account or access type in `terms` that the mirror does not have, with the known ones; nil if it has all.
    ///
    /// Unknown ones would match no number, so that nothing would be found missing from the list.
    package func unknown(in terms: AuditTerms) throws -> String? {
        try read { db in
            func first(_ values: [String], _ name: String, _ sql: String) throws -> String? {
                guard !values.isEmpty else { return nil }
                let known = try String.fetchAll(db, sql: sql)
                guard let value = values.first(where: { !known.contains($0) }) else { return nil }
                let hint = known.count > 10 ? "" : ": it has \(known.joined(separator: ", "))"
                return "\(name) \(value), which the mirror does not have\(hint)"
            }
            return try first(terms.accounts, "the account", "SELECT id FROM account ORDER BY id")
                ?? first(
                    terms.accessTypes, "the access type",
                    "SELECT DISTINCT access_type FROM subscription_type WHERE access_type IS NOT NULL ORDER BY 1"
                )
        }
    }

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }
}
