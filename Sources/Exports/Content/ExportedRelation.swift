package import MirrorCore

/// A relation of the contract as exported: every column, in an order that depends only on the content.
package struct ExportedRelation: Sendable, Hashable {
    package let name: String
    /// Columns that together order any two different rows.
    let order: [String]
    /// Columns that are never NULL and together identify a row; empty if the relation has none.
    package let key: [String]

    /// Whether its rows belong to subscriptions; false for the quarantine, whose
    /// numbers may not be subscriptions.
    let isOfSubscriptions: Bool
    /// Whether its rows are of a person's number or id each.
    let isAboutPeople: Bool

    /// All relations of the contract, by name.
    package static let all = all(of: .mirror)

    /// All relations in `registry` that readers see, by name.
    package static func all(of registry: RelationRegistry) -> [ExportedRelation] {
        let now = registry.visible.map { relation in
            ExportedRelation(
                name: relation.name, order: relation.order, key: relation.key,
                isOfSubscriptions: relation.isOfSubscriptions, isAboutPeople: relation.isAboutPeople)
        }
        let histories = registry.historized.map { relation in
            ExportedRelation(
                name: relation.historyName, order: relation.order + ["observed_from"],
                key: relation.key.isEmpty ? [] : relation.key + ["observed_from"],
                isOfSubscriptions: relation.isOfSubscriptions, isAboutPeople: relation.isAboutPeople)
        }
        return (now + histories).sorted { $0.name < $1.name }
    }

    /// The named relations; nil means all.
    ///
    /// - Throws: ``ExportFailure/unknownRelation(_:known:)``.
    static func named(_ names: [String]?) throws(ExportFailure) -> [ExportedRelation] {
        guard let names else { return all }
        if let unknown = names.first(where: { name in !all.contains { $0.name == name } }) {
            throw .unknownRelation(unknown, known: all.map(\.name))
        }
        return all.filter { names.contains($0.name) }
    }

    /// The relations of closed months, and those that name their accounts, organizations and types.
    static let ofMonths = [
        Relation.monthClosing.name, Relation.monthSubscription.name, Relation.monthBridge.name,
        Relation.monthEvent.name, Relation.account.name, Relation.organization.name,
        Relation.subscriptionType.name, "data_dictionary",
    ]
}

extension Relation {
    fileprivate var isAboutPeople: Bool { fields.contains { $0.privacy == .number || $0.privacy == .listed } }
}

extension [ExportedRelation] {
    /// In a workbook, whose sheets are side by side, moves the relations to the front that people open first.
    func inReadingOrder(of format: ExportFormat) -> [ExportedRelation] {
        guard format == .xlsx else { return self }
        let first = [Relation.subscriptionFlat.name, Relation.change.name]
        return first.compactMap { name in self.first { $0.name == name } }
            + filter { !first.contains($0.name) }
    }
}
