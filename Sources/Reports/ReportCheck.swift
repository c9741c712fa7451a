import MirrorCore
import MirrorReading
import Schema

/// A report's check on itself: a column that must be empty in every row.
///
/// If it is not, the rows are written nevertheless, as they show what is wrong; then the report fails. A row that
/// says why there is no answer is no answer itself: nothing is written.
package struct ReportCheck: Sendable, Equatable {
    package let column: String
    /// The fault of a row that has a value there, without a full stop.
    package let reason: String
    /// Whether the values are telephone numbers, which errors shorten.
    let isAboutNumbers: Bool
    /// Whether the values say in words what is wrong.
    let isInWords: Bool
    /// The kind of failure of a report that has no answer, as its only row says; nil if the rows are an answer.
    let unanswered: FailureKind?

    /// Parses `column (usage | data) "reason"`; nil for anything else, and for a column not in `columns`.
    ///
    /// With `usage` a parameter names something that does not exist; with `data` it cannot be used.
    init?(header: String, columns: [ReportColumn]) {
        guard let (words, reason) = ReportHeader.words(before: header), (1...2).contains(words.count),
            let column = columns.first(where: { $0.name == words[0] })
        else { return nil }
        switch words.dropFirst().first {
        case nil: unanswered = nil
        case "usage" where column.unit == "text": unanswered = .usage
        case "data" where column.unit == "text": unanswered = .unusableData
        default: return nil
        }
        self.column = column.name
        self.reason = reason.english
        isAboutNumbers = column.unit == "msisdn"
        isInWords = column.unit == "text"
    }
}

/// Passes rows on to another writer, and notes those that violate a check of their report.
struct CheckingWriter: ResultWriter {
    /// The violations found; shared with the caller, as the writer itself is passed on.
    final class Findings {
        fileprivate(set) var failure: ReportFailure?
    }

    private let report: Report
    private let findings: Findings
    private var writer: any ResultWriter
    private var places: [(check: ReportCheck, index: Int)] = []
    private var broken: [(rows: Int, value: String)] = []
    /// The columns with which the other writer has to begin yet: once the first row is an answer.
    private var unbegun: [String]?

    init(_ report: Report, _ findings: Findings, writer: any ResultWriter) {
        self.report = report
        self.findings = findings
        self.writer = writer
    }

    mutating func begin(_ columns: [String]) throws {
        places = report.checks.compactMap { check in columns.firstIndex(of: check.column).map { (check, $0) }
        }
        broken = places.map { _ in (0, "") }
        unbegun = columns
    }

    private mutating func begin() throws {
        guard let columns = unbegun else { return }
        unbegun = nil
        try writer.begin(columns)
    }

    mutating func write(_ statement: ReadStatement) throws {
        for (place, (check, index)) in places.enumerated() {
            let value = statement.cell(index).value
            guard value != .null else { continue }
            if let kind = check.unanswered {
                throw ReportFailure.unanswered(
                    report: report.name, kind, value: Self.words(value, check), reason: check.reason)
            }
            if broken[place].rows == 0 { broken[place].value = Self.words(value, check) }
            broken[place].rows += 1
        }
        try begin()
        try writer.write(statement)
    }

    mutating func end() throws {
        try begin()
        try writer.end()
        guard let place = broken.firstIndex(where: { $0.rows > 0 }) else { return }
        let check = places[place].check
        findings.failure = .failedCheck(
            report: report.name, rows: check.isInWords ? nil : broken[place].rows, value: broken[place].value,
            reason: check.reason)
    }

    private static func words(_ value: Value, _ check: ReportCheck) -> String {
        let text =
            switch value {
            case .null: ""
            case .integer(let number): String(number)
            case .real(let number): String(number)
            case .text(let text): text
            }
        guard check.isAboutNumbers else { return text }
        return Msisdn(text)?.redacted ?? "a number"
    }
}
