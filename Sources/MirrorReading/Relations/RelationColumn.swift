package import GRDB
package import MirrorCore

/// A column of a relation of the contract, as described in `data_dictionary`.
package struct RelationColumn: Sendable, Hashable {
    package typealias Kind = Relation.Column.Kind
    package typealias Privacy = Relation.Column.Privacy

    package let name: String
    package let kind: Kind
    package let privacy: Privacy
    package let description: String

    package init(name: String, kind: Kind, privacy: Privacy, description: String) {
        self.name = name
        self.kind = kind
        self.privacy = privacy
        self.description = description
    }

    /// The columns of `relation`, in the relation's own order.
    ///
    /// - Throws: ``RelationColumnFailure`` if the dictionary does not fully describe a column, so that none
    ///   leaves the mirror unclassified.
    package static func all(of relation: String, in db: Database) throws -> [RelationColumn] {
        // Kept, as to prepare the dictionary, a view of constants, takes longer than to read it.
        let statement = try db.cachedStatement(
            sql: """
                SELECT info.name, dictionary.type, dictionary.privacy, dictionary.description
                FROM pragma_table_info(:relation) AS info
                LEFT JOIN data_dictionary AS dictionary
                    ON dictionary.relation = :relation AND dictionary."column" = info.name
                ORDER BY info.cid
                """)
        return try Row.fetchAll(statement, arguments: ["relation": relation]).map { row in
            let name: String = row["name"]
            guard let kind = (row["type"] as String?).flatMap(Kind.init),
                let privacy = (row["privacy"] as String?).flatMap(Privacy.init)
            else { throw RelationColumnFailure.unclassified(relation: relation, column: name) }
            return RelationColumn(
                name: name, kind: kind, privacy: privacy, description: row["description"] ?? "")
        }
    }
}

/// Why the columns of a relation are not known.
package enum RelationColumnFailure: UserFacingError, Equatable {
    /// The dictionary lacks its type or its privacy class.
    case unclassified(relation: String, column: String)

    package var kind: FailureKind { .unusableData }

    /// One sentence for a person.
    package var message: String {
        switch self {
        case .unclassified(let relation, let column):
            "\(relation).\(column) has no type or privacy class in data_dictionary, so it is not written: "
                + "please report this bug"
        }
    }
}
