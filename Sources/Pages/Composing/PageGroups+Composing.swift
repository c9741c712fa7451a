import Exports
import Foundation
import MirrorCore
import MirrorReading
import Reports

extension PageGroups {
    init(_ grouping: Grouping, _ material: PageMaterial) throws(PageFault) {
        let answer = try material.answer(.groups(grouping))
        let disclosure = material.disclosure
        self.grouping = grouping
        source = material.source(answer)
        isWithheld = grouping == .costCentre && !disclosure.leaves(.reference)
        guard !isWithheld else {
            groups = []
            return
        }
        let rows = NamedRows(answer)
        let found = rows.rows.map { row in
            let (name, id) = grouping.name(of: row, rows, disclosure)
            return Group(
                name: name, id: id, count: rows.count("subscription_count", of: row),
                share: rows.share("share_percent", of: row),
                states: disclosure.isNamed ? Self.stateColumns.map { rows.count($0, of: row) } : [])
        }.sorted(by: Self.areInOrder)
        groups = disclosure.isNamed ? found : GroupFolding.folded(found, below: disclosure.smallestGroup)
    }

    private static let stateColumns = PageGroups.states.map { "\($0.replacing(" ", with: "_"))_count" }

    private static func areInOrder(_ left: Group, _ right: Group) -> Bool {
        guard left.count == right.count else { return left.count > right.count }
        let names = (left.name.sortText, right.name.sortText)
        let order = NorwegianOrder.compare(names.0, names.1)
        if order != .orderedSame { return order == .orderedAscending }
        return (left.id ?? "") < (right.id ?? "")
    }
}

extension PageGroups.Name {
    /// The sort key among groups of equal size; groups without a name come last.
    var sortText: String {
        switch self {
        case .text(let text), .pseudonym(let text): text
        case .word(let word): "\u{10FFFF}" + word
        case .small: "\u{10FFFF}\u{10FFFF}"
        }
    }
}

extension PageGroups.Grouping {
    /// The name of the group of `row`, and what distinguishes it from others of that name.
    fileprivate func name(
        of row: [Value], _ rows: NamedRows, _ disclosure: PagePrivacy
    ) -> (PageGroups.Name, id: String?) {
        func text(_ column: String) -> String? { rows.id(column, of: row).flatMap { $0.isEmpty ? nil : $0 } }
        switch self {
        case .type:
            guard let id = text("subscription_type_id") else { return (.word("type not known"), nil) }
            return (text("subscription_type").map(PageGroups.Name.text) ?? .text(id), id)
        case .costCentre:
            guard let centre = text("cost_centre") else {
                return (.word(text("found") ?? "missing"), nil)
            }
            guard disclosure.privacy.openCostCentres == nil else { return (.text(centre), nil) }
            switch disclosure.cell(centre, as: .reference) {
            case .text(let text): return (.text(text), nil)
            case .pseudonym(let text): return (.pseudonym(text), nil)
            default: return (.word("cost centre"), nil)
            }
        case .organization:
            let id = text("org_number")
            guard let name = text("organization") ?? id else {
                return (.word(text("party") ?? "not known"), nil)
            }
            return (.text(name), id)
        case .account:
            guard let id = text("account_id") else { return (.word("no account"), nil) }
            let reference = text("reference1").flatMap { disclosure.cell($0, as: .reference) }
            if case .text(let text) = reference { return (.text(text), id) }
            return (.text(id), nil)
        }
    }
}
