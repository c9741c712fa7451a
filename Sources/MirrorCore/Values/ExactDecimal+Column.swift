extension ExactDecimal {
    /// How many digits an amount in the mirror may have before its point, so that every export can hold it exactly.
    package static let longestWhole = 20
    /// How many digits it may have after its point.
    package static let longestFraction = 18

    /// Whether a column can hold it: Parquet's widest decimal has 38 digits, of which 18 stand after the point.
    package var fitsColumn: Bool {
        guard scale <= Self.longestFraction else { return false }
        var limit: UInt128 = 1
        for _ in 0..<Self.longestWhole + scale { limit *= 10 }
        return units.magnitude < limit
    }
}
