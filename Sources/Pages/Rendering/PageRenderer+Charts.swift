import Exports
import MirrorCore
import MirrorReading

extension PageRenderer {
    /// The line chart of head counts, the same data as a table, and a note on both.
    var months: PageView {
        let months = page.months.months
        let chart = LineChart(months)
        let rows = months.reversed().map { month in
            [
                cell(dates.long(month: month.month)), cell(numbers.count(month.count), numeric: true),
                cell(word(month.state.wording)),
            ]
        }
        var notes: [String] = []
        if months.contains(where: { $0.state != .closed }), months.contains(where: { $0.state == .closed }) {
            notes.append(word(PageStrings.legend))
        }
        if !chart.scale.beginsAtZero {
            notes.append(language.text(PageStrings.axisBegins, numbers.count(chart.scale.low)))
        }
        if months.isEmpty { notes.append(word(PageStrings.noMonths)) }
        let names = ["month", "subscription_count", "month_state"]
        return table(
            label: word(PageStrings.months),
            columns: names.map { (ReportWords.column($0, language), $0 == "subscription_count") }, rows: rows
        ).merging([
            "chart": months.isEmpty ? false : view(of: chart) as Any, "notes": notes,
            "source": view(of: page.months.source),
        ]) { $1 }
    }

    private func view(of chart: LineChart) -> PageView {
        let months = page.months.months
        let points = zip(chart.points, months).enumerated().map { index, entry -> PageView in
            let (point, month) = entry
            let parts = DateText.parts(month.month)
            let isYearShown = point.isFirst || parts?.month == 1
            let value = point.isFirst || point.isLast ? numbers.count(month.count) : false as Any
            return [
                "x": point.x, "y": point.y, "state": month.state == .closed ? "closed" : "open",
                "value": value, "offset": point.textOffset,
                "anchor": point.isLast && months.count > 1
                    ? "end" : point.isFirst && months.count > 1 ? "start" : "middle",
                "isNamedAlways": point.isNamedAlways, "month": dates.abbreviated(month: month.month),
                "year": isYearShown ? parts.map { String($0.year) } ?? false as Any : false,
            ]
        }
        return [
            "title": word(PageStrings.months), "description": description(of: months),
            "height": LineChart.height, "line": chart.line ?? false, "area": chart.area ?? false,
            "marks": chart.marks.map {
                ["y": $0.y, "textY": $0.textY, "text": numbers.count($0.value)] as PageView
            }, "points": points,
        ]
    }

    private func description(of months: [PageMonths.Month]) -> String {
        guard let first = months.first, let last = months.last else { return word(PageStrings.noMonths) }
        guard months.count > 1 else {
            return language.text(
                PageStrings.monthChartOfOne, dates.long(month: first.month), numbers.count(first.count))
        }
        return language.text(
            PageStrings.monthChart, numbers.count(first.count), dates.long(month: first.month),
            numbers.count(last.count), dates.long(month: last.month))
    }

    /// This month's waterfall, the same data as a table, and a note on both.
    var bridge: PageView {
        let chart = BridgeChart(page.bridge.steps)
        func amount(_ step: PageBridge.Step) -> String {
            step.isTotal ? numbers.count(step.amount) : numbers.change(step.amount)
        }
        let steps = page.bridge.steps
        let words = steps.map { "\(word($0.name.wording)): \(amount($0))" }
        let title =
            page.asOf == nil
            ? language.text(PageStrings.bridge, lastDayBefore)
            : language.text(PageStrings.bridgeThen, lastDayBefore, dates.short(page.day))
        var notes: [String] = []
        if !chart.scale.beginsAtZero {
            notes.append(language.text(PageStrings.axisBegins, numbers.count(chart.scale.low)))
        }
        if let closed = page.bridge.closedWith {
            notes.append(
                language.text(
                    PageStrings.closedWith, dates.long(month: page.month.previous), numbers.count(closed)))
        }
        if page.bridge.isBroken { notes.append(word(PageStrings.broken)) }
        return table(
            label: title,
            columns: [
                (ReportWords.column("step", language), false),
                (ReportWords.column("subscription_count", language), true),
            ],
            rows: steps.map { [cell(word($0.name.wording)), cell(amount($0), numeric: true)] }
        ).merging([
            "title": title, "height": chart.height, "notes": notes,
            "description": language.text(
                PageStrings.bridgeChart, numbers.count(steps.first?.amount ?? 0),
                numbers.count(steps.last?.amount ?? 0), words.joined(separator: ", ")),
            "bars": chart.bars.map { bar -> PageView in
                [
                    "label": word(bar.name.wording), "isTotal": bar.isTotal, "textY": bar.textY,
                    "value": bar.isTotal ? numbers.count(bar.amount) : numbers.change(bar.amount),
                    "kind": bar.isTotal ? "sum" : bar.amount < 0 ? "minus" : "plus", "x": bar.x,
                    "barY": bar.barY, "width": bar.width,
                    "thread": bar.thread.map {
                        ["x": $0.x, "from": $0.from, "to": $0.to] as PageView
                    } ?? false as Any,
                ]
            }, "source": view(of: page.bridge.source),
        ]) { $1 }
    }

    /// Bars for the largest groups, and a table of all of them.
    func view(of groups: PageGroups) -> PageView {
        let place = groups.grouping.place.rawValue
        let title = word(groups.grouping.wording)
        let charted = groups.groups.prefix(PageGroups.charted)
        var bars = charted.map { group in
            (label: name(group), count: group.count, value: numbers.count(group.count), isRest: false)
        }
        let rest = groups.groups.dropFirst(charted.count)
        if !rest.isEmpty {
            let count = rest.reduce(0) { $0 + $1.count }
            bars.append(
                (
                    label: language.text(PageStrings.rest, numbers.count(rest.count)), count: count,
                    value: numbers.count(count), isRest: true
                ))
        }
        let chart = BarChart(bars)
        let largest = charted.prefix(3).map { "\(DisplayText.text(name($0))): \(numbers.count($0.count))" }
        return table(of: groups, title: title).merging([
            "place": place, "title": title,
            "withheld": groups.isWithheld
                ? language.text(PageStrings.withheld, page.privacy.rawValue) : false as Any,
            "chart": groups.groups.isEmpty
                ? false
                : [
                    "height": chart.height,
                    "description": language.text(PageStrings.barChart, largest.joined(separator: ", ")),
                    "bars": chart.bars.map { bar -> PageView in
                        [
                            "label": bar.label, "value": bar.value, "isRest": bar.isRest,
                            "top": bar.textY - 14, "textY": bar.textY, "barY": bar.barY,
                            "width": bar.width,
                        ]
                    },
                ] as PageView as Any,
            "source": view(of: groups.source),
        ]) { $1 }
    }

    private func table(of groups: PageGroups, title: String) -> PageView {
        let hasStates = groups.groups.contains { !$0.states.isEmpty }
        let hasIDs = groups.groups.contains { $0.id != nil && $0.name != .text($0.id ?? "") }
        let columns =
            [(word(groups.grouping.columnWording), false)] + (hasIDs ? [(word(Self.id), false)] : [])
            + [
                (ReportWords.column("subscription_count", language), true),
                (ReportWords.column("share_percent", language), true),
            ]
            + (hasStates ? PageGroups.states.map { (ReportWords.value($0, language), true) } : [])
        func cells(
            _ name: PageView, _ id: String?, _ count: Int, _ share: Double, _ states: [Int]
        ) -> [PageView] {
            [name] + (hasIDs ? [id.map(foreignCell) ?? cell("")] : [])
                + [
                    cell(numbers.count(count), numeric: true),
                    cell(numbers.percent(share, decimals: 2), numeric: true),
                ] + (hasStates ? states.map { cell(numbers.count($0), numeric: true) } : [])
        }
        func sum(_ groups: some Sequence<PageGroups.Group>, _ title: String) -> [PageView] {
            var count = 0
            var share = 0.0
            var states = PageGroups.states.map { _ in 0 }
            for group in groups {
                count += group.count
                share += group.share
                for (place, number) in group.states.enumerated() { states[place] += number }
            }
            return cells(cell(title), nil, count, share, states)
        }
        let shown = groups.groups.prefix(PageGroups.tabled)
        let more = groups.groups.dropFirst(shown.count)
        let foot =
            (more.isEmpty
                ? [] : [sum(more, language.text(PageStrings.moreGroups, numbers.count(more.count)))])
            + [sum(groups.groups, word(PageStrings.total))]
        return table(
            label: title, columns: columns,
            rows: shown.map { group in
                cells(nameCell(group), group.id, group.count, group.share, group.states)
            }, foot: foot)
    }

    private static let id = Wording("Id", norwegian: "Id")

    private func nameCell(_ group: PageGroups.Group) -> PageView {
        switch group.name {
        case .text(let text): foreignCell(text)
        case .pseudonym(let text): view(of: .pseudonym(text))
        case .word, .small: cell(name(group))
        }
    }

    /// A group's name within a sentence.
    private func name(_ group: PageGroups.Group) -> String {
        switch group.name {
        case .text(let text), .pseudonym(let text): text
        case .word(let word): ReportWords.value(word, language)
        case .small(let count):
            language.count(count, one: PageStrings.smallGroup, many: PageStrings.smallGroups)
        }
    }
}

extension PageMonths.State {
    var wording: Wording {
        switch self {
        case .closed: PageStrings.monthClosed
        case .over: PageStrings.monthOver
        case .underWay: PageStrings.monthUnderWay
        }
    }
}
