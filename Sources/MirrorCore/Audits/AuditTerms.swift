/// How a list is compared with the mirror.
package struct AuditTerms: Sendable, Equatable {
    /// The first day of the list's period: subscriptions that ended before it should not be in the list.
    package var periodFrom: CalendarDay
    /// Only numbers on these accounts are expected in the list; empty means any account.
    package var accounts: [String] = []
    /// Only numbers of types with these kinds of access are expected; empty means all.
    package var accessTypes: [String] = []
    /// Columns that must match letter for letter.
    package var exact: Set<AuditField> = []

    package init(periodFrom: CalendarDay) { self.periodFrom = periodFrom }
}

/// The verdict on a line, or on a number that is not in the list.
package enum AuditResult: String, Sendable, CaseIterable {
    case matched
    /// In the list, but not in the mirror, or gone, or ended before the period.
    case onlyThere = "only there"
    /// Alive, but not in the list.
    case onlyHere = "only here"
    case differing
    case doubled
    case unreadable
    /// Not a line: a total, a title, a page break.
    case leftOut = "left out"

    /// The verdicts on lines and numbers.
    package static let judged = allCases.filter { $0 != .leftOut }
}

/// The result of comparing a list with the mirror.
package struct AuditJudgement: Sendable, Equatable {
    /// The time of the mirror's data, in the mirror's notation for instants.
    package var asOf = ""
    /// The day of that time in the company's time zone.
    package var day = ""
    package var periodFrom = ""
    package var entries: [AuditEntry] = []
    package var differences: [AuditDifference] = []
    package var totals: [AuditTotal] = []

    package init() {}
}

/// The verdict on a line, on a row that is no line, or on a number that the list lacks: a row of `audit_entry`.
package struct AuditEntry: Sendable, Equatable {
    /// Counts the audit's entries, from 1.
    package var entry: Int64 = 0
    /// The line of the file or the row of its sheet; nil for a number that the list lacks.
    package var line: Int64?
    /// Nil where it could not be read.
    package var msisdn: String?
    package var result = AuditResult.matched
    package var reason: String?
    /// Decimal digits.
    package var amount: String?
    package var costCentre: String?
    package var accountID: String?
    /// The earlier line that a doubled one repeats.
    package var repeatsLine: Int64?
    package var sheet: String?
    package var repeatsSheet: String?

    package init() {}
}

/// A value of a line that is not the mirror's: a row of `audit_difference`.
package struct AuditDifference: Sendable, Equatable {
    /// The line's entry.
    package var entry: Int64 = 0
    package var field = ""
    package var fileValue = ""
    package var mirrorValue: String?

    package init() {}
}

/// The totals of one verdict.
package struct AuditTotal: Sendable, Equatable {
    package let result: AuditResult
    /// Lines of the list; zero for ``AuditResult/onlyHere``.
    package let lineCount: Int
    /// Distinct numbers.
    package let numberCount: Int
    /// Nil if there are no amounts.
    package let amount: ExactDecimal?

    package init(_ result: AuditResult, lineCount: Int, numberCount: Int, amount: ExactDecimal?) {
        self.result = result
        self.lineCount = lineCount
        self.numberCount = numberCount
        self.amount = amount
    }
}

extension AuditJudgement {
    /// Whether the lines and amounts of all verdicts add up to those of `list`.
    package func balances(with list: AuditList) -> Bool {
        guard list.addsUp, totals.reduce(0, { $0 + $1.lineCount }) == list.lines.count else { return false }
        guard let sum = ExactDecimal.sum(of: totals.compactMap(\.amount)) else { return false }
        return sum.isEqual(to: list.amount ?? ExactDecimal(units: 0, scale: 0))
    }
}

/// An audit's name and source file.
package struct AuditHeading: Sendable, Equatable {
    /// The series it belongs to: the invoices of one operator, month by month.
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
