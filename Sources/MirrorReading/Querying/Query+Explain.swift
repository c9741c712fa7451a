import MirrorCore
import Schema

extension Query {
    /// A number's state in the mirror, and since when; no row if the number is not in the mirror.
    package static func numberState(of msisdn: String) -> Query {
        Query(explanation("explain_state"), parameters: ["msisdn": .text(msisdn)])
    }

    /// Every value that a number has had.
    ///
    /// - Parameter column: a column such as `status`, or with its relation,
    ///   `party.last_name`; nil means all columns.
    package static func numberValues(of msisdn: String, column: String?) -> Query {
        Query(
            explanation("explain_values"),
            parameters: ["msisdn": .text(msisdn), "column": Value(column)])
    }

    /// The columns with a history, both as bare names and qualified with their relation.
    package static let explainableColumns: Set<String> = {
        var names: Set<String> = ["account_id", "gone_at", "subscription.account_id", "subscription.gone_at"]
        for relation in [Relation.subscription] + RelationRegistry.mirror.told {
            for column in relation.columns.dropFirst(relation.identityWidth) {
                names.formUnion([column, "\(relation.name).\(column)"])
            }
        }
        return names
    }()

    private static func explanation(_ name: String) -> String {
        Schema.explanations.first { $0.name == name }?.sql ?? ""
    }
}
