import GRDB
import MirrorCore
import MirrorReading
import Schema

/// The exported part of one relation: its columns, and the statement that reads them.
///
/// The order of rows depends only on their content.
struct ExportSelection: Sendable {
    let relation: ExportedRelation
    /// The relation's description, in one sentence.
    let description: String
    /// The exported columns, as they are exported.
    let columns: [RelationColumn]
    /// Composed only of the names of relations and columns.
    let sql: String
    /// The statement's arguments, by parameter name.
    let arguments: [String: Value]

    /// The exported part of each of `relations`.
    ///
    /// With `changedSince`, an instant, relations of subscriptions contain only those that changed at that
    /// time or later. With `ofChosen`, they contain only the numbers in a JSON array, the statement's
    /// parameter `numbers`. With `month`, the relations of closed months contain only that month's rows. Do
    /// not call this while a statement is running.
    ///
    /// - Throws: ``RelationColumnFailure``, so that no unclassified column is exported.
    static func all(
        of relations: [ExportedRelation], privacy: ExportPrivacy, changedSince: String? = nil,
        ofChosen isOfChosen: Bool = false, month: CalendarMonth? = nil, in db: Database
    ) throws -> [ExportSelection] {
        try privacy.prepare(db)
        return try relations.map {
            try ExportSelection(
                of: $0, at: privacy, changedSince: changedSince, ofChosen: isOfChosen, month: month,
                in: db)
        }
    }

    /// The part of `relation` that is exported at a privacy level.
    ///
    /// - Throws: ``RelationColumnFailure``.
    init(
        of relation: ExportedRelation, at privacy: ExportPrivacy = .full, changedSince: String? = nil,
        ofChosen isOfChosen: Bool = false, month: CalendarMonth? = nil, in db: Database
    ) throws {
        self.relation = relation
        description = try Self.description(of: relation.name, in: db)
        let leaving = try RelationColumn.all(of: relation.name, in: db).filter {
            privacy.leaving($0, of: relation) != .absent
        }
        columns = leaving.map { $0.remarked(at: privacy, of: relation) }
        let changes = try relation.name == "change" ? ChangePrivacy(at: privacy, in: db) : nil
        let expressions = leaving.map { column in
            changes?.expression(for: column) ?? Self.expression(for: column, of: relation, at: privacy)
        }
        var conditions = [changes?.condition, Self.condition(on: relation, at: privacy.level)].compactMap(
            \.self)
        var arguments: [String: Value] = [:]
        if changedSince != nil, relation.isOfSubscriptions {
            conditions.append(Self.changed(relation))
            arguments["changed_since"] = Value(changedSince)
        }
        if let month, leaving.contains(where: { $0.name == "month" }) {
            conditions.append("\"\(relation.name)\".\"month\" = :month")
            arguments["month"] = .text(month.text)
        }
        self.arguments = arguments
        if isOfChosen, relation.isOfSubscriptions { conditions.append(Self.chosen(relation)) }
        // By position, which orders by the exported values: an order by hidden values would reveal them.
        let places = relation.order.compactMap { name in leaving.firstIndex { $0.name == name } }
        // For a few numbers, the view itself is fast.
        let source =
            try changedSince == nil && !isOfChosen
            ? Self.source(of: relation, in: db) : "\"\(relation.name)\""
        sql = """
            SELECT \(expressions.joined(separator: ", ")) FROM \(source)
            \(conditions.isEmpty ? "" : "WHERE (" + conditions.joined(separator: ") AND (") + ")")
            ORDER BY \(places.map { String($0 + 1) }.joined(separator: ", "))
            """
    }

    /// The whole relation, or a faster statement with the same rows.
    private static func source(of relation: ExportedRelation, in db: Database) throws -> String {
        guard relation.name == "change",
            try Bool.fetchOne(db, sql: Schema.isFasterByNumber) == true
        else { return "\"\(relation.name)\"" }
        return Schema.changesByNumber
    }

    private static func description(of relation: String, in db: Database) throws -> String {
        // Kept, as to prepare the dictionary, a view of constants, takes longer than to read it.
        let statement = try db.cachedStatement(
            sql: """
                SELECT description FROM data_dictionary WHERE relation = :relation AND "column" IS NULL
                """)
        return try String.fetchOne(statement, arguments: ["relation": relation]) ?? ""
    }

    private static func expression(
        for column: RelationColumn, of relation: ExportedRelation, at privacy: ExportPrivacy
    ) -> String {
        let name = "\"\(relation.name)\".\"\(column.name)\""
        switch (relation.name, column.name) {
        case ("snapshot_info", "privacy"): return "'\(privacy.level.rawValue)' AS \"privacy\""
        case ("data_dictionary", "description"): return description(name, as: column.name, privacy, \.english)
        case ("data_dictionary", "description_no"):
            return description(name, as: column.name, privacy, \.norwegian)
        case ("data_dictionary", "type") where !privacy.columns(.month).isEmpty:
            return
                "CASE WHEN \(described) IN (\(list(privacy.columns(.month)))) THEN 'text' ELSE \(name) END AS \"type\""
        default: break
        }
        let value = privacy.expression(privacy.leaving(column, of: relation), name, column.privacy)
        return value == name ? name : "\(value) AS \"\(column.name)\""
    }

    /// The column that a row of the dictionary describes.
    private static let described = "\"relation\" || '.' || \"column\""

    private static func list(_ texts: [String]) -> String { texts.map { "'\($0)'" }.joined(separator: ", ") }

    /// Limits the dictionary to the columns that are exported.
    private static func condition(on relation: ExportedRelation, at level: PrivacyLevel) -> String? {
        let absent = RelationColumn.Privacy.allCases.filter { level.treatment(of: $0) == .absent }
        guard relation.name == "data_dictionary", !absent.isEmpty else { return nil }
        let classes = absent.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return "\"privacy\" IS NULL OR \"privacy\" NOT IN (\(classes))"
    }

    /// Uses the numbers' own table, whose index on the time of change makes it fast.
    private static func changed(_ relation: ExportedRelation) -> String {
        "\"\(relation.name)\".\"msisdn\" IN (SELECT msisdn FROM _subscription WHERE changed_at >= :changed_since)"
    }

    private static func chosen(_ relation: ExportedRelation) -> String {
        "\"\(relation.name)\".\"msisdn\" IN (SELECT value FROM json_each(:numbers))"
    }

    private static func description(
        _ name: String, as column: String, _ privacy: ExportPrivacy, _ language: (Wording) -> String
    ) -> String {
        let ways: [ExportPrivacy.ColumnTreatment] = [
            .month, .openCostCentre, .storedCostCentre, .group,
        ]
        let ofColumns = ways.compactMap { leaving -> (condition: String, remark: Wording)? in
            let columns = privacy.columns(leaving)
            guard let remark = privacy.remark(leaving), !columns.isEmpty else { return nil }
            return ("\(described) IN (\(list(columns)))", remark)
        }
        let ofClasses = RelationColumn.Privacy.allCases.compactMap {
            kind -> (condition: String, remark: Wording)? in
            privacy.level.remark(on: kind).map { ("\"privacy\" = '\(kind.rawValue)'", $0) }
        }
        let remarks = (ofColumns + ofClasses).map { condition, remark in
            "WHEN \(condition) THEN \(name) || ' \(language(remark))'"
        }
        guard !remarks.isEmpty else { return name }
        return "CASE \(remarks.joined(separator: " ")) ELSE \(name) END AS \"\(column)\""
    }
}

extension RelationColumn {
    /// The column with a remark for readers of a copy at `level`.
    fileprivate func remarked(at level: ExportPrivacy, of relation: ExportedRelation) -> RelationColumn {
        guard let remark = level.remark(on: self, of: relation) else { return self }
        return RelationColumn(
            name: name, kind: level.leaving(self, of: relation) == .month ? .text : kind, privacy: privacy,
            description: description + " " + remark.english)
    }
}

extension ExportSelection {
    /// The CREATE INDEX statements in `sql`, each a line and of one column, without those of the columns in `absent`.
    static func indexes(in sql: String, without absent: [String]) -> String {
        sql.split(separator: "\n").filter { index in !absent.contains { index.hasSuffix("(\($0));") } }
            .map { $0 + "\n" }.joined()
    }
}
