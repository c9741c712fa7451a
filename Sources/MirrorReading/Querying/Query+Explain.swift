import MirrorCore
import Schema

extension Query {
    /// How a number stands with the agent, and since when; no row of one that the mirror knows nothing of.
    package static func numberState(of msisdn: String) -> Query {
        Query(explanation("explain_state"), parameters: ["msisdn": .text(msisdn)])
    }

    /// Every value that a number had.
    ///
    /// - Parameter column: `status`, or with its relation `party.last_name`; nil: all of them.
    package static func numberValues(of msisdn: String, column: String?) -> Query {
        Query(
            explanation("explain_values"),
            parameters: ["msisdn": .text(msisdn), "column": Value(column)])
    }

    /// The columns that have a history, each alone and with its relation.
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
