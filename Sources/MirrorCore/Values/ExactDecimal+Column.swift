extension ExactDecimal {
    /// The most digits before the decimal point of an amount in the mirror, so that every export can hold it
    /// exactly.
    package static let longestWhole = 20
    /// The most digits after the decimal point.
    package static let longestFraction = 18

    /// Whether a column can hold it: Parquet's widest decimal has 38 digits, 18 of them after the point.
    package var fitsColumn: Bool {
        guard scale <= Self.longestFraction else { return false }
        var limit: UInt128 = 1
        for _ in 0..<Self.longestWhole + scale { limit *= 10 }
        return units.magnitude < limit
    }
}
