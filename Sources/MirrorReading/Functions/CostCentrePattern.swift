import Foundation
import GRDB

/// Finds the cost centre in a free text.
package struct CostCentrePattern: Sendable, Equatable {
    /// A regular expression in ICU's syntax, as it was written.
    package let text: String
    private let expression: NSRegularExpression

    /// Nil when `text` is no regular expression.
    package init?(_ text: String) {
        guard !text.isEmpty, let expression = try? NSRegularExpression(pattern: text) else { return nil }
        self.text = text
        self.expression = expression
    }

    /// The first group of the first match, without one the whole match; nil when `reference` has no match.
    ///
    /// - Throws: `DatabaseError` with ``costlyMessage`` when finding out takes too long, as of `(a+)+$`.
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

    /// How often the library may report that it still searches one text: once for each place where a match may begin, and
    /// beyond that after each ten thousand steps or so.
    ///
    /// That is a hundredth of a second; steps are counted, so that a busy machine finds what an idle one finds.
    private static let reportLimit = 20
    /// No reference has as many places; with more it would take too long until a search is known to do so.
    private static let placeLimit = 65_536

    /// The message of the error by which SQLite learns that a search was ended.
    static let costlyMessage = "costly pattern"

    package static func == (left: CostCentrePattern, right: CostCentrePattern) -> Bool {
        left.text == right.text
    }
}
