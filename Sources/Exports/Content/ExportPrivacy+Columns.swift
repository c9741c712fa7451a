import MirrorCore
package import MirrorReading

extension ExportPrivacy {
    /// How the values of one column leave.
    enum ColumnTreatment: Sendable, Equatable {
        case asItIs
        /// As the cost centre in it, though other references are pseudonyms; a text without one is a pseudonym.
        case openCostCentre
        /// The month of a day.
        case month
        case pseudonym
        /// As a cost centre that was found when the row was written, maybe by another pattern.
        case storedCostCentre
        /// As what the row's `grouping` says: a cost centre, or another group.
        case group
        /// Not at all: the column is absent.
        case absent
        /// As the column that the row names.
        case byRow
    }

    /// How `column` of `relation` leaves.
    func leaving(_ column: RelationColumn, of relation: ExportedRelation) -> ColumnTreatment {
        leaving(column.name, column.kind, column.privacy, of: relation)
    }

    private func leaving(
        _ column: String, _ kind: RelationColumn.Kind, _ privacy: RelationColumn.Privacy,
        of relation: ExportedRelation
    ) -> ColumnTreatment {
        switch level.treatment(of: privacy) {
        case .asItIs:
            return level.hidesDays && kind == .date && relation.isAboutPeople ? .month : .asItIs
        case .pseudonym where privacy == .reference:
            if Self.grouped[relation.name]?.contains(column) == true {
                return .group
            }
            guard isCostCentre(column, of: relation.name) else { return .pseudonym }
            return Self.storesCostCentres(relation.name) ? .storedCostCentre : .openCostCentre
        case .pseudonym: return .pseudonym
        case .absent: return .absent
        case .byRow: return .byRow
        }
    }

    /// Whether the column is where cost centres are found, and they are open.
    private func isCostCentre(_ column: String, of relation: String) -> Bool {
        guard let reference = openCostCentres?.reference.rawValue else { return false }
        if column == "cost_centre" { return true }
        if relation == Relation.account.name { return "account_" + column == reference }
        return column == reference
    }

    /// Columns that hold the groups that the row's `grouping` names.
    private static let grouped: [String: Set<String>] = [
        Relation.monthBridge.name: ["group_id", "group_name"],
        Relation.monthEvent.name: ["from_group", "to_group"],
    ]

    /// Whether the relation keeps cost centres as they were found when its rows were written.
    package static func storesCostCentres(_ relation: String) -> Bool { stored.contains(relation) }

    private static let stored: Set<String> = [
        Relation.monthSubscription.name, Relation.monthBridge.name, Relation.monthEvent.name,
        Relation.auditEntry.name,
    ]

    /// SQL for the cost centre in the column `name` of stored rows.
    package func storedCostCentre(_ name: String) -> String {
        "coalesce(\(storedPart(name)), \(Self.pseudonym(name)))"
    }

    /// SQL for a group in the column `name` of stored rows, which are grouped by cost centre: its kind as it is, then the cost
    /// centre as everywhere else, so that the two match.
    ///
    /// - Parameter areOpen: false if the cost centres are those of another field than the open one.
    package func storedGroup(_ name: String, areOpen: Bool = true) -> String {
        let kind = "'cost centre:'"
        let centre = "substr(\(name), length(\(kind)) + 1)"
        return """
            CASE WHEN instr(\(name), \(kind)) = 1 \
            THEN \(kind) || \(areOpen ? storedCostCentre(centre) : Self.pseudonym(centre)) \
            WHEN \(name) IN ('missing:', 'no match:') OR instr(\(name), 'forgotten:') = 1 THEN \(name) \
            ELSE \(Self.pseudonym(name)) END
            """
    }

    /// Columns whose groups have their kind before them.
    package static let withKind: Set<String> = ["from_group", "to_group"]

    /// SQL for the pseudonym of `name`, an expression whose class is `privacy`.
    package static func pseudonym(_ name: String, as privacy: RelationColumn.Privacy = .reference) -> String {
        "pseudonym('\(privacy.rawValue)', \(name))"
    }

    /// SQL for the column `name` of rows with groups of every kind.
    private func group(_ name: String) -> String {
        let isWithKind = Self.withKind.contains { name.hasSuffix("\"\($0)\"") }
        let accounts = name.hasSuffix("\"group_name\"") ? "" : ", 'account'"
        return """
            CASE "grouping" WHEN 'cost-centre' THEN \(isWithKind ? storedGroup(name) : storedCostCentre(name)) \
            ELSE iif("grouping" IN ('total', 'type', 'organization'\(accounts)), \(name), \(Self.pseudonym(name))) END
            """
    }

    /// SQL for what may be open of a stored text: all of it if it is a cost centre of today's texts, else the part that the
    /// pattern finds; NULL where it finds none, or where there is no pattern.
    ///
    /// The row may be older than the pattern or the field, so that a whole text stands there with a name in it.
    private func storedPart(_ text: String) -> String {
        guard let open = openCostCentres else { return "NULL" }
        let reference = open.reference.rawValue
        let found =
            reference.hasPrefix("account_")
            ? "SELECT cost_centre(\"\(reference.dropFirst("account_".count))\") FROM account"
            : "SELECT cost_centre(\"\(reference)\") FROM subscription_history"
        let part = open.pattern == nil ? "NULL" : "cost_centre(\(text))"
        return "iif(\(text) IN (\(found)), \(text), \(part))"
    }

    /// SQL for the value of the column `name` where it leaves in that way; `privacy` is its class.
    func expression(
        _ leaving: ColumnTreatment, _ name: String, _ privacy: RelationColumn.Privacy
    ) -> String {
        let pseudonym = Self.pseudonym(name, as: privacy)
        return switch leaving {
        case .asItIs, .absent, .byRow: name
        case .openCostCentre: "coalesce(cost_centre(\(name)), \(pseudonym))"
        case .storedCostCentre: storedCostCentre(name)
        case .month: "substr(\(name), 1, 7)"
        case .pseudonym: pseudonym
        case .group: group(name)
        }
    }

    /// All columns that leave in that way, as `relation.column`.
    func columns(_ leaving: ColumnTreatment) -> [String] {
        let registry = RelationRegistry.mirror
        return ExportedRelation.all.flatMap { exported in
            let relation = registry.visible.first {
                $0.name == exported.name || $0.historyName == exported.name
            }
            return (relation?.fields ?? []).filter {
                self.leaving($0.name, $0.kind, $0.privacy, of: exported) == leaving
            }.map { "\(exported.name).\($0.name)" }
        }
    }

    /// A note that a reader of the column needs besides its description; nil if it is as described.
    func remark(on column: RelationColumn, of relation: ExportedRelation) -> Wording? {
        let leaving = leaving(column, of: relation)
        return remark(leaving) ?? level.remark(on: column.privacy)
    }

    /// Nil for what the class of a column says already.
    func remark(_ leaving: ColumnTreatment) -> Wording? {
        switch leaving {
        case .asItIs, .pseudonym, .absent, .byRow: nil
        case .month:
            Wording("Here the month alone, YYYY-MM.", norwegian: "Her bare måneden, ÅÅÅÅ-MM.")
        case .openCostCentre, .storedCostCentre:
            Wording(
                """
                Here the cost centre in it, as it is (privacy.open_cost_centres); a text without one is a pseudonym.
                """,
                norwegian: """
                    Her kostnadsstedet i den, som det er (privacy.open_cost_centres); en tekst uten et er et \
                    pseudonym.
                    """)
        case .group where openCostCentres == nil:
            Wording(
                "Here cost centres, and the names of accounts, as pseudonyms.",
                norwegian: "Her kostnadssteder, og navn på kontoer, som pseudonymer.")
        case .group:
            Wording(
                "Here the names of accounts as pseudonyms, and cost centres as they are (privacy.open_cost_centres).",
                norwegian: """
                    Her navn på kontoer som pseudonymer, og kostnadssteder som de er \
                    (privacy.open_cost_centres).
                    """)
        }
    }
}
