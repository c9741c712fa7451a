import GRDB
import MirrorCore
import MirrorReading

/// How the rows of `change` are exported: each value has the privacy class of the column that its row names.
struct ChangePrivacy {
    private let level: PrivacyLevel
    /// The privacy class of each column of each relation with history.
    private let fields: [(name: String, privacy: RelationColumn.Privacy)]
    /// For each of these relations, the privacy class of the columns that identify a row within its number.
    private let items: [(relation: String, privacy: RelationColumn.Privacy)]

    /// - Throws: ``RelationColumnFailure`` if a column has no class.
    init(at level: PrivacyLevel, in db: Database) throws {
        self.level = level
        var fields: [(String, RelationColumn.Privacy)] = []
        var items: [(String, RelationColumn.Privacy)] = []
        for relation in [.subscription] + RelationRegistry.mirror.told {
            let columns = try RelationColumn.all(of: relation.name, in: db)
            fields += columns.map { ("\(relation.name).\($0.name)", $0.privacy) }
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

    /// Excludes changes of columns that are not exported.
    var condition: String? {
        let absent = names { $0 == .absent }
        return absent.isEmpty ? nil : "\(Self.field) IS NULL OR \(Self.key) NOT IN (\(absent))"
    }

    /// The expression that reads `column` of `change`; nil if it needs no special treatment.
    func expression(for column: RelationColumn) -> String? {
        guard level.treatment(of: column.privacy) == .byRow else { return nil }
        let name = "\"change\".\"\(column.name)\""
        return (column.name == "item" ? item(name) : value(name)) + " AS \"\(column.name)\""
    }

    /// A value of the named field; if the row was added or removed as a whole, its kind or reason.
    private func value(_ name: String) -> String {
        var branches = ["WHEN \(Self.field) IS NULL THEN \(name)"]
        let plain = names { $0 == .asItIs }
        branches.append("WHEN \(Self.key) IN (\(plain)) THEN \(name)")
        for privacy in RelationColumn.Privacy.allCases where level.treatment(of: privacy) == .pseudonym {
            let names = fields.filter { $0.privacy == privacy }.map { "'\($0.name)'" }
            guard !names.isEmpty else { continue }
            branches.append(
                "WHEN \(Self.key) IN (\(names.joined(separator: ", "))) "
                    + "THEN pseudonym('\(privacy.rawValue)', \(name))")
        }
        return "CASE \(branches.joined(separator: " ")) ELSE \(Self.refusal)(\(Self.key)) END"
    }

    /// The changed row: keeps the occurrence, as in 300#2, and replaces the identity
    /// before it with a pseudonym.
    private func item(_ name: String) -> String {
        let branches = items.map { relation, privacy in
            guard level.treatment(of: privacy) != .asItIs else { return "WHEN '\(relation)' THEN \(name)" }
            let mark = "instr(\(name) || '#', '#')"
            return
                "WHEN '\(relation)' THEN pseudonym('\(privacy.rawValue)', substr(\(name), 1, \(mark) - 1)) "
                + "|| substr(\(name), \(mark))"
        }
        return "CASE \"change\".\"relation\" \(branches.joined(separator: " ")) "
            + "ELSE \(Self.refusal)(\"change\".\"relation\") END"
    }

    private func names(where matches: (PrivacyLevel.Treatment) -> Bool) -> String {
        fields.filter { matches(level.treatment(of: $0.privacy)) }.map { "'\($0.name)'" }
            .joined(separator: ", ")
    }

    /// The SQL function that refuses a row of `change` whose field has no class.
    static let refusal = "unclassified_change"

    private static let field = "\"change\".\"field\""
    private static let key = "\"change\".\"relation\" || '.' || \"change\".\"field\""
}
