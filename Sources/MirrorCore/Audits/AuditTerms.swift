/// What a list is held against.
package struct AuditTerms: Sendable, Equatable {
    /// The first day of what the list is about: what ended before it should not be in it.
    package var periodFrom: CalendarDay
    /// Only numbers on these accounts are expected in the list; empty: on any.
    package var accounts: [String] = []
    /// Only numbers of types with such an access are expected in it; empty: all.
    package var accessTypes: [String] = []
    /// Columns that have to be the same to the letter.
    package var exact: Set<AuditField> = []

    package init(periodFrom: CalendarDay) { self.periodFrom = periodFrom }
}

/// How a line of a list, or a number that is not in it, was judged.
package enum AuditResult: String, Sendable, CaseIterable {
    case matched
    /// In the list, and not in the mirror, or gone, or ended before the period.
    case onlyThere = "only there"
    /// Alive, and not in the list.
    case onlyHere = "only here"
    case differing
    case doubled
    case unreadable
    /// No line: a total, a title, a page break.
    case leftOut = "left out"

    /// Those of lines and numbers.
    package static let judged = allCases.filter { $0 != .leftOut }
}

/// A list as the mirror judged it.
///
/// Entries and differences are JSON as SQLite writes it, and takes apart again where they are kept: a hundred thousand of
/// them never become values of ours.
package struct AuditJudgement: Sendable, Equatable {
    /// The moment of the mirror, as it writes instants.
    package var asOf = ""
    /// The day of that moment where the company is.
    package var day = ""
    package var periodFrom = ""
    /// Arrays of `[entry, line, msisdn, result, reason, amount, cost_centre, account_id, repeats_line, sheet,
    /// repeats_sheet]`.
    package var entries: [String] = []
    /// Arrays of `[entry, field, file_value, mirror_value]`.
    package var differences: [String] = []
    package var totals: [AuditTotal] = []

    package init() {}
}

/// The sum of what was judged alike.
package struct AuditTotal: Sendable, Equatable {
    package let result: AuditResult
    /// Lines of the list; none of ``AuditResult/onlyHere``.
    package let lineCount: Int
    /// Different numbers.
    package let numberCount: Int
    /// Nil without any amount.
    package let amount: ExactDecimal?

    package init(_ result: AuditResult, lineCount: Int, numberCount: Int, amount: ExactDecimal?) {
        self.result = result
        self.lineCount = lineCount
        self.numberCount = numberCount
        self.amount = amount
    }
}

extension AuditJudgement {
    /// Whether the lines and the amounts of all results are those of `list`.
    package func balances(with list: AuditList) -> Bool {
        guard list.addsUp, totals.reduce(0, { $0 + $1.lineCount }) == list.lines.count else { return false }
        var sum = ExactDecimal(units: 0, scale: 0)
        for case let amount? in totals.map(\.amount) {
            guard let next = sum.adding(amount) else { return false }
            sum = next
        }
        return sum.isEqual(to: list.amount ?? ExactDecimal(units: 0, scale: 0))
    }
}

/// What an audit is known by, besides its rows.
package struct AuditHeading: Sendable, Equatable {
    /// What it is one of: the invoices of one operator, month by month.
    package var name: String
    package var fileName: String
    /// SHA-256 of the file, in hexadecimal digits.
    package var fileHash: String

    package init(name: String, fileName: String, fileHash: String) {
        self.name = name
        self.fileName = fileName
        self.fileHash = fileHash
    }
}
