import GRDB
import MirrorCore

/// What of one relation leaves the mirror: the columns and the statement that reads them, in an order that
/// depends on nothing but what is read.
struct ExportSelection: Sendable {
    let relation: ExportedRelation
    /// What the relation is, in a sentence.
    let description: String
    /// Those that leave, as they leave.
    let columns: [RelationColumn]
    /// Made of names that are those of the relations and their columns.
    let sql: String
    /// By the names of the statement's parameters.
    let arguments: [String: Value]

    /// What leaves of each of `relations`.
    ///
    /// To be called while no statement is under way.
    ///
    /// - Throws: ``RelationColumnFailure``, so that nothing leaves unclassified.
    static func all(
        of relations: [ExportedRelation], privacy: ExportPrivacy, in db: Database
    ) throws -> [ExportSelection] {
        privacy.prepare(db)
        return try relations.map { try ExportSelection(of: $0, at: privacy.level, in: db) }
    }

    /// What leaves of `relation` at a privacy level.
    ///
    /// - Throws: ``RelationColumnFailure``.
    init(of relation: ExportedRelation, at level: PrivacyLevel = .full, in db: Database) throws {
        self.relation = relation
        description = try Self.description(of: relation.name, in: db)
        let leaving = try RelationColumn.all(of: relation.name, in: db).filter {
            level.treatment(of: $0.privacy) != .absent
        }
        columns = leaving.map { $0.remarked(at: level) }
        let changes = try relation.name == "change" ? ChangePrivacy(at: level, in: db) : nil
        let expressions = leaving.map { column in
            changes?.expression(for: column) ?? Self.expression(for: column, of: relation, at: level)
        }
        // By place, which means what is written: an order by what is hidden would tell of it.
        let places = relation.order.compactMap { name in leaving.firstIndex { $0.name == name } }
        sql = """
            SELECT \(expressions.joined(separator: ", ")) FROM "\(relation.name)"
            \(changes?.condition ?? Self.condition(on: relation, at: level))
            ORDER BY \(places.map { String($0 + 1) }.joined(separator: ", "))
            """
        arguments = [:]
    }

    /// The SQL function that refuses a row of `change` whose field has no class.
    static let refusal = "unclassified_change"

    private static func description(of relation: String, in db: Database) throws -> String {
        try String.fetchOne(
            db,
            sql: """
                SELECT description FROM data_dictionary WHERE relation = :relation AND "column" IS NULL
                """, arguments: ["relation": relation]) ?? ""
    }

    private static func expression(
        for column: RelationColumn, of relation: ExportedRelation, at level: PrivacyLevel
    ) -> String {
        let name = "\"\(relation.name)\".\"\(column.name)\""
        switch (relation.name, column.name) {
        case ("snapshot_info", "privacy"): return "'\(level.rawValue)' AS \"privacy\""
        case ("data_dictionary", "description"): return description(name, at: level)
        default: break
        }
        guard level.treatment(of: column.privacy) == .pseudonym else { return name }
        return "pseudonym('\(column.privacy.rawValue)', \(name)) AS \"\(column.name)\""
    }

    /// The dictionary describes what is there.
    private static func condition(on relation: ExportedRelation, at level: PrivacyLevel) -> String {
        let absent = RelationColumn.Privacy.allCases.filter { level.treatment(of: $0) == .absent }
        guard relation.name == "data_dictionary", !absent.isEmpty else { return "" }
        let classes = absent.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return "WHERE \"privacy\" IS NULL OR \"privacy\" NOT IN (\(classes))"
    }

    private static func description(_ name: String, at level: PrivacyLevel) -> String {
        let remarks = RelationColumn.Privacy.allCases.compactMap { privacy in
            level.remark(on: privacy).map { "WHEN '\(privacy.rawValue)' THEN \(name) || ' \($0)'" }
        }
        guard !remarks.isEmpty else { return name }
        return "CASE \"privacy\" \(remarks.joined(separator: " ")) ELSE \(name) END AS \"description\""
    }
}

extension RelationColumn {
    /// The column with what a reader of a copy at `level` has to know of it.
    fileprivate func remarked(at level: PrivacyLevel) -> RelationColumn {
        guard let remark = level.remark(on: privacy) else { return self }
        return RelationColumn(
            name: name, kind: kind, privacy: privacy, description: description + " " + remark)
    }
}
