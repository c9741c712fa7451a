import Foundation
import MirrorCore

/// A result column and the kind of its values.
package struct ResultColumn: Sendable, Equatable {
    package let name: String
    /// Nil leaves each value as SQLite types it, a number or a text.
    package let kind: RelationColumn.Kind?
    /// The heading shown to people; nil: its name.
    package var heading: String?

    package init(name: String, kind: RelationColumn.Kind?) {
        self.name = name
        self.kind = kind
    }

    package init(_ column: RelationColumn) {
        name = column.name
        kind = column.kind
    }

    /// An undescribed column, classified by the mirror's naming conventions.
    package init(named name: String) {
        self.name = name
        let isInstant = name.hasSuffix("_at") || ["observed_from", "observed_to", "as_of"].contains(name)
        let isDate = name.hasSuffix("_date") || name == "valid_to"
        kind = isInstant ? .instant : isDate ? .date : nil
    }
}

extension LocalTime {
    /// `changed_at (Europe/Oslo)` for instants; the plain name for any other column.
    package func header(of column: ResultColumn) -> String {
        let heading = column.heading ?? column.name
        return column.kind == .instant ? "\(heading) (\(timeZone.identifier))" : heading
    }
}
