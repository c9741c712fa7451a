import Foundation
import MirrorCore
import MirrorReading
import Reports

/// The reports from which a page is made.
struct PageReports {
    enum Name: Hashable {
        case states, months, bridge, changesByField, changes, ending, onNotice, quality
        case groups(PageGroups.Grouping)
        case task(PageTask.Name)
    }

    /// In a fixed order.
    private(set) var entries: [(name: Name, request: ReportRequest)] = []

    var requests: [ReportRequest] { entries.map(\.request) }

    /// The most rows of a list of numbers.
    private static let listed = 100
    private static let changes = 150
    /// The most rows of a grouped report: all of them, as the rest has to be added up too.
    private static let grouped = 1_000_000

    /// The questions about the page's moment.
    ///
    /// - Throws: `ReportFailure`.
    static func now(
        since monthEnd: CalendarDay, isPast: Bool, costCentres: CostCentres, disclosure: PagePrivacy
    ) throws -> PageReports {
        var questions = PageReports()
        let week = ["since": "-7d"]
        try questions.ask(.states, "subscriptions-by-state", keeping: grouped)
        for grouping in PageGroups.Grouping.allCases {
            try questions.ask(.groups(grouping), "subscriptions-by-\(grouping.rawValue)", keeping: grouped)
        }
        try questions.ask(.months, "head-count-by-month", keeping: grouped)
        try questions.ask(.bridge, "bridge", ["from": monthEnd.text], keeping: 1)
        // All of them: those of withheld fields are counted.
        try questions.ask(.changesByField, "changes-by-field", week, keeping: grouped)
        try questions.ask(.changes, "changes", week, keeping: changes) { row in
            disclosure.leaves(fieldOf: row, relation: 2, field: 4)
        }
        try questions.ask(.ending, "expiring", keeping: listed)
        try questions.ask(
            .onNotice, "expiring", ["days": "36500", "what": "on-notice"], keeping: listed)
        if !isPast { try questions.ask(.quality, "data-quality", keeping: listed) }
        try questions.askForTasks(keeping: listed, costCentres)
        return questions
    }

    /// The questions about the end of the previous month.
    ///
    /// - Throws: `ReportFailure`.
    static func before(costCentres: CostCentres) throws -> PageReports {
        var questions = PageReports()
        try questions.ask(.states, "subscriptions-by-state", keeping: grouped)
        // Thousands of texts, of which only a sum is shown: where each is a cost centre, the count of the numbers
        // without one tells it too.
        if PageTask.Name.noCostCentre.report(costCentres) == nil || costCentres.mayNotMatch {
            try questions.ask(.groups(.costCentre), "subscriptions-by-cost-centre", keeping: grouped)
        }
        try questions.askForTasks(keeping: 0, costCentres)
        return questions
    }

    private mutating func askForTasks(keeping limit: Int, _ costCentres: CostCentres) throws {
        for task in PageTask.Name.allCases {
            guard let report = task.report(costCentres) else { continue }
            try ask(.task(task), report.name, report.arguments, keeping: limit)
        }
    }

    private mutating func ask(
        _ name: Name, _ report: String, _ arguments: [String: String] = [:], keeping limit: Int,
        where isMeant: (@Sendable ([Value]) -> Bool)? = nil
    ) throws {
        entries.append(
            (
                name,
                ReportRequest(
                    try ReportCatalogue.named(report), arguments, keeping: limit, where: isMeant)
            ))
    }
}

extension PageTask.Name {
    /// The report that lists the task's rows; nil if there is none, as when cost centres come from accounts.
    fileprivate func report(_ costCentres: CostCentres) -> (name: String, arguments: [String: String])? {
        switch self {
        case .barred: return ("barred-subscriptions", [:])
        case .ended: return ("ended-but-listed", [:])
        case .doubleAddOns: return ("add-ons-standing-twice", [:])
        case .unusedTwins: return ("unused-twins", [:])
        case .noUser: return ("users-without-name", [:])
        case .noCostCentre:
            let number: String
            switch costCentres.reference {
            case .userReference1: number = "1"
            case .userReference2: number = "2"
            case .userReference3: number = "3"
            case .accountReference1, .accountReference2, .accountReference3: return nil
            }
            return ("missing-references", ["reference": number])
        }
    }
}
