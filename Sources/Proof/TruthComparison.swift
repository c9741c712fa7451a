import MirrorCore
package import MirrorReading
package import Sandbox

/// Compares a mirror, relation by relation, with the true data of the sandbox behind it.
package enum TruthComparison {
    /// The differences, one line each; empty if the mirror equals the truth.
    ///
    /// Types, organizations and texts that no subscription uses any more stay in a mirror, so in those
    /// relations only missing rows count.
    package static func differences(
        of reader: MirrorReader, from truth: SandboxTruth, ignoringAccounts: Bool = false,
        withOrderable: Bool = false
    ) throws -> [String] {
        let comparison = RelationComparison(with: reader)
        return try TruthRelation.allCases.filter { withOrderable || $0 != .orderableAddOn }.flatMap {
            relation in
            let ignored = relation == .subscription && ignoringAccounts ? "account_id" : nil
            let kept = relation.columns.indices.filter { relation.columns[$0] != ignored }
            return try comparison.differences(
                relation: relation.rawValue, columns: kept.map { relation.columns[$0] },
                expected: truth.rows(of: relation).map { row in kept.map { Value(row[$0]) } },
                livingOnly: relation == .subscription, allowingMore: relation.isShared)
        }
    }
}

extension TruthComparison {
    /// The differences from the simulated Millom's true data, one line each; empty if the mirror equals it.
    package static func differences(
        of reader: MirrorReader, from truth: SandboxMillomTruth
    ) throws -> [String] {
        let comparison = RelationComparison(with: reader)
        return try truth.relations.flatMap { relation in
            try comparison.differences(
                relation: relation.name, columns: relation.columns,
                expected: relation.rows.map { $0.map(Value.init) })
        }
    }
}

extension TruthRelation {
    fileprivate var isShared: Bool {
        switch self {
        case .subscriptionType, .organization, .productText, .account: true
        default: false
        }
    }
}

extension Value {
    fileprivate init(_ value: TruthValue) {
        switch value {
        case .null: self = .null
        case .integer(let number): self = .integer(number)
        case .real(let number): self = .real(number)
        case .text(let text): self = .text(text)
        }
    }
}
