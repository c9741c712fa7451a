package import MirrorCore

/// The places that hold what the mirror knows of a number.
package enum ForgettingTables {
    /// A table with rows of numbers.
    package struct Table: Hashable, Sendable {
        package let name: String
        /// Whether a column `number` names the number by its id; else a column `msisdn` has it.
        package let isByID: Bool
    }

    /// Every table with a column `number` or `msisdn`; a test fails when one is missing here.
    package static let ofNumbers = ofNumbers(in: .mirror)

    /// The same for the relations in `registry`: theirs, and the agent's own; the number itself comes last.
    package static func ofNumbers(in registry: RelationRegistry) -> [Table] {
        let relations = registry.relations.filter(\.isOfNumbers).compactMap { relation in
            relation.table.map { Table(name: $0, isByID: relation.numberColumn == "number") }
        }
        let byNumber = ["_queue", "_poll_listing", "_listed", "_parked", "_refresh_finding"]
        return relations + byNumber.map { Table(name: $0, isByID: false) } + [
            Table(name: "_raw_document", isByID: true), Table(name: "_number_version", isByID: true),
            Table(name: "_number", isByID: false),
        ]
    }
}
