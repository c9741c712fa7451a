/// An external list as read: an invoice, a list of employees, of devices.
package struct AuditList: Sendable, Equatable {
    /// The lines that concern a number, or should.
    package var lines: [AuditLine] = []
    /// All rows of the sheets read: ``lines``, and those counted below.
    package var rowCount = 0
    package var headerCount = 0
    /// Titles, page breaks, names of groups.
    package var remarkCount = 0
    package var totalCount = 0
    package var blankCount = 0
    /// The amounts in total rows, in the file's order.
    package var statedAmounts: [ExactDecimal] = []
    /// Rows with words or amounts below the header that were not taken as lines.
    package var leftOut: [AuditSkippedRow] = []
    /// Sheets without the required columns, which were not read.
    package var otherSheets: [String] = []
    /// Sheets that were read although Excel hides them.
    package var hiddenSheets: [String] = []
    package var numberColumn = ""
    package var linesPerNumber = LinesPerNumber.many

    package init() {}

    /// How many lines per number the list normally has, which decides what counts as doubled.
    package enum LinesPerNumber: String, Sendable, CaseIterable {
        /// A second line for a number counts as doubled.
        case one
        /// A line counts as doubled if it equals another in every column.
        case many
    }

    /// Whether every row of the file is in exactly one of the counts.
    package var addsUp: Bool {
        lines.count + headerCount + remarkCount + totalCount + blankCount == rowCount
    }

    /// The exact sum of all lines; nil if there are no amounts, or if it has too many digits.
    package var amount: ExactDecimal? { Self.sum(of: lines[...]) }

    /// Whether the lines, and any of them alone, have an exact sum: that of all amounts without their signs.
    package var canAddUp: Bool {
        let sizes = lines.lazy.compactMap(\.amount).map {
            ExactDecimal(units: abs($0.units), scale: $0.scale)
        }
        guard let sum = ExactDecimal.sum(of: sizes) else { return false }
        return sum.fitsColumn && ExactDecimal(sum.description) != nil
    }

    /// The line whose amount has the most digits; 0 if none has one.
    package var lineOfLongestAmount: Int {
        func length(_ line: AuditLine) -> Int { line.amount?.description.utf8.count { $0 >= 0x30 } ?? 0 }
        return lines.max { length($0) < length($1) }?.line ?? 0
    }

    /// The exact sum of `lines`; nil if they have no amounts, or if it has too many digits.
    package static func sum(of lines: ArraySlice<AuditLine>) -> ExactDecimal? {
        let amounts = lines.compactMap(\.amount)
        return amounts.isEmpty ? nil : ExactDecimal.sum(of: amounts)
    }

    /// The file's own total: the total row that equals the sum, else the last one.
    package var statedAmount: ExactDecimal? {
        guard let amount else { return statedAmounts.last }
        return statedAmounts.first { $0.isEqual(to: amount) } ?? statedAmounts.last
    }
}

/// A row of the file that is not a line of the list.
package struct AuditSkippedRow: Sendable, Equatable {
    package let reason: Reason
    package let line: Int
    package let sheet: String?
    /// The amount in a total row.
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
    /// The line of the file where it begins, or the row of its sheet.
    package let line: Int
    /// Nil if the file has only one sheet.
    package let sheet: String?
    /// The number's digits, the likeliest reading first; empty if it cannot be read.
    package var numbers: [String] = []
    /// Why the line cannot be used; nil if it can.
    package var fault: AuditFault?
    package var amount: ExactDecimal?
    /// The earlier line that it repeats.
    package var repeats: Int?
    /// The sheet of that line.
    package var repeatsSheet: String?
    /// Its values in the compared columns; empty cells are left out.
    package var claims: [AuditField: String] = [:]

    package init(line: Int, sheet: String? = nil) {
        self.line = line
        self.sheet = sheet
    }
}

/// Why a line cannot be used, in the words that the audit stores.
package enum AuditFault: String, Error, Sendable, CaseIterable {
    case noNumber = "no number"
    case notANumber = "not a number"
    case tooFewDigits = "too few digits"
    /// Nine digits: most likely a foreign number whose leading zero a spreadsheet removed.
    case noCountryCode = "no country code, or a zero that was lost"
    /// `4.79E+10`.
    case lostDigits = "digits lost: a spreadsheet rounded it"
    case notAnAmount = "amount cannot be read"
    /// `1.249` in a column that does not show what its point means.
    case ambiguousAmount = "amount can be read in two ways"
    /// A cell formatted as a day, or TRUE.
    case notMoney = "amount is a date or a truth value"
    case noValue = "formula without a value: open and save it in Excel first"
}
