/// A scale of whole numbers with marks at round values.
package struct ChartScale: Sendable, Equatable {
    package let low: Int
    package let high: Int
    /// In ascending order.
    package let marks: [Int]

    /// Whether it begins at zero; otherwise differences look larger than they are.
    package var beginsAtZero: Bool { low == 0 }

    /// A scale that covers `values`.
    ///
    /// It begins at zero, unless the values are so close together that no difference would be visible.
    ///
    /// - Parameter room: the space left free at both ends, as a share of the values' span.
    package init(covering values: [Int], room: Double = 0.15, marks wanted: Int = 4) {
        let highest = max(values.max() ?? 0, 1)
        let lowest = min(max(values.min() ?? 0, 0), highest)
        let span = highest - lowest
        let isNarrow = span > 0 && Double(span) < Double(highest) * 0.4
        let bottom = isNarrow ? max(0, Double(lowest) - Double(span) * room) : 0
        let top = Double(highest) + (isNarrow ? Double(span) * room : 0)
        let step = Self.step(for: (top - bottom) / Double(max(1, wanted - 1)))
        let low = Int(bottom / Double(step)) * step
        let high = max(low + step, Int((top / Double(step)).rounded(.up)) * step)
        self.low = low
        self.high = high
        marks = Array(stride(from: low, through: high, by: step))
    }

    /// The position of `value`: 0 at the low end, 1 at the high end.
    package func place(of value: Int) -> Double {
        min(1, max(0, Double(value - low) / Double(high - low)))
    }

    /// The smallest 1, 2 or 5 times a power of ten that is not less than `wish`.
    private static func step(for wish: Double) -> Int {
        var scale = 1
        // Far above the largest count that a mirror may have.
        while Double(scale) * 10 < wish, scale < 1_000_000_000 { scale *= 10 }
        return [1, 2, 5, 10].map { $0 * scale }.first { Double($0) >= wish } ?? scale * 10
    }
}

/// Formats lengths in a drawing.
enum ChartLength {
    /// `12.34%` of 0.1234.
    static func percent(_ share: Double) -> String { number(share * 100) + "%" }

    /// With two decimals, whatever the language.
    static func number(_ value: Double) -> String {
        let hundredths = Int((value.magnitude * 100).rounded())
        let rest = hundredths % 100
        let sign = value < 0 && hundredths > 0 ? "-" : ""
        return "\(sign)\(hundredths / 100)" + (rest == 0 ? "" : rest < 10 ? ".0\(rest)" : ".\(rest)")
    }
}
