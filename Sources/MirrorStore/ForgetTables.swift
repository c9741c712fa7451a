package import MirrorCore

/// The tables that hold data about numbers.
package enum ForgetTables {
    /// A table with rows of numbers.
    package struct Table: Hashable, Sendable {
        /// The column that identifies a row's owner.
        package enum Owner: String, Sendable {
            /// The number's id.
            case id = "number"
            case msisdn
            /// The number itself, or another id of the same person: see `_millom_alias`.
            case subscriber
        }

        package let name: String
        package let owner: Owner
    }

    /// Every table with a column `number`, `msisdn` or `subscriber`; a test fails when one is missing here.
    ///
    /// Purchases and lines of audits are excluded: those rows stay and are anonymised.
    package static let ofNumbers = ofNumbers(in: .mirror)

    /// The tables of the relations in `registry` and the internal ones; the table of
    /// numbers itself comes last.
    package static func ofNumbers(in registry: RelationRegistry) -> [Table] {
        let relations = registry.relations.filter { $0.isOfNumbers || $0.isOfSubscribers }
            .compactMap { relation in
                relation.table.flatMap { table in
                    Table.Owner(rawValue: relation.ownerColumn).map { Table(name: table, owner: $0) }
                }
            }
        let byNumber = ["_queue", "_poll_listing", "_listed", "_parked", "_refresh_finding"]
        let bySubscriber = [
            "_millom_record", "_millom_link", "_millom_notification", "_millom_subscriber",
        ]
        return relations + byNumber.map { Table(name: $0, owner: .msisdn) }
            + bySubscriber.map { Table(name: $0, owner: .subscriber) } + [
                // Near the end: the other tables find the person's ids through it.
                Table(name: "_millom_alias", owner: .msisdn),
                Table(name: "_raw_document", owner: .id), Table(name: "_number_version", owner: .id),
                Table(name: "_number", owner: .msisdn),
            ]
    }
}
