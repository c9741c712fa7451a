import MirrorCore

/// The tables of a snapshot, which has the contract's relations as tables of their own.
extension Relation {
    /// The CREATE TABLE, then one CREATE INDEX for each index.
    var snapshotSQL: String { snapshotSQL(name, fields, key: key, indexes: indexes) }

    /// The same for the relation's versions.
    var historySnapshotSQL: String {
        let versionKey = key.isEmpty ? [] : key + [Column.observedFrom.name]
        return snapshotSQL(
            historyName, fields + [.observedFrom, .observedTo], key: versionKey, indexes: historyIndexes)
    }

    private func snapshotSQL(
        _ table: String, _ fields: [Column], key: [String], indexes: [String]
    ) -> String {
        let width = (fields.map(\.quoted.count).max() ?? 0) + 1
        var lines = fields.map { field in
            // A version refers to the row that it is of, where one column names that.
            let target = field.target ?? (key == [field.name, Column.observedFrom.name] ? name : nil)
            return "    " + field.quoted.padded(to: width) + field.snapshotType(key: key, target: target)
        }
        if key.count > 1 { lines.append("    PRIMARY KEY (\(key.joined(separator: ", ")))") }
        // STRICT knows no type for whole numbers and such with decimals that every tool reads: DuckDB fails on ANY.
        var options = fields.contains { $0.kind == .number } ? [] : ["STRICT"]
        let isNumbered = key.count == 1 && fields.first { $0.name == key[0] }?.kind == .integer
        if !key.isEmpty, !isNumbered { options.append("WITHOUT ROWID") }
        let table = (
            name: table,
            sql: "CREATE TABLE \(table) (\n" + lines.joined(separator: ",\n") + "\n)"
                + (options.isEmpty ? "" : " " + options.joined(separator: ", ")) + ";\n"
        )
        // Without a key, nothing else finds the rows of a number or a subscriber.
        let searched = key.isEmpty ? indexes + (owner.map { [$0.name] } ?? []) : indexes
        let created = fields.map(\.name).filter(searched.contains).map {
            "CREATE INDEX \(table.name)_by_\($0) ON \(table.name) (\($0));\n"
        }
        return table.sql + (created.isEmpty ? "" : "\n" + created.joined())
    }
}

extension Relation.Column {
    static let observedFrom = Relation.Column(
        "observed_from", .instant, isKnown: true, english: "When the mirror first saw this version. UTC.",
        norwegian: "Når speilet først så denne versjonen. UTC.")
    static let observedTo = Relation.Column(
        "observed_to", .instant,
        english:
            "When the mirror saw that this version was over, itself excluded. UTC. NULL: it is so still.",
        norwegian: """
            Når speilet så at denne versjonen var over, selve tidspunktet ikke medregnet. UTC. NULL: den gjelder \
            fortsatt.
            """)

    /// The name as SQL has it: one of them is a keyword.
    var quoted: String { name == "column" ? "\"column\"" : name }

    fileprivate func snapshotType(key: [String], target: String?) -> String {
        var words: [String]
        switch kind {
        case .text, .decimal, .date, .instant: words = ["TEXT"]
        case .integer, .boolean: words = ["INTEGER"]
        case .number: words = ["NUMERIC CHECK (typeof(\(name)) IN ('integer', 'real', 'null'))"]
        }
        if key == [name] { words.append("PRIMARY KEY") }
        // SQLite takes a single INTEGER PRIMARY KEY for the row's own number.
        if isKnown, key != [name] || kind != .integer { words.append("NOT NULL") }
        if let target, let identity = RelationRegistry.mirror.identity(of: target) {
            words.append("REFERENCES \(target) (\(identity))")
        }
        return words.joined(separator: " ")
    }
}

extension RelationRegistry {
    /// The one column that others name a row of `relation` by.
    fileprivate func identity(of relation: String) -> String? {
        relations.first { $0.name == relation }?.identity.first?.name
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
