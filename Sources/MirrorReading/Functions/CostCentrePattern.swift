import Foundation
import GRDB

/// Finds the cost centre in a free text.
package struct CostCentrePattern: Sendable, Equatable {
    /// A regular expression in ICU's syntax, as configured.
    package let text: String
    private let expression: NSRegularExpression

    /// Compiles a pattern; nil if `text` is empty or not a regular expression.
    package init?(_ text: String) {
        guard !text.isEmpty, let expression = try? NSRegularExpression(pattern: text) else { return nil }
        self.text = text
        self.expression = expression
    }

    /// The first match's first group, or the whole match if the pattern has none; nil without a match.
    ///
    /// - Throws: `DatabaseError` with ``costlyMessage`` if the search takes too long, as with `(a+)+$`.
    package func costCentre(in reference: String) throws -> String? {
        let whole = NSRange(location: 0, length: reference.utf16.count)
        var match: NSTextCheckingResult?
        var reports = 0
        let limit = Self.reportLimit + min(whole.length, Self.placeLimit) + whole.length / 1000
        expression.enumerateMatches(in: reference, options: .reportProgress, range: whole) { found, _, stop in
            match = found
            reports += 1
            if found != nil || reports > limit { stop.pointee = true }
        }
        guard let match else {
            guard reports <= limit else {
                throw DatabaseError(resultCode: .SQLITE_ABORT, message: Self.costlyMessage)
            }
            return nil
        }
        let group = match.numberOfRanges > 1 ? Range(match.range(at: 1), in: reference) : nil
        return (group ?? Range(match.range, in: reference)).map { String(reference[$0]) }
    }

    /// How many progress reports the library may make while it searches one text.
    ///
    /// It reports once for each place where a match may begin, and beyond that about every ten thousand
    /// steps, which is a hundredth of a second. Counting steps instead of time gives the same result on a
    /// busy machine as on an idle one.
    private static let reportLimit = 20
    /// Caps the reports allowed for places, so that a costly search is noticed soon;
    /// no real reference is as long.
    private static let placeLimit = 65_536

    /// The message of the SQLite error that reports an ended search.
    static let costlyMessage = "costly pattern"

    package static func == (left: CostCentrePattern, right: CostCentrePattern) -> Bool {
        left.text == right.text
    }
}
