/// An amount in decimal digits.
struct MillomMoney: Sendable, Hashable {
    /// The amount in units of its last decimal.
    var units: Int
    /// The number of decimals written.
    var scale: Int

    init(_ units: Int, scale: Int) {
        self.units = units
        self.scale = scale
    }

    /// Reads `-12.50`; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let decimals = parts.count > 1 ? parts[1] : ""
        let digits = parts[0].drop { $0 == "-" } + decimals
        guard !parts[0].isEmpty, parts.count == 1 || !decimals.isEmpty, digits.utf8.count <= 18,
            digits.utf8.allSatisfy({ (48...57).contains($0) }), let units = Int(digits)
        else { return nil }
        self.init(parts[0].hasPrefix("-") ? -units : units, scale: decimals.utf8.count)
    }

    /// `-12.50`.
    var text: String {
        let digits = String(units.magnitude)
        let sign = units < 0 ? "-" : ""
        guard scale > 0 else { return sign + digits }
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.utf8.count)) + digits
        return "\(sign)\(padded.dropLast(scale)).\(padded.suffix(scale))"
    }

    func scaled(to scale: Int) -> Int {
        (self.scale..<max(scale, self.scale)).reduce(units) { units, _ in units * 10 }
    }

    static func + (left: MillomMoney, right: MillomMoney) -> MillomMoney {
        let scale = max(left.scale, right.scale)
        return MillomMoney(left.scaled(to: scale) + right.scaled(to: scale), scale: scale)
    }

    static func - (left: MillomMoney, right: MillomMoney) -> MillomMoney {
        left + MillomMoney(-right.units, scale: right.scale)
    }

    /// Whether this amount is enough to pay `cost`.
    func covers(_ cost: MillomMoney) -> Bool { (self - cost).units >= 0 }
}
