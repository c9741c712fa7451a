import Foundation
import MirrorCore

/// A column of a result, and what its values are.
package struct ResultColumn: Sendable, Equatable {
    package let name: String
    /// Nil: each value is what SQLite says it is, a number or a text.
    package let kind: RelationColumn.Kind?

    package init(name: String, kind: RelationColumn.Kind?) {
        self.name = name
        self.kind = kind
    }

    package init(_ column: RelationColumn) {
        name = column.name
        kind = column.kind
    }

    /// A column that nobody has described, by its name, as the mirror names its own.
    package init(named name: String) {
        self.name = name
        let isInstant = name.hasSuffix("_at") || ["observed_from", "observed_to", "as_of"].contains(name)
        let isDate = name.hasSuffix("_date") || name == "valid_to"
        kind = isInstant ? .instant : isDate ? .date : nil
    }
}

extension LocalTime {
    /// `changed_at (Europe/Oslo)` for instants; another column's name stays.
    package func header(of column: ResultColumn) -> String {
        column.kind == .instant ? "\(column.name) (\(timeZone.identifier))" : column.name
    }
}
