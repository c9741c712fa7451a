import Exports
import MirrorCore
import MirrorReading

extension PageRenderer {
    /// A table with its source.
    ///
    /// - Parameters:
    ///   - label: the table's description for screen readers.
    ///   - isSearched: whether the search covers it.
    ///   - more: whether it says how many rows are omitted.
    func rows(
        _ listing: PageListing, label: String, isSearched: Bool = false, more: Bool = true,
        foot: [[PageView]] = []
    ) -> PageView {
        let left = more ? listing.leftOut : 0
        return [
            "label": label, "isEmpty": listing.rows.isEmpty, "isSearched": isSearched,
            "foot": view(ofFoot: foot),
            "columns": listing.columns.map { column -> PageView in
                ["text": ReportWords.column(column.name, language), "isNumeric": column.isNumeric]
            },
            "rows": listing.rows.map { ["cells": $0.map(view(of:))] as PageView },
            "more": left == 0
                ? false
                : language.count(left, one: PageStrings.oneMoreRow, many: PageStrings.moreRows) as Any,
            "source": view(of: listing.source),
        ]
    }

    /// A table of the page's own figures.
    func table(
        label: String, columns: [(text: String, isNumeric: Bool)], rows: [[PageView]],
        foot: [[PageView]] = []
    ) -> PageView {
        [
            "label": label, "isEmpty": rows.isEmpty, "isSearched": false, "more": false,
            "columns": columns.map { ["text": $0.text, "isNumeric": $0.isNumeric] as PageView },
            "rows": rows.map { ["cells": $0] as PageView },
            "foot": view(ofFoot: foot),
        ]
    }

    private func view(ofFoot rows: [[PageView]]) -> Any {
        rows.isEmpty ? false : ["rows": rows.map { ["cells": $0] as PageView }] as PageView
    }

    func view(of source: PageSource) -> PageView {
        [
            "report": source.report, "command": source.command,
            "coverage": coverage.line(source.coverage),
            "moreCoverage": coverage.more(source.coverage) ?? false,
        ]
    }

    /// A cell with our own text.
    func cell(_ text: String, numeric: Bool = false) -> PageView {
        ["text": text, "kind": numeric ? "n" : false as Any, "isForeign": false]
    }

    /// A cell with a foreign text, isolated so that its direction does not affect the page.
    func foreignCell(_ text: String) -> PageView {
        text.isEmpty
            ? ["text": word(PageStrings.empty), "kind": "u", "isForeign": false]
            : ["text": DisplayText.text(text), "kind": false, "isForeign": true]
    }

    func view(of cell: PageCell) -> PageView {
        switch cell {
        case .unknown: ["text": "–", "kind": "u", "isForeign": false]
        case .count(let number): self.cell(numbers.count(number), numeric: true)
        case .share(let share): self.cell(numbers.percent(share, decimals: 2), numeric: true)
        case .text(let text): foreignCell(text)
        case .msisdn(let digits): ["text": DisplayText.number(digits), "kind": "m", "isForeign": true]
        case .pseudonym(let digits): ["text": digits, "kind": "p", "isForeign": false]
        case .day(let day): ["text": dates.short(day), "kind": "d", "isForeign": false]
        case .month(let month): ["text": dates.long(month: month), "kind": "d", "isForeign": false]
        case .instant(let instant):
            ["text": dates.short(instant: instant), "kind": "d", "isForeign": false]
        case .word(let word):
            ReportWords.known(word, language).map { self.cell($0) } ?? foreignCell(word)
        case .field(let relation, let field):
            self.cell(ReportWords.field(field, of: relation, language))
        }
    }

    /// The measures of completeness; nil if there are none.
    var measures: PageView? {
        guard !page.measures.isEmpty else { return nil }
        let names = ["measure", "item", "count", "of_count", "share_percent", "from_at", "to_at"]
        let numeric = ["count", "of_count", "share_percent"]
        let rows = page.measures.map { entry -> [PageView] in
            func count(_ number: Int?) -> PageView {
                number.map { cell(numbers.count($0), numeric: true) } ?? view(of: PageCell.unknown)
            }
            func instant(_ text: String?) -> PageView { view(of: text.map(PageCell.instant) ?? .unknown) }
            let detail = entry.detail.map { detail -> PageCell in
                entry.measure == "unreadable"
                    ? .text(ReportWords.unreadable(detail, language)) : .word(detail)
            }
            var share = view(of: PageCell.unknown)
            if let count = entry.count, let of = entry.ofCount, of > 0 {
                // Rounded down, so that only all of them give 100.
                let points = (Double(count) / Double(of) * 10_000).rounded(.down)
                share = cell(numbers.percent(points / 100, decimals: 2), numeric: true)
            }
            return [
                view(of: .word(entry.measure)), view(of: detail ?? .unknown), count(entry.count),
                count(entry.ofCount), share, instant(entry.fromAt), instant(entry.toAt),
            ]
        }
        let columns = names.map { (ReportWords.column($0, language), numeric.contains($0)) }
        return table(label: word(PageStrings.quality), columns: columns, rows: rows).merging([
            "summary": word(PageLight.Subject.completeness.wording) + ": "
                + language.count(rows.count, one: PageStrings.oneRow, many: PageStrings.manyRows),
            "command": page.asOf.map {
                "submirror query \"SELECT * FROM completeness\" --as-of \($0)"
            } ?? "submirror status --completeness",
        ]) { $1 }
    }
}
