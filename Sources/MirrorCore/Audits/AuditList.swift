/// A list of somebody else's as it was read: an invoice, a list of employees, of devices.
package struct AuditList: Sendable, Equatable {
    /// Its lines that say something of a number, or ought to.
    package var lines: [AuditLine] = []
    /// All rows of the sheets that were read: ``lines``, and those counted below.
    package var rowCount = 0
    package var headerCount = 0
    /// Titles, page breaks, names of groups.
    package var remarkCount = 0
    package var totalCount = 0
    package var blankCount = 0
    /// The amounts in rows of totals, in the file's order.
    package var statedAmounts: [ExactDecimal] = []
    /// Rows below the header that were taken for no line, with words or amounts in them.
    package var leftOut: [AuditLeftOut] = []
    /// The sheets without the columns, which were not read.
    package var otherSheets: [String] = []
    /// The sheets that were read, and that Excel does not show.
    package var hiddenSheets: [String] = []
    package var numberColumn = ""
    package var linesPerNumber = LinesPerNumber.many

    package init() {}

    /// How many lines of a number a list has by its nature: it decides what is doubled.
    package enum LinesPerNumber: String, Sendable, CaseIterable {
        /// A second line of a number is one too many.
        case one
        /// A line is doubled when it is the same in every column.
        case many
    }

    /// Whether each row of the file is one of those that are counted.
    package var addsUp: Bool {
        lines.count + headerCount + remarkCount + totalCount + blankCount == rowCount
    }

    /// The exact sum of all lines; nil without any amount, and where it has too many digits.
    package var amount: ExactDecimal? { Self.sum(of: lines[...]) }

    package static func sum(of lines: ArraySlice<AuditLine>) -> ExactDecimal? {
        var sum: ExactDecimal?
        for case let amount? in lines.lazy.map(\.amount) {
            guard let before = sum else {
                sum = amount
                continue
            }
            guard let next = before.adding(amount) else { return nil }
            sum = next
        }
        return sum
    }

    /// The file's own total: the row of totals that equals the sum, else the last one.
    package var statedAmount: ExactDecimal? {
        guard let amount else { return statedAmounts.last }
        return statedAmounts.first { $0.isEqual(to: amount) } ?? statedAmounts.last
    }
}

/// A row of a list that is no line of it.
package struct AuditLeftOut: Sendable, Equatable {
    package let reason: Reason
    package let line: Int
    package let sheet: String?
    /// What a total states.
    package var amount: ExactDecimal?

    package enum Reason: String, Sendable {
        case total
        case title = "title or page break"
    }

    package init(_ reason: Reason, line: Int, sheet: String? = nil) {
        self.reason = reason
        self.line = line
        self.sheet = sheet
    }
}

/// A line of a list.
package struct AuditLine: Sendable, Equatable {
    /// The line of the file in which it begins, or the row of its sheet.
    package let line: Int
    /// Nil where the file has one sheet.
    package let sheet: String?
    /// The number's digits, the likeliest reading first; empty where it could not be read.
    package var numbers: [String] = []
    /// Why the line cannot be used; nil where it can.
    package var fault: AuditFault?
    package var amount: ExactDecimal?
    /// The earlier line that it repeats.
    package var repeats: Int?
    /// The sheet of that line.
    package var repeatsSheet: String?
    /// What it says in the columns that are compared; nothing where a cell is empty.
    package var claims: [AuditField: String] = [:]

    package init(line: Int, sheet: String? = nil) {
        self.line = line
        self.sheet = sheet
    }
}

/// Why a line of a list cannot be used, in the words that the audit keeps.
package enum AuditFault: String, Error, Sendable, CaseIterable {
    case noNumber = "no number"
    case notANumber = "not a number"
    case tooFewDigits = "too few digits"
    /// Nine digits: most likely a number of another country, whose zero a spreadsheet took away.
    case noCountryCode = "no country code, or a zero that was lost"
    /// `4.79E+10`.
    case lostDigits = "digits lost: a spreadsheet rounded it"
    case notAnAmount = "amount cannot be read"
    /// `1.249` in a column that does not tell what its point is.
    case ambiguousAmount = "amount can be read in two ways"
    /// A cell that is formatted as a day, or holds TRUE.
    case notMoney = "amount is a date or a truth value"
    case noValue = "formula without a value: open and save it in Excel first"
}
