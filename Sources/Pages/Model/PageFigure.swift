/// A figure and its value at the end of the previous month.
package struct PageFigure: Sendable, Equatable {
    package enum Name: String, Sendable, CaseIterable {
        case headCount = "head-count"
        case inUse = "in-use"
        case barred
        case onNotice = "on-notice"
        case ended
        case statusUnknown = "status-unknown"
        case listed
        case withCostCentre = "with-cost-centre"
    }

    package enum Unit: Sendable { case count, percent }

    package let name: Name
    /// A count, or hundredths of a per cent.
    package let value: Int
    package let before: Int?
    package let unit: Unit
    package let source: PageSource
    /// The part of the page that lists its rows.
    package let place: PagePlace

    package var change: Int? { before.map { value - $0 } }
}

/// The parts of a page to which links lead.
package enum PagePlace: String, Sendable {
    case figures, states, months, bridge, groups, changes, ending, tasks, quality, all
    case onNotice = "on-notice"
    case type = "by-type"
    case costCentre = "by-cost-centre"
    case organization = "by-organization"
    case account = "by-account"
    case barred = "task-barred"
    case ended = "task-ended"
    case doubleAddOns = "task-double-add-ons"
    case unusedTwins = "task-unused-twins"
    case noCostCentre = "task-no-cost-centre"
    case noUser = "task-no-user"
}
