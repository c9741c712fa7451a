import Glibc
import MirrorCore
import MirrorReading
import Schema

/// Compares a mirror's numbers with those of an earlier snapshot of it, both in the snapshot's order.
///
/// Relies on a rule of the mirror's writer: any change of a number comes with a later `changed_at` than any
/// before. So equal times mean equal rows, except for the time of the last verification.
struct NumberComparison {
    enum Finding {
        /// The number's rows may differ, or it had none.
        case changed
        case verified
    }

    /// The mirror's side: the number as exported, the number itself, and its three times.
    static func sql(at level: PrivacyLevel) -> String {
        let number =
            level.treatment(of: .number) == .pseudonym
            ? ExportPrivacy.pseudonym("msisdn", as: .number) : "msisdn"
        return """
            SELECT \(number) AS shown, msisdn, first_seen_at, changed_at, verified_at FROM (
                SELECT msisdn, first_seen_at, changed_at, verified_at FROM _living
                UNION ALL SELECT msisdn, first_seen_at, changed_at, verified_at FROM _gone
            ) ORDER BY shown
            """
    }

    /// The snapshot's side.
    static let snapshotSQL = """
        SELECT msisdn, first_seen_at, changed_at, verified_at FROM subscription ORDER BY msisdn
        """

    /// Calls `body` for each number of `now` that differs from `then`, with the finding.
    ///
    /// - Returns: how many numbers there are; nil if `then` is not an earlier state of `now`: a number is
    ///   missing or older than before, as after `forget` or after a backup was restored.
    static func count(
        of now: ReadStatement, against then: ReadStatement, _ body: (Finding) throws -> Void
    ) throws -> Int? {
        var count = 0
        var isKnown = try then.step()
        while try now.step() {
            count += 1
            let order = isKnown ? compare(then.cell(0), now.cell(0)) : 1
            guard order >= 0 else { return nil }
            guard order == 0 else {
                try body(.changed)
                continue
            }
            guard compare(then.cell(1), now.cell(2)) == 0 else { return nil }
            let change = compare(then.cell(2), now.cell(3))
            guard change <= 0 else { return nil }
            if change < 0 {
                try body(.changed)
            } else if compare(then.cell(3), now.cell(4)) != 0 {
                try body(.verified)
            }
            isKnown = try then.step()
        }
        return isKnown ? nil : count
    }

    /// Orders two texts like SQLite; any other cells are unequal.
    private static func compare(_ left: ReadStatement.Cell, _ right: ReadStatement.Cell) -> Int {
        guard case .text(let left) = left, case .text(let right) = right else { return 1 }
        var order = 0
        if let one = left.baseAddress, let other = right.baseAddress {
            order = Int(memcmp(one, other, min(left.count, right.count)))
        }
        return order == 0 ? left.count - right.count : order
    }
}
