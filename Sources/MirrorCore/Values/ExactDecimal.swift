/// An amount as decimal digits, never represented by a binary fraction.
package struct ExactDecimal: Hashable, Sendable, CustomStringConvertible {
    /// The amount in units of its last decimal: 1249 for `12.49`.
    package let units: Int128
    /// How many decimals it has: 2 for `12.49` and for `12.00`.
    package let scale: Int

    /// The most digits that an amount may have, decimals included.
    package static let longest = 30

    package init(units: Int128, scale: Int) {
        self.units = units
        self.scale = scale
    }

    /// Reads digits with at most one point between them and an optional sign before them: `14`, `-10.00`,
    /// `0.5`.
    ///
    /// Nil for anything else: no exponent, blank, comma or thousands separator, and at most ``longest``
    /// digits.
    package init?(_ text: some StringProtocol) {
        var units: Int128 = 0
        var digits = 0
        var scale: Int?
        var isNegative = false
        var isFirst = true
        for byte in text.utf8 {
            defer { isFirst = false }
            switch byte {
            case 0x30...0x39:
                guard digits < Self.longest else { return nil }
                units = units * 10 + Int128(byte - 0x30)
                digits += 1
                scale = scale.map { $0 + 1 }
            case UInt8(ascii: "-") where isFirst: isNegative = true
            case UInt8(ascii: "+") where isFirst: break
            case UInt8(ascii: ".") where scale == nil && digits > 0: scale = 0
            default: return nil
            }
        }
        guard digits > 0, scale != 0 else { return nil }
        self.units = isNegative ? -units : units
        self.scale = scale ?? 0
    }

    /// The sum, with the larger number of decimals; nil if it has too many digits.
    package func adding(_ other: ExactDecimal) -> ExactDecimal? {
        let scale = max(scale, other.scale)
        guard let left = units(scale: scale), let right = other.units(scale: scale) else { return nil }
        let (sum, overflows) = left.addingReportingOverflow(right)
        return overflows ? nil : ExactDecimal(units: sum, scale: scale)
    }

    /// The sum of `amounts`, 0 where there are none; nil if it has too many digits on the way.
    package static func sum(of amounts: some Sequence<ExactDecimal>) -> ExactDecimal? {
        var sum = ExactDecimal(units: 0, scale: 0)
        for amount in amounts {
            guard let next = sum.adding(amount) else { return nil }
            sum = next
        }
        return sum
    }

    /// The units of the same amount with `scale` decimals, no fewer than now; nil if there are too many
    /// digits.
    func units(scale: Int) -> Int128? {
        var units = units
        for _ in self.scale..<max(scale, self.scale) {
            let (more, overflows) = units.multipliedReportingOverflow(by: 10)
            guard !overflows else { return nil }
            units = more
        }
        return units
    }

    /// Whether both are the same amount, regardless of trailing zeros.
    package func isEqual(to other: ExactDecimal) -> Bool {
        let scale = max(scale, other.scale)
        guard let left = units(scale: scale), let right = other.units(scale: scale) else { return false }
        return left == right
    }

    /// The order of two amounts; nil if one has too many digits to compare.
    package func isLess(than other: ExactDecimal) -> Bool? {
        let scale = max(scale, other.scale)
        guard let left = units(scale: scale), let right = other.units(scale: scale) else { return nil }
        return left < right
    }

    package var isNegative: Bool { units < 0 }

    /// The amount with its decimals as it was read, except for a `+` and leading zeros: `-10.00`.
    package var description: String {
        let digits = String(units.magnitude)
        let sign = units < 0 ? "-" : ""
        guard scale > 0 else { return sign + digits }
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
        return "\(sign)\(padded.dropLast(scale)).\(padded.suffix(scale))"
    }
}
