import Foundation
import GRDB
package import MirrorCore
import Schema

extension MirrorReader {
    /// Judges `list` against the mirror as this reader shows it: current or past.
    ///
    /// The entries of the numbers that the list lacks are counted in random order: they leave where the numbers themselves are
    /// pseudonyms.
    ///
    /// - Throws: ``MirrorReadFailure``.
    package func judge(
        _ list: AuditList, by terms: AuditTerms, with generator: inout some RandomNumberGenerator
    ) throws -> AuditJudgement {
        let arguments: [String: String?] = [
            "lines": JSONValue.array(list.lines.map(Self.json)).text,
            "left_out": JSONValue.array(list.leftOut.map(Self.json)).text,
            "claims": JSONValue.array(list.lines.enumerated().flatMap(Self.claims)).text,
            "reference": costCentres.reference.rawValue, "period_from": terms.periodFrom.text,
            "accounts": terms.accounts.isEmpty ? nil : Self.json(terms.accounts),
            "access_types": terms.accessTypes.isEmpty ? nil : Self.json(terms.accessTypes),
            "exact": Self.json(terms.exact.map(\.rawValue).sorted()),
        ]
        var judgement = AuditJudgement()
        judgement.asOf = Instant.text(viewpoint.moment)
        judgement.day = CalendarDay.text(of: asOf?.lastMoment ?? viewpoint.now, in: viewpoint.timeZone)
        judgement.periodFrom = terms.periodFrom.text
        try read { db in
            let statement = try ReadStatement(Schema.auditJudgement, in: db)
            for (index, name) in statement.parameters.enumerated() {
                try statement.bind(name.flatMap { arguments[$0] ?? nil }, at: index + 1)
            }
            while try statement.step() { judgement.add(JudgementRow(statement)) }
        }
        judgement.countMissing(with: &generator)
        return judgement
    }

    private static func json(_ line: AuditLine) -> JSONValue {
        .array([
            .integer(Int64(line.line)), JSONValue(line.numbers.first),
            JSONValue(line.numbers.dropFirst().first), JSONValue(line.fault?.rawValue),
            JSONValue(line.amount?.description), JSONValue(line.repeats), JSONValue(line.sheet),
            JSONValue(line.repeatsSheet),
        ])
    }

    private static func json(_ row: AuditSkippedRow) -> JSONValue {
        .array([
            .integer(Int64(row.line)), JSONValue(row.sheet), .string(row.reason.rawValue),
            JSONValue(row.amount?.description),
        ])
    }

    private static func json(_ texts: [String]) -> String {
        JSONValue.array(texts.map(JSONValue.string)).text
    }

    /// The values of the line at `index`.
    private static func claims(_ index: Int, _ line: AuditLine) -> [JSONValue] {
        line.claims.sorted { $0.key < $1.key }.map { field, value in
            .array([
                .integer(Int64(index + 1)), .string(field.rawValue), .string(value),
                // Digits only, for comparing numbers of organizations or cards: NO 973 909 304 MVA.
                .string(value.filter { $0.isASCII && $0.isNumber }),
            ])
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
}

/// A row of `audit_judgement.sql`, read cell by cell: of a hundred thousand numbers there are as many.
private struct JudgementRow {
    /// The columns, in their order there.
    enum Column: Int {
        case kind, entry, line, msisdn, result, reason, amount, costCentre, accountID, repeatsLine, sheet,
            repeatsSheet
        case field, fileValue, mirrorValue, lineCount, numberCount
    }

    private let statement: ReadStatement

    init(_ statement: ReadStatement) { self.statement = statement }

    func text(_ column: Column) -> String? {
        guard case .text(let bytes) = statement.cell(column.rawValue) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    func integer(_ column: Column) -> Int64? {
        guard case .integer(let number) = statement.cell(column.rawValue) else { return nil }
        return number
    }
}

extension AuditJudgement {
    fileprivate mutating func add(_ row: JudgementRow) {
        if row.text(.kind) == "difference" {
            var difference = AuditDifference()
            difference.entry = row.integer(.entry) ?? 0
            difference.field = row.text(.field) ?? ""
            difference.fileValue = row.text(.fileValue) ?? ""
            difference.mirrorValue = row.text(.mirrorValue)
            return differences.append(difference)
        }
        guard let result = row.text(.result).flatMap({ AuditResult(rawValue: $0) }) else { return }
        if row.text(.kind) == "total" {
            return totals.append(
                AuditTotal(
                    result, lineCount: Int(row.integer(.lineCount) ?? 0),
                    numberCount: Int(row.integer(.numberCount) ?? 0),
                    amount: row.text(.amount).flatMap { ExactDecimal($0) }))
        }
        var entry = AuditEntry()
        entry.entry = row.integer(.entry) ?? 0
        entry.line = row.integer(.line)
        entry.msisdn = row.text(.msisdn)
        entry.result = result
        entry.reason = row.text(.reason)
        entry.amount = row.text(.amount)
        entry.costCentre = row.text(.costCentre)
        entry.accountID = row.text(.accountID)
        entry.repeatsLine = row.integer(.repeatsLine)
        entry.sheet = row.text(.sheet)
        entry.repeatsSheet = row.text(.repeatsSheet)
        entries.append(entry)
    }

    /// Counts the numbers that the list lacks, which come after the others, in random order, and adds their total.
    fileprivate mutating func countMissing(with generator: inout some RandomNumberGenerator) {
        guard let first = entries.firstIndex(where: { $0.entry == 0 }) else { return }
        var numbers = Array(Int64(first + 1)...Int64(entries.count))
        numbers.shuffle(using: &generator)
        for (index, number) in zip(first..., numbers) { entries[index].entry = number }
        totals.append(AuditTotal(.onlyHere, lineCount: 0, numberCount: numbers.count, amount: nil))
    }
}
