/// Bars for groups, the largest first; the text of each stands above it, so that a phone has room for it.
package struct BarChart: Sendable, Equatable {
    package struct Bar: Sendable, Equatable {
        package let label: String
        package let value: String
        package let isRest: Bool
        /// In pixels, of the text's base line and of the bar's upper edge.
        package let textY: Int
        package let barY: Int
        package let width: String
    }

    package static let rowHeight = 38
    /// A label is clipped, too; this keeps most from being so.
    private static let labelColumns = 34

    package let bars: [Bar]
    package var height: Int { bars.count * Self.rowHeight }

    /// - Parameter rows: label, count, the text of the count, and whether it stands for all others.
    package init(_ rows: [(label: String, count: Int, value: String, isRest: Bool)]) {
        let longest = max(1, rows.map(\.count).max() ?? 1)
        bars = rows.enumerated().map { place, row in
            Bar(
                label: ShownText.label(row.label, columns: Self.labelColumns), value: row.value,
                isRest: row.isRest, textY: place * Self.rowHeight + 14, barY: place * Self.rowHeight + 20,
                width: ChartLength.percent(Double(row.count) / Double(longest)))
        }
    }
}
