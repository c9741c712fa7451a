import MirrorCore
import Testing

@testable import Pages

@Suite("A chart's drawing")
struct ChartTests {
    @Test(
        "has a scale with round marks that holds all values",
        arguments: [
            [], [0], [1], [5, 7], [1809, 1817, 1825], [99_980, 100_020], [3, 1_000_000], [100, 100],
        ] as [[Int]])
    func scale(values: [Int]) {
        let scale = ChartScale(covering: values)
        #expect(scale.low >= 0 && scale.low < scale.high)
        #expect(scale.marks.first == scale.low && scale.marks.last == scale.high)
        #expect((2...8).contains(scale.marks.count), "\(scale.marks)")
        for value in values {
            #expect(scale.low <= value && value <= scale.high)
            #expect((0...1).contains(scale.place(of: value)))
        }
        let steps = Set(zip(scale.marks, scale.marks.dropFirst()).map { $1 - $0 })
        #expect(steps.count == 1)
    }

    @Test("begins at zero unless the values lie close together")
    func zero() {
        #expect(ChartScale(covering: [10, 100]).beginsAtZero)
        #expect(!ChartScale(covering: [99_980, 100_020]).beginsAtZero)
    }

    @Test("of a bridge has each step where the one before ended")
    func bridge() {
        let steps = [
            PageBridge.Step(name: .opening, amount: 100), PageBridge.Step(name: .new, amount: 50),
            PageBridge.Step(name: .gone, amount: -100), PageBridge.Step(name: .closing, amount: 50),
        ]
        let chart = BridgeChart(steps)
        #expect(chart.scale.low == 0 && chart.scale.high == 150)
        #expect(chart.bars.map(\.x) == ["0%", "66.67%", "33.33%", "0%"])
        #expect(chart.bars.map(\.width) == ["66.67%", "33.33%", "66.67%", "33.33%"])
        #expect(chart.bars.map { $0.thread?.x } == ["66.67%", "100%", "33.33%", nil])
        #expect(chart.height == 4 * BridgeChart.rowHeight)
    }

    @Test("of a bridge without anybody has bars of no reach, and none outside")
    func emptyBridge() {
        let chart = BridgeChart([.init(name: .opening, amount: 0), .init(name: .closing, amount: 0)])
        #expect(chart.bars.allSatisfy { $0.x == "0%" && $0.width == "0.60%" })
    }

    @Test("of months runs from left to right, a single one stands in the middle")
    func line() throws {
        let months = try ["2026-01", "2026-02", "2026-03"].enumerated().map { index, text in
            PageMonths.Month(
                month: try #require(CalendarMonth(text)), count: 10 - index * 5,
                state: index == 2 ? .underWay : .closed)
        }
        let chart = LineChart(months)
        #expect(chart.points.map(\.x) == ["14%", "55%", "96%"])
        #expect(chart.line == "M14 26L55 101L96 176")
        #expect(chart.points.map(\.isLast) == [false, false, true])
        // The line falls: the first two numbers are above it, the last one below, where no line crosses it.
        #expect(chart.points.map(\.textOffset) == [-12, -12, 20])
        let single = LineChart(Array(months.prefix(1)))
        #expect(single.points.map(\.x) == ["55%"] && single.line == nil)
        #expect(LineChart([]).points.isEmpty)
    }

    @Test("of groups cuts a label and measures bars by the longest")
    func bars() {
        let chart = BarChart([
            (label: String(repeating: "W", count: 90), count: 4, value: "4", isRest: false),
            (label: "b", count: 1, value: "1", isRest: true),
        ])
        #expect(chart.bars.map(\.width) == ["100%", "25%"])
        #expect(chart.bars[0].label.count <= 35 && chart.bars[0].label.hasSuffix("…"))
        #expect(BarChart([]).height == 0)
    }
}
