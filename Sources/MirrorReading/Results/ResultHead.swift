package import Foundation

/// Everything a format may show besides the rows, and how to show it.
package struct ResultHead {
    /// The name of the sheet with the rows.
    package var name = "result"
    package var title = "Result of a query"
    /// Lines that say how fresh and how complete the rows are.
    package var notes: [String] = []
    /// A report's columns as its header describes them; empty if undescribed.
    package var columns: [ResultColumn] = []
    /// Columns whose kind differs from what their name suggests, by name; used if ``columns`` is empty.
    package var kinds: [String: ResultColumn] = [:]
    /// When the result was requested.
    package let moment: Date
    package let time: LocalTime
    package let limits: QueryLimits
    /// The terminal's width in columns; nil if the output is not a terminal.
    package let width: Int?
    /// Collects truncated texts.
    package let cuts: TruncatedTexts

    package init(_ viewpoint: Viewpoint, _ limits: QueryLimits, width: Int?, cuts: TruncatedTexts) {
        moment = viewpoint.now
        time = LocalTime(viewpoint.timeZone)
        self.limits = limits
        self.width = width
        self.cuts = cuts
    }

    /// Describes the columns named `names`.
    func describe(_ names: [String]) -> [ResultColumn] {
        columns.map(\.name) == names ? columns : names.map { kinds[$0] ?? ResultColumn(named: $0) }
    }
}
