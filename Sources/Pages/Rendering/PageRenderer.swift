import Crypto
import Exports
import Foundation
import MirrorCore
import MirrorReading
import Mustache
import Reports

/// A template's values by name.
///
/// Every name that a template uses is present, false if it has no value: Mustache looks up missing
/// names in the enclosing contexts.
typealias PageView = [String: Any]

/// Renders a page as one self-contained HTML file.
package struct PageRenderer {
    let language: PageLanguage
    let numbers: NumberText
    let dates: DateText
    let coverage: CoverageText
    let page: Page

    package init(_ page: Page, _ language: PageLanguage) {
        self.page = page
        self.language = language
        numbers = NumberText(language)
        dates = DateText(language, page.timeZone)
        coverage = CoverageText(language, dates)
    }

    /// The file's text; the same page gives the same bytes.
    ///
    /// - Throws: Mustache's error in a template, which is a fault of the program.
    package func html() throws -> String {
        guard let text = try PageTemplates.library().render(view, withTemplate: "page") else {
            throw PageFault.noTemplate("page")
        }
        return text
    }

    private var view: PageView {
        [
            "language": language.rawValue, "policy": policy, "style": PageTemplates.style,
            "script": PageTemplates.script, "title": word(PageStrings.title), "day": dates.long(page.day),
            "asOf": language.text(PageStrings.asOf, dates.long(page.day)),
            "times": language.text(PageStrings.times, page.timeZone.identifier),
            "madeBy": language.text(PageStrings.madeBy, page.version, page.privacy.rawValue),
            "words": words, "navigation": navigation, "overall": overall ?? false,
            "search": search ?? false, "withoutComparison": withoutComparison ?? false,
            "figures": page.figures.map(view(of:)),
            "states": rows(
                page.states, label: word(PageStrings.figures), more: false, foot: [listedRow]),
            "isEmptyMirror": emptyMirror ?? false, "distribution": distribution ?? false,
            "onNotice": onNotice ?? false,
            "tasks": page.tasks.map(view(of:)), "months": months, "bridge": bridge,
            "groups": page.groups.map(view(of:)), "folded": folded ?? false,
            "changesByField": changesByField, "changes": changes ?? false, "ending": ending,
            "lights": page.lights.map(view(of:)), "coverage": coverage.full(page.states.source.coverage),
            "measures": measures ?? false, "qualityRows": qualityRows ?? false, "all": all ?? false,
        ]
    }

    /// The content security policy: the page loads nothing, and only its own script runs.
    package var policy: String {
        [
            "default-src 'none'", "style-src 'sha256-\(Self.hash(PageTemplates.style))'",
            "script-src 'sha256-\(Self.hash(PageTemplates.script))'", "base-uri 'none'",
            "form-action 'none'",
        ].joined(separator: "; ")
    }

    /// The hash by which a policy allows a text.
    static func hash(_ text: String) -> String {
        Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
    }

    func word(_ wording: Wording) -> String { language.text(wording) }

    private var words: PageView {
        [
            "skip": word(PageStrings.skip), "contents": word(PageStrings.contents),
            "figures": word(PageStrings.figures),
            "toDo": word(PageStrings.toDo), "months": word(PageStrings.months),
            "groups": word(PageStrings.groups),
            "changes": word(PageStrings.changes), "ending": word(PageStrings.ending),
            "tasks": word(PageStrings.tasks),
            "quality": word(PageStrings.quality), "all": word(PageStrings.all),
            "table": word(PageStrings.table),
            "report": word(PageStrings.report), "command": word(PageStrings.command),
            "noRows": word(PageStrings.noRows),
            "shares": word(PageStrings.shares),
            "search": word(PageStrings.search), "searchHits": word(PageStrings.searchHits),
            "searchNone": word(PageStrings.searchNone), "searchMore": word(PageStrings.searchMore),
        ]
    }

    private var navigation: [PageView] {
        PageStrings.navigation.filter { $0.0 != .all || page.all != nil }.map { place, wording in
            ["place": place.rawValue, "text": word(wording)]
        }
    }

    private var overall: PageView? {
        guard let worst = page.lights.max(by: { $0.level < $1.level }) else { return nil }
        // The first of the worst lights, in the page's order.
        let light = page.lights.first { $0.level == worst.level } ?? worst
        return [
            "level": "\(light.level)", "mark": light.level.mark, "word": word(light.level.wording),
            "reason": light.reasons.first.map(coverage.words) ?? "",
        ]
    }

    private var search: PageView? {
        page.all.map { all in
            [
                "scope": language.text(
                    PageStrings.searchScope, numbers.count(all.rows.count), numbers.count(all.rowCount))
            ]
        }
    }

    private var withoutComparison: String? {
        page.withoutComparison.map { reason in
            switch reason {
            case .mirrorIsYounger: language.text(PageStrings.noComparison, lastDayBefore)
            case .notComplete: language.text(PageStrings.noComparisonYet, lastDayBefore)
            }
        }
    }

    private var folded: String? {
        page.isNamed || page.smallestGroup < 2
            ? nil : language.text(PageStrings.folded, numbers.count(page.smallestGroup))
    }

    private func figure(_ name: PageFigure.Name) -> Int {
        page.figures.first { $0.name == name }?.value ?? 0
    }

    /// The sum of the states of listed numbers: the figure of that name leads to it.
    private var listedRow: [PageView] {
        let listed = figure(.listed)
        return [
            cell(word(PageFigure.Name.listed.wording)), cell(numbers.count(listed), numeric: true),
            listed == 0 ? view(of: .unknown) : cell(numbers.percent(100, decimals: 2), numeric: true),
        ]
    }

    /// Why the groups add up to more than the head count; nil if they do not.
    private var distribution: String? {
        let (listed, heads) = (figure(.listed), figure(.headCount))
        return listed == heads
            ? nil
            : language.text(
                PageStrings.distribution, numbers.count(listed), numbers.count(heads),
                numbers.count(listed - heads))
    }

    private var emptyMirror: String? {
        guard figure(.listed) == 0, page.asOf == nil else { return nil }
        let isComplete = page.states.source.coverage.completeAt != nil
        return word(isComplete ? PageStrings.noSubscriptions : PageStrings.noSubscriptionsYet)
    }

    private var onNotice: PageView? {
        page.onNotice.rowCount == 0
            ? nil
            : rows(page.onNotice, label: word(PageStrings.onNotice), isSearched: true).merging([
                "summary": word(PageStrings.onNotice) + ": " + rowsSummary(page.onNotice)
            ]) { $1 }
    }

    /// The last day of the previous month.
    var lastDayBefore: String {
        let end = page.month.beginning(in: page.timeZone).addingTimeInterval(-1)
        return dates.day(of: end).map(dates.short) ?? page.month.previous.text
    }

    /// `+12 since 31 Oct 2026`; nil without a comparison.
    func change(_ amount: Int?) -> String? {
        amount.map { language.text(PageStrings.since, numbers.change($0), lastDayBefore) }
    }

    private func view(of figure: PageFigure) -> PageView {
        let (value, change): (String, String?)
        switch figure.unit {
        case .count:
            (value, change) = (numbers.count(figure.value), self.change(figure.change))
        case .percent:
            value = numbers.percent(Double(figure.value) / 100)
            change = figure.change.map { hundredths in
                let tenths = Int((Double(hundredths) / 10).rounded())
                let text = numbers.decimal(tenths: tenths) + " " + word(PageStrings.points)
                return language.text(PageStrings.since, text, lastDayBefore)
            }
        }
        // Without rows, the table of the figures has the count.
        let place = figure.place == .onNotice && page.onNotice.rowCount == 0 ? .states : figure.place
        return [
            "name": word(figure.name.wording), "value": value, "change": change ?? false,
            "coverage": coverage.line(figure.source.coverage),
            "moreCoverage": coverage.more(figure.source.coverage) ?? false, "place": place.rawValue,
        ]
    }

    private func view(of task: PageTask) -> PageView {
        rows(task.listing, label: word(task.name.wording), isSearched: true).merging([
            "name": word(task.name.wording), "explanation": word(task.name.explanation),
            "count": numbers.count(task.count), "change": change(task.change) ?? false,
            "place": task.name.place.rawValue, "isDone": task.count == 0,
            "summary": rowsSummary(task.listing),
        ]) { $1 }
    }

    private func view(of light: PageLight) -> PageView {
        [
            "level": "\(light.level)", "mark": light.level.mark, "subject": word(light.subject.wording),
            "word": word(light.level.wording), "reasons": light.reasons.map(coverage.words),
        ]
    }

    private var changesByField: PageView {
        let total = page.changesByField.rows.reduce(0) { sum, row in
            row.reduce(sum) { if case .count(let count) = $1 { max($0, sum + count) } else { $0 } }
        }
        var listing = page.changesByField
        // In the report's order: field and kind, then the two counts.
        listing.rows = Array(listing.rows.prefix(Self.shownFields))
        return rows(listing, label: word(PageStrings.changes), isSearched: false).merging([
            "summary": changesSummary(total)
        ]) { $1 }
    }

    private func changesSummary(_ total: Int) -> String {
        func withheld(_ one: Wording, _ many: Wording) -> String {
            language.count(page.withheldChanges, one: one, many: many, page.privacy.rawValue)
        }
        let shown = language.count(total, one: PageStrings.changesOne, many: PageStrings.changesSummary)
        return switch (total, page.withheldChanges) {
        case (0, 0): word(PageStrings.noChanges)
        case (0, _): withheld(PageStrings.otherOne, PageStrings.otherChanges)
        case (_, 0): shown
        default: shown + " " + withheld(PageStrings.withheldOne, PageStrings.withheldChanges)
        }
    }

    private static let shownFields = 12

    private var changes: PageView? {
        guard page.changes.rowCount > 0 else { return nil }
        return rows(page.changes, label: word(PageStrings.changes), isSearched: true).merging([
            "summary": word(PageStrings.allRows) + ": " + rowsSummary(page.changes)
        ]) { $1 }
    }

    /// How many rows that end soon are visible at first.
    private static let firstToEnd = 8

    private var ending: PageView {
        var first = page.ending
        first.rows = Array(first.rows.prefix(Self.firstToEnd))
        let count = page.ending.rowCount
        let lead =
            switch first.rows.first?.first {
            case .day(let day):
                language.count(
                    count, one: PageStrings.endingOne, many: PageStrings.endingSummary, dates.short(day))
            case .month(let month):
                language.count(
                    count, one: PageStrings.endingOneInMonth, many: PageStrings.endingInMonths,
                    dates.long(month: month))
            default: word(PageStrings.noEnding)
            }
        return rows(page.ending, label: word(PageStrings.ending), isSearched: true).merging([
            "lead": lead, "isMore": page.ending.rowCount > first.rows.count,
            "first": page.ending.rowCount == 0
                ? false : rows(first, label: word(PageStrings.ending), more: false) as Any,
            "summary": rowsSummary(page.ending),
        ]) { $1 }
    }

    private var qualityRows: PageView? {
        page.quality.map { listing in
            rows(listing, label: word(PageStrings.quality)).merging([
                "summary": word(PageStrings.quality) + ": " + rowsSummary(listing)
            ]) { $1 }
        }
    }

    private var all: PageView? {
        page.all.map { listing in
            let names = PageReader.subscriptionColumns.joined(separator: ", ")
            let asOf = page.asOf.map { " --as-of \($0)" } ?? ""
            let source: PageView = [
                "report": false,
                "command":
                    "submirror query \"SELECT \(names) FROM subscription_flat ORDER BY msisdn\"\(asOf)",
                "coverage": coverage.line(listing.source.coverage),
                "moreCoverage": coverage.more(listing.source.coverage) ?? false,
            ]
            return rows(listing, label: word(PageStrings.all), isSearched: true).merging([
                "summary": rowsSummary(listing), "source": source,
            ]) { $1 }
        }
    }

    func rowsSummary(_ listing: PageListing) -> String {
        guard listing.leftOut > 0 else {
            return language.count(listing.rowCount, one: PageStrings.oneRow, many: PageStrings.manyRows)
        }
        return language.text(
            PageStrings.rowsOf, numbers.count(listing.rows.count), numbers.count(listing.rowCount))
    }
}
