import MirrorCore
import MirrorReading
import Reports
import Schema

extension Page {
    /// Composes a page from `material`.
    ///
    /// - Throws: ``PageFault`` if an answer is missing, which is a fault of the program.
    init(_ material: PageMaterial) throws(PageFault) {
        let states = try material.answer(.states)
        day = material.day
        month = material.month
        timeZone = material.viewpoint.timeZone
        asOf = material.asOf
        privacy = material.disclosure.level
        isNamed = material.disclosure.isNamed
        smallestGroup = material.disclosure.isNamed ? 1 : material.disclosure.smallestGroup
        version = material.version
        lights = material.status.map { PageLight.all(of: $0, states.coverage) } ?? []
        self.states = ListingShape.states.listing(of: states, material)
        withoutComparison = material.withoutComparison
        bridge = try PageBridge(material)
        figures = try PageFigure.all(material, bridge: bridge)
        var tasks: [PageTask] = []
        for name in PageTask.Name.allCases { tasks.append(try PageTask(name, material)) }
        self.tasks = tasks
        months = try PageMonths(material)
        var groups: [PageGroups] = []
        for grouping in PageGroups.Grouping.allCases { groups.append(try PageGroups(grouping, material)) }
        self.groups = groups
        let fields = try material.answer(.changesByField)
        changesByField = ListingShape.changesByField.listing(of: fields, material) {
            material.disclosure.leaves(fieldOf: $0, relation: 0, field: 1)
        }
        let named = NamedRows(fields)
        withheldChanges = named.rows.reduce(0) { sum, row in
            material.disclosure.leaves(fieldOf: row, relation: 0, field: 1)
                ? sum : sum + named.count("change_count", of: row)
        }
        changes = ListingShape.changes.listing(of: try material.answer(.changes), material)
        ending = ListingShape.ending.listing(of: try material.answer(.ending), material)
        onNotice = ListingShape.onNotice.listing(of: try material.answer(.onNotice), material)
        measures = states.coverage.details.entries
        quality = material.now[.quality].map { ListingShape.quality.listing(of: $0, material) }
        all = material.disclosure.isNamed ? PageListing(searched: material, states) : nil
    }
}

/// A fault of the program.
enum PageFault: Error {
    case notAnswered(String)
    case noTemplate(String)
}

extension PageMaterial {
    func answer(_ name: PageReports.Name) throws(PageFault) -> ReportAnswer {
        guard let answer = now[name] else { throw .notAnswered("\(name)") }
        return answer
    }
}

extension PageFigure {
    static func all(_ material: PageMaterial, bridge: PageBridge) throws(PageFault) -> [PageFigure] {
        let states = try material.answer(.states)
        let counts = Counts(states)
        let before = material.comparable?[.states].map(Counts.init)
        let source = material.source(states)
        let opening = bridge.steps.first { $0.name == .opening }?.amount ?? 0
        let closing = bridge.steps.first { $0.name == .closing }?.amount ?? 0
        var figures = [
            PageFigure(
                name: .headCount, value: closing, before: material.comparable == nil ? nil : opening,
                unit: .count, source: bridge.source, place: .bridge)
        ]
        func add(_ name: Name, _ count: (Counts) -> Int, place: PagePlace = .states) {
            figures.append(
                PageFigure(
                    name: name, value: count(counts), before: before.map(count), unit: .count,
                    source: source, place: place))
        }
        add(.listed) { $0.listed }
        add(.inUse) { $0.byState["in use"] ?? 0 }
        add(.barred, { $0.byState["barred"] ?? 0 }, place: .barred)
        add(.onNotice, { $0.byState["on notice"] ?? 0 }, place: .onNotice)
        add(.ended, { $0.byState["ended"] ?? 0 }, place: .ended)
        let unknown = counts.byState["status unknown"] ?? 0
        if unknown > 0 || (before?.byState["status unknown"] ?? 0) > 0 {
            add(.statusUnknown) { $0.byState["status unknown"] ?? 0 }
        }
        let centres = try material.answer(.groups(.costCentre))
        if let share = costCentreShare(centres) {
            figures.append(
                PageFigure(
                    name: .withCostCentre, value: share,
                    before: material.comparable.flatMap(costCentreShare),
                    unit: .percent, source: material.source(centres), place: .costCentre))
        }
        return figures
    }

    /// The share of listed numbers with a cost centre, in hundredths of a per cent; nil if none are listed.
    private static func costCentreShare(_ answer: ReportAnswer) -> Int? {
        let rows = NamedRows(answer)
        let total = rows.rows.reduce(0) { $0 + rows.count("subscription_count", of: $1) }
        let found = rows.rows.filter { rows.text("found", of: $0) == "cost centre" }
            .reduce(0) { $0 + rows.count("subscription_count", of: $1) }
        return share(found, of: total)
    }

    /// The share at the end of the previous month.
    private static func costCentreShare(_ before: [PageReports.Name: ReportAnswer]) -> Int? {
        if let centres = before[.groups(.costCentre)] { return costCentreShare(centres) }
        guard let listed = before[.states].map(Counts.init)?.listed,
            let missing = before[.task(.noCostCentre)]?.rowCount
        else { return nil }
        return share(listed - missing, of: listed)
    }

    private static func share(_ count: Int, of total: Int) -> Int? {
        total > 0 ? count * 10_000 / total : nil
    }

    private struct Counts {
        var byState: [String: Int] = [:]
        var listed = 0

        init(_ answer: ReportAnswer) {
            let rows = NamedRows(answer)
            for row in rows.rows {
                let count = rows.count("subscription_count", of: row)
                byState[rows.text("state", of: row) ?? "", default: 0] += count
                if rows.count("listed", of: row) == 1 { listed += count }
            }
        }
    }
}

extension PageTask {
    init(_ name: Name, _ material: PageMaterial) throws(PageFault) {
        self.name = name
        if let answer = material.now[.task(name)] {
            count = answer.rowCount
            before = material.comparable?[.task(name)]?.rowCount
            listing = ListingShape.task(name).listing(of: answer, material)
        } else {
            // If cost centres come from accounts, no report lists the numbers.
            let answer = try material.answer(.groups(.costCentre))
            count = Self.missing(answer)
            before = material.comparable?[.groups(.costCentre)].map(Self.missing)
            listing = PageListing(columns: [], rows: [], rowCount: count, source: material.source(answer))
        }
    }

    private static func missing(_ answer: ReportAnswer) -> Int {
        let rows = NamedRows(answer)
        return rows.rows.filter { rows.text("found", of: $0) == "missing" }
            .reduce(0) { $0 + rows.count("subscription_count", of: $1) }
    }
}

extension PageMonths {
    init(_ material: PageMaterial) throws(PageFault) {
        let answer = try material.answer(.months)
        let rows = NamedRows(answer)
        let closed = Dictionary(
            material.closings.filter(\.isStanding).map { ($0.month, $0.subscriptionCount) },
            uniquingKeysWith: { $1 })
        months = rows.rows.reversed().compactMap { row in
            guard let month = rows.text("month", of: row).flatMap(CalendarMonth.init) else { return nil }
            if let count = closed[month] { return Month(month: month, count: count, state: .closed) }
            return Month(
                month: month, count: rows.count("subscription_count", of: row),
                state: rows.count("is_over", of: row) == 1 ? .over : .underWay)
        }
        source = material.source(answer)
    }
}

extension PageBridge {
    init(_ material: PageMaterial) throws(PageFault) {
        let answer = try material.answer(.bridge)
        let rows = NamedRows(answer)
        let row = rows.rows.first ?? []
        steps = Name.allCases.compactMap { name in
            let count = rows.count("\(name.rawValue)_count", of: row)
            switch name {
            case .loaded, .rereadIn: return count == 0 ? nil : Step(name: name, amount: count)
            case .rereadOut: return count == 0 ? nil : Step(name: name, amount: -count)
            case .opening, .new, .returned, .closing: return Step(name: name, amount: count)
            case .terminated, .gone: return Step(name: name, amount: -count)
            }
        }
        source = material.source(answer)
        let opening = rows.count("opening_count", of: row)
        let frozen = material.closings.last { $0.isStanding && $0.month == material.month.previous }
        closedWith = frozen.flatMap { $0.subscriptionCount == opening ? nil : $0.subscriptionCount }
        isBroken = answer.failure != nil
    }
}
