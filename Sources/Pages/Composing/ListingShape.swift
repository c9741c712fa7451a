import Exports
import MirrorCore
import MirrorReading
import Reports

/// The columns of a report that a page shows, and the privacy class of each.
struct ListingShape: Sendable {
    enum Kind: Sendable {
        case text, msisdn, count, day, instant, word
        /// A number of days, which tells a day.
        case days
        /// A field of the relation named in the given column.
        case field(of: String)
        /// A value of the relation and field named in these columns.
        case value(relation: String, field: String)
    }

    struct Column: Sendable {
        let name: String
        let kind: Kind
        let privacy: RelationColumn.Privacy
        /// Whether it names a group to which the number belongs.
        let isGroup: Bool

        init(_ name: String, _ kind: Kind, _ privacy: RelationColumn.Privacy = .open, isGroup: Bool = false) {
            self.name = name
            self.kind = kind
            self.privacy = privacy
            self.isGroup = isGroup
        }

        var isNumeric: Bool {
            switch kind {
            case .count, .days: true
            default: false
            }
        }

        /// Whether the column may be shown; a number of days tells a day, whatever stands beside it.
        fileprivate func leaves(_ disclosure: PagePrivacy) -> Bool {
            if case .days = kind, disclosure.daysAreMonths { return false }
            return disclosure.leaves(privacy) && (disclosure.showsGroupsOfRows || !isGroup)
        }
    }

    let columns: [Column]

    init(_ columns: Column...) { self.columns = columns }

    private init(columns: [Column]) { self.columns = columns }

    /// The rows of `answer`, restricted to what may be shown.
    ///
    /// - Parameter isMeant: selects rows of an answer that has them all.
    func listing(
        of answer: ReportAnswer, _ material: PageMaterial, where isMeant: (([Value]) -> Bool)? = nil
    ) -> PageListing {
        let disclosure = material.disclosure
        let shown = columns.filter { $0.leaves(disclosure) }
        let rows = NamedRows(answer)
        let meant = isMeant.map { rows.rows.filter($0) } ?? rows.rows
        return PageListing(
            columns: shown.map { PageListing.Column(name: $0.name, isNumeric: $0.isNumeric) },
            rows: meant.map { row in
                shown.map {
                    disclosure.cell($0.cell(of: row, rows, disclosure), in: material.viewpoint.timeZone)
                }
            },
            rowCount: isMeant == nil ? answer.rowCount : meant.count, source: material.source(answer))
    }
}

extension ListingShape.Column {
    fileprivate func cell(of row: [Value], _ rows: NamedRows, _ disclosure: PagePrivacy) -> PageCell {
        let value = rows.value(name, of: row)
        switch (kind, value) {
        case (_, .null):
            if case .field(let relation) = kind, let relation = rows.text(relation, of: row) {
                return .field(relation: relation, field: nil)
            }
            return .unknown
        case (.count, .integer(let number)), (.days, .integer(let number)): return .count(Int(number))
        case (.msisdn, .text(let text)): return disclosure.cell(text, as: .number) ?? .unknown
        case (.day, .text(let text)): return CalendarDay(text).map(PageCell.day) ?? .text(text)
        case (.instant, .text(let text)): return .instant(text)
        case (.word, .text(let text)): return .word(text)
        case (.field(let relation), .text(let field)):
            return .field(relation: rows.text(relation, of: row) ?? "", field: field)
        case (.value(let relation, let field), .text(let text)):
            // A row that was added or removed as a whole is described by a name or a day.
            guard let field = rows.text(field, of: row) else {
                return disclosure.isNamed ? Self.valueCell(text) : .unknown
            }
            let privacy = PagePrivacy.privacy(of: field, in: rows.text(relation, of: row) ?? "")
            guard disclosure.leaves(privacy) || disclosure.level == .full else { return .unknown }
            return privacy == .number ? .text(text) : Self.valueCell(text)
        case (_, .integer(let number)): return .text(String(number))
        case (_, .real(let number)): return .share(number)
        case (_, .text(let text)): return disclosure.cell(text, as: privacy) ?? .unknown
        }
    }

    private static func valueCell(_ text: String) -> PageCell {
        guard text.utf8.count == 10, text.utf8.dropFirst(4).first == UInt8(ascii: "-") else {
            return .text(text)
        }
        return CalendarDay(text).map(PageCell.day) ?? .text(text)
    }
}

extension ListingShape {
    private static let msisdn = Column("msisdn", .msisdn, .number)
    private static let groups = [
        Column("subscription_type", .text, isGroup: true),
        Column("user_reference1", .text, .reference, isGroup: true),
        Column("account_id", .text, isGroup: true),
    ]
    private static let product = Column("product", .text, isGroup: true)

    static let states = ListingShape(
        Column("state", .word), Column("subscription_count", .count), Column("share_percent", .text))
    static let changesByField = ListingShape(
        Column("field", .field(of: "relation")), Column("kind", .word), Column("change_count", .count),
        Column("number_count", .count))
    static let changes = ListingShape(
        Column("observed_at", .instant), msisdn, Column("kind", .word),
        Column("field", .field(of: "relation")),
        Column("old_value", .value(relation: "relation", field: "field"), isGroup: true),
        Column("new_value", .value(relation: "relation", field: "field"), isGroup: true))
    static let ending = ListingShape(
        columns: [
            Column("ends_on", .day), Column("days_left", .days), Column("what", .word), msisdn, product,
        ]
            + groups.dropFirst())
    static let onNotice = ListingShape(
        columns: [Column("ends_on", .day), Column("days_left", .days), msisdn, product] + groups.dropFirst())
    static let quality = ListingShape(
        Column("subject", .word), Column("item", .word), Column("count", .count),
        Column("first_at", .instant), Column("last_at", .instant))

    static func task(_ name: PageTask.Name) -> ListingShape {
        let columns: [Column] =
            switch name {
            case .barred:
                [msisdn, Column("barred_since_at", .instant), Column("add_on_count", .count)] + groups
            case .ended:
                [
                    Column("ended_on", .day), Column("days_since", .days), Column("what", .word), msisdn,
                    product,
                ] + groups.dropFirst()
            case .doubleAddOns:
                [msisdn, Column("add_on", .text), Column("add_on_count", .count)] + groups
            case .unusedTwins:
                [
                    msisdn, Column("finding", .word), Column("twin_product_count", .count),
                    Column("twin_card_count", .count),
                ] + groups
            case .noCostCentre:
                [msisdn, Column("missing", .word), Column("user_name", .text, .name), groups[0], groups[2]]
            case .noUser: [msisdn, Column("missing", .word)] + groups
            }
        return ListingShape(columns: columns)
    }
}

extension PageListing {
    /// The most bytes of cells for the subscriptions: a page stays small, however long their texts are.
    private static let searchedBytes = 420_000

    /// Lists the subscriptions themselves.
    init(searched material: PageMaterial, _ states: ReportAnswer) {
        let listed = NamedRows(states)
        var room = Self.searchedBytes
        var rows: [[PageCell]] = []
        for row in material.rows {
            let cells = Self.searchedCells(row)
            room -= cells.reduce(0) { $0 + $1.shownBytes }
            guard room >= 0 else { break }
            rows.append(cells)
        }
        let names = ["msisdn", "user_name", "state", "subscription_type", "references", "account_id"]
        self.init(
            columns: names.map { Column(name: $0) }, rows: rows,
            rowCount: listed.rows.filter { listed.count("listed", of: $0) == 1 }
                .reduce(0) { $0 + listed.count("subscription_count", of: $1) },
            source: material.source(states))
    }

    /// The three references share one cell.
    private static func searchedCells(_ row: [Value]) -> [PageCell] {
        func text(_ place: Int) -> String? {
            if row.indices.contains(place), case .text(let text) = row[place] { text } else { nil }
        }
        func cell(_ place: Int) -> PageCell { text(place).map(PageCell.text) ?? .unknown }
        let references = (4...6).compactMap(text).filter { FreeText($0) == .text }.map {
            DisplayText.text($0)
        }
        return [
            text(0).map(PageCell.msisdn) ?? .unknown, cell(1), text(2).map(PageCell.word) ?? .unknown,
            cell(3), references.isEmpty ? .unknown : .text(references.joined(separator: " · ")), cell(7),
        ]
    }
}

extension PageCell {
    /// The approximate size of the cell on a page, in bytes.
    fileprivate var shownBytes: Int {
        if case .text(let text) = self { min(text.utf8.count, 4 * DisplayText.longest) + 12 } else { 20 }
    }
}
