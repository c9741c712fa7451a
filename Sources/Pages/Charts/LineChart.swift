/// A line chart of the head counts of months.
package struct LineChart: Sendable, Equatable {
    package struct Mark: Sendable, Equatable {
        package let value: Int
        package let y: String
        package let textY: String
    }

    package struct Point: Sendable, Equatable {
        package let x: String
        package let y: String
        package let state: PageMonths.State
        /// How far below its point the number is placed, so that the line does not cross it.
        package let textOffset: Int
        /// Whether its month is named even on a phone.
        package let isNamedAlways: Bool
        package let isLast: Bool
        package let isFirst: Bool
    }

    package static let height = 220
    private static let top = 26.0
    private static let bottom = 176.0
    /// The first and the last point, in per cent of the width; the scale's numbers are left of the first.
    private static let left = 14.0
    private static let right = 96.0

    package let scale: ChartScale
    package let marks: [Mark]
    package let points: [Point]
    /// In a box of 100 by ``height``; nil for fewer than two points.
    package let line: String?
    package let area: String?

    package init(_ months: [PageMonths.Month]) {
        let scale = ChartScale(covering: months.map(\.count))
        self.scale = scale
        func y(_ value: Int) -> Double { Self.bottom - scale.place(of: value) * (Self.bottom - Self.top) }
        marks = scale.marks.map {
            Mark(value: $0, y: ChartLength.number(y($0)), textY: ChartLength.number(y($0) - 5))
        }
        let places = months.enumerated().map { index, month in
            let share = months.count == 1 ? 0.5 : Double(index) / Double(months.count - 1)
            return (x: Self.left + share * (Self.right - Self.left), y: y(month.count))
        }
        points = zip(months, places).enumerated().map { index, point in
            Point(
                x: ChartLength.number(point.1.x) + "%", y: ChartLength.number(point.1.y),
                state: point.0.state, textOffset: Self.textOffset(at: index, places.map(\.y)),
                isNamedAlways: months.count <= 4 || (months.count - 1 - index).isMultiple(of: 3),
                isLast: index == months.count - 1, isFirst: index == 0)
        }
        guard let first = places.first, let last = places.last, places.count > 1 else {
            (line, area) = (nil, nil)
            return
        }
        let path = places.map { "\(ChartLength.number($0.x)) \(ChartLength.number($0.y))" }
            .joined(separator: "L")
        line = "M" + path
        let floor = ChartLength.number(Self.bottom)
        area =
            "M\(ChartLength.number(first.x)) \(floor)L\(path)L\(ChartLength.number(last.x)) \(floor)Z"
    }

    /// Places the number below the point if the neighbouring point is higher, otherwise above it.
    private static func textOffset(at index: Int, _ heights: [Double]) -> Int {
        let isLast = index == heights.count - 1
        let neighbour = isLast ? index - 1 : index + 1
        guard heights.indices.contains(neighbour) else { return -12 }
        // Heights are measured from the top.
        return heights[neighbour] < heights[index] ? 20 : -12
    }
}
