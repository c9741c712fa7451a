import MirrorCore

/// A column of a result, and what its values are.
struct ResultColumn: Sendable, Equatable {
    let name: String
    /// Nil: each value is what SQLite says it is, a number or a text.
    let kind: RelationColumn.Kind?

    init(_ column: RelationColumn) {
        name = column.name
        kind = column.kind
    }

    /// A column of a report, by the unit in its header.
    init(_ column: ReportColumn) {
        name = column.name
        kind =
            switch column.unit {
            // Nobody adds these up, and a spreadsheet would take digits from them.
            case "id", "month", "msisdn": .text
            case let unit: RelationColumn.Kind(rawValue: unit)
            }
    }

    /// A column that nobody has described, by its name, as the mirror names its own.
    init(named name: String) {
        self.name = name
        let isInstant = name.hasSuffix("_at") || ["observed_from", "observed_to", "as_of"].contains(name)
        let isDate = name.hasSuffix("_date") || name == "valid_to"
        kind = isInstant ? .instant : isDate ? .date : nil
    }
}
