package import MirrorCore

/// The places that hold what the mirror knows of a number.
package enum ForgettingTables {
    /// A table with rows of numbers.
    package struct Table: Hashable, Sendable {
        /// The column by which a row says whose it is.
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
    /// But for the purchases and the lines of audits, which stay and lose the person.
    package static let ofNumbers = ofNumbers(in: .mirror)

    /// The same for the relations in `registry`: theirs, and the agent's own; the number itself comes last.
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
                // The others find the person's ids by it.
                Table(name: "_millom_alias", owner: .msisdn),
                Table(name: "_raw_document", owner: .id), Table(name: "_number_version", owner: .id),
                Table(name: "_number", owner: .msisdn),
            ]
    }
}
