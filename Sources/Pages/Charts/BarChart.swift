/// Horizontal bars for groups, the largest first; each bar's text is above it, so that it fits on a phone.
package struct BarChart: Sendable, Equatable {
    package struct Bar: Sendable, Equatable {
        package let label: String
        package let value: String
        package let isRest: Bool
        /// In pixels: the text's baseline and the bar's upper edge.
        package let textY: Int
        package let barY: Int
        package let width: String
    }

    package static let rowHeight = 38
    /// Shortens most labels enough that they are not clipped.
    private static let labelColumns = 34

    package let bars: [Bar]
    package var height: Int { bars.count * Self.rowHeight }

    /// - Parameter rows: label, count, the count's text, and whether the bar represents all other groups.
    package init(_ rows: [(label: String, count: Int, value: String, isRest: Bool)]) {
        let longest = max(1, rows.map(\.count).max() ?? 1)
        bars = rows.enumerated().map { place, row in
            Bar(
                label: DisplayText.label(row.label, columns: Self.labelColumns), value: row.value,
                isRest: row.isRest, textY: place * Self.rowHeight + 14, barY: place * Self.rowHeight + 20,
                width: ChartLength.percent(Double(row.count) / Double(longest)))
        }
    }
}
