package import GRDB
import MirrorCore
import MirrorReading

/// How the rows of `change` are exported: each value has the privacy class of the column that its row names.
package struct ChangePrivacy {
    private typealias Field = (
        name: String, privacy: RelationColumn.Privacy, leaving: ExportPrivacy.ColumnTreatment
    )

    private let privacy: ExportPrivacy
    /// How each column of each relation with history is exported, with its privacy class.
    private let fields: [Field]
    /// For each of these relations, the privacy class of the columns that identify a row within its number.
    private let items: [(relation: String, privacy: RelationColumn.Privacy)]

    /// - Parameter openFields: further fields, as `relation.field`, whose values are exported as they are.
    /// - Throws: ``RelationColumnFailure`` if a column has no class.
    package init(at privacy: ExportPrivacy, openFields: [String] = [], in db: Database) throws {
        self.privacy = privacy
        var fields: [Field] = openFields.map { ($0, .open, .asItIs) }
        var items: [(String, RelationColumn.Privacy)] = []
        for relation in [.subscription] + RelationRegistry.mirror.told {
            let columns = try RelationColumn.all(of: relation.name, in: db)
            for exported in try ExportedRelation.named([relation.name]) {
                fields += columns.map {
                    ("\(relation.name).\($0.name)", $0.privacy, privacy.leaving($0, of: exported))
                }
            }
            // Includes the number itself only if nothing else identifies the row.
            let identity = Set(
                relation.identityWidth == 1
                    ? relation.columns.prefix(1) : relation.columns.prefix(relation.identityWidth).dropFirst()
            )
            let classes = columns.filter { identity.contains($0.name) }.map(\.privacy)
            items.append((relation.name, classes.first { $0 != .open } ?? .open))
        }
        self.fields = fields
        self.items = items
    }

    private var level: PrivacyLevel { privacy.level }

    /// Excludes changes of columns that are not exported.
    package var condition: String? {
        let absent = names { $0.leaving == .absent }
        return absent.isEmpty ? nil : "\(Self.field) IS NULL OR \(Self.key) NOT IN (\(absent))"
    }

    /// The expression that reads `column` of `change`; nil if it needs no special treatment.
    func expression(for column: RelationColumn) -> String? {
        level.treatment(of: column.privacy) == .byRow ? expression(for: column.name) : nil
    }

    private func expression(for column: String) -> String {
        value(of: column) + " AS \"\(column)\""
    }

    /// The value of `item`, `old_value` or `new_value` of a relation called `change`.
    package func value(of column: String) -> String {
        let name = "\"change\".\"\(column)\""
        return column == "item" ? item(name) : value(name)
    }

    /// A value of the named field; if the row was added or removed as a whole, its kind or reason.
    private func value(_ name: String) -> String {
        // Only reports have this kind: the values are the first days of both holders.
        var branches =
            level.hidesDays ? ["WHEN \"change\".\"kind\" = 'new holder' THEN substr(\(name), 1, 7)"] : []
        branches.append("WHEN \(Self.field) IS NULL THEN \(name)")
        branches.append("WHEN \(Self.key) IN (\(names { $0.leaving == .asItIs })) THEN \(name)")
        for leaving in [ExportPrivacy.ColumnTreatment.openCostCentre, .month, .pseudonym] {
            for kind in RelationColumn.Privacy.allCases {
                let names = self.names { $0.privacy == kind && $0.leaving == leaving }
                guard !names.isEmpty else { continue }
                let value = privacy.expression(leaving, name, kind)
                branches.append("WHEN \(Self.key) IN (\(names)) THEN \(value)")
            }
        }
        return "CASE \(branches.joined(separator: " ")) ELSE \(ExportPrivacy.changeRefusal)(\(Self.key)) END"
    }

    /// The changed row: keeps the occurrence, as in 300#2, and replaces the identity
    /// before it with a pseudonym.
    private func item(_ name: String) -> String {
        let branches = items.map { relation, privacy in
            guard level.treatment(of: privacy) != .asItIs else { return "WHEN '\(relation)' THEN \(name)" }
            let mark = "instr(\(name) || '#', '#')"
            return
                "WHEN '\(relation)' THEN \(ExportPrivacy.pseudonym("substr(\(name), 1, \(mark) - 1)", as: privacy)) "
                + "|| substr(\(name), \(mark))"
        }
        return "CASE \"change\".\"relation\" \(branches.joined(separator: " ")) "
            + "ELSE \(ExportPrivacy.changeRefusal)(\"change\".\"relation\") END"
    }

    private func names(where matches: (Field) -> Bool) -> String {
        fields.filter(matches).map { "'\($0.name)'" }.joined(separator: ", ")
    }

    private static let field = "\"change\".\"field\""
    private static let key = "\"change\".\"relation\" || '.' || \"change\".\"field\""
}
