package import Foundation

/// Everything a format may show besides the rows, and how it shows them.
package struct ResultHead {
    /// Of the sheet with the rows.
    package var name = "result"
    package var title = "Result of a query"
    /// Lines that say how fresh and how complete the rows are.
    package var notes: [String] = []
    /// The columns of a report as its header describes them; none where nobody has described them.
    package var columns: [ResultColumn] = []
    /// Columns that are not what their names say, by name; where ``columns`` describes none.
    package var kinds: [String: ResultColumn] = [:]
    /// When it was asked.
    package let moment: Date
    package let time: LocalTime
    package let limits: QueryLimits
    /// How many columns the terminal has; nil for another place.
    package let width: Int?
    /// Learns of texts that are written cut.
    package let cuts: CutTexts

    package init(_ viewpoint: Viewpoint, _ limits: QueryLimits, width: Int?, cuts: CutTexts) {
        moment = viewpoint.now
        time = LocalTime(viewpoint.timeZone)
        self.limits = limits
        self.width = width
        self.cuts = cuts
    }

    /// Describes the columns called `names`.
    func describe(_ names: [String]) -> [ResultColumn] {
        columns.map(\.name) == names ? columns : names.map { kinds[$0] ?? ResultColumn(named: $0) }
    }
}
