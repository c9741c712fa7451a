/// A waterfall that runs downwards: each step begins where the previous one ended.
package struct BridgeChart: Sendable, Equatable {
    package struct Bar: Sendable, Equatable {
        package let name: PageBridge.Name
        package let amount: Int
        package let isTotal: Bool
        /// In pixels.
        package let textY: Int
        package let barY: Int
        /// In per cent of the box for bars.
        package let x: String
        package let width: String
        /// The line to the next bar; nil after the last.
        package let thread: Thread?
    }

    package struct Thread: Sendable, Equatable {
        package let x: String
        package let from: Int
        package let to: Int
    }

    package static let rowHeight = 34
    private static let barHeight = 16
    /// The shortest bar, so that a step of one is visible beside thousands.
    private static let least = 0.006

    package let scale: ChartScale
    package let bars: [Bar]
    package var height: Int { bars.count * Self.rowHeight }

    package init(_ steps: [PageBridge.Step]) {
        var level = 0
        let spans = steps.map { step in
            let from = step.isTotal ? 0 : level
            level = step.isTotal ? step.amount : level + step.amount
            return (low: min(from, level), high: max(from, level), end: level)
        }
        let scale = ChartScale(
            covering: zip(steps, spans).flatMap { $0.isTotal ? [$1.high] : [$1.low, $1.high] }, room: 0.5)
        self.scale = scale
        bars = zip(steps, spans).enumerated().map { place, entry in
            let (step, span) = entry
            let low = scale.place(of: max(span.low, scale.low))
            let width = max(Self.least, scale.place(of: span.high) - low)
            let top = place * Self.rowHeight
            let isLast = place == steps.count - 1
            return Bar(
                name: step.name, amount: step.amount, isTotal: step.isTotal, textY: top + 21,
                barY: top + 9, x: ChartLength.percent(min(low, 1 - width)),
                width: ChartLength.percent(width),
                thread: isLast
                    ? nil
                    : Thread(
                        x: ChartLength.percent(scale.place(of: span.end)), from: top + 9 + Self.barHeight,
                        to: top + Self.rowHeight + 9))
        }
    }
}
