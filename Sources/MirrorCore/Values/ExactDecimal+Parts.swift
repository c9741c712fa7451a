extension ExactDecimal {
    /// Rounds each of `amounts` to `decimals` so that the results add up to the sum, rounded half away from
    /// zero.
    ///
    /// Each amount is truncated first; then those with the largest remainders, the earlier first if equal,
    /// are rounded up: no part differs from its amount by more than one unit of its last decimal. Nil if
    /// there are too many digits.
    package static func parts(of amounts: [ExactDecimal], decimals: Int) -> [ExactDecimal]? {
        let scale = max(decimals, amounts.map(\.scale).max() ?? 0)
        var factor: Int128 = 1
        for _ in decimals..<scale {
            let (more, overflows) = factor.multipliedReportingOverflow(by: 10)
            guard !overflows else { return nil }
            factor = more
        }
        var wholes: [Int128] = []
        var rests: [Int128] = []
        var sum: Int128 = 0
        for amount in amounts {
            guard let units = amount.units(scale: scale) else { return nil }
            let (next, overflows) = sum.addingReportingOverflow(units)
            guard !overflows else { return nil }
            sum = next
            let (quotient, rest) = units.quotientAndRemainder(dividingBy: factor)
            // Truncated towards minus infinity, so that no remainder is negative.
            wholes.append(rest < 0 ? quotient - 1 : quotient)
            rests.append(rest < 0 ? rest + factor : rest)
        }
        let (quotient, rest) = sum.quotientAndRemainder(dividingBy: factor)
        let isUp = rest.magnitude > (factor.magnitude - 1) / 2
        let whole = isUp ? quotient + rest.signum() : quotient
        let missing = Int(whole - wholes.reduce(0, +))
        let order = rests.indices.sorted { (rests[$1], $0) < (rests[$0], $1) }
        for index in order.prefix(missing) { wholes[index] += 1 }
        return wholes.map { ExactDecimal(units: $0, scale: decimals) }
    }
}
