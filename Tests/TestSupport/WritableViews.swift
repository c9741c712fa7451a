package import GRDB
import MirrorCore
import Schema

/// Lets a test write rows into the relations that readers see, as if they were tables.
///
/// The mirror keeps them narrow, with ids instead of numbers and texts. Triggers on this connection alone do
/// what the agent does, so that a fixture can state what a reader should find.
package enum WritableViews {
    /// Makes the existing views of `db` writable.
    package static func install(in db: Database) throws {
        for relation in RelationRegistry.mirror.relations where relation.isNarrow {
            let view = relation.storage == .versions ? relation.historyName : relation.name
            let columns = relation.fields.map { field in
                field.name == "msisdn" && relation.ownerColumn == "number"
                    ? Column("number", .number, from: "msisdn")
                    : Column(field.name, field.isRepeated ? .text : .plain)
            }
            let edges = relation.storage == .versions ? edges : []
            try install(
                view, over: relation.table ?? view, columns + edges, hasPlace: relation.key.isEmpty, in: db)
        }
        let version = ["subscription_type_id", "user_reference1", "user_reference2", "user_reference3"]
        let rest = [
            "valid_from_date", "valid_to_date", "account_id", "gone_at", "gone_reason", "changed_at",
            "verified_at",
        ]
        try install(
            "_subscription_version", over: "_number_version",
            [Column("number", .number, from: "msisdn")] + edges + [Column("status", .text)]
                + (version + rest).map { Column($0, .plain) }, in: db)
        try install(
            "_subscription", over: "_number",
            ["msisdn", "first_seen_at", "changed_at", "verified_at", "content_hash"].map {
                Column($0, .plain)
            }, in: db)
    }

    private static let edges = [Column("observed_from", .instant), Column("observed_to", .instant)]

    /// A table's column, and the view's column that shows it.
    private struct Column {
        enum Kind { case plain, number, text, instant }

        let name: String
        let kind: Kind
        let shown: String

        init(_ name: String, _ kind: Kind, from shown: String? = nil) {
            self.name = name
            self.kind = kind
            self.shown = shown ?? name
        }

        /// The value of the column in the view's row `row`.
        func value(of row: String) -> String {
            switch kind {
            case .plain: "\(row).\(shown)"
            case .number: "(SELECT id FROM _number WHERE msisdn = \(row).\(shown))"
            case .text: "(SELECT id FROM _text WHERE value = \(row).\(shown))"
            case .instant: "unixepoch(\(row).\(shown))"
            }
        }

        /// Inserts the value to which the column refers.
        var preparation: String? {
            switch kind {
            case .plain, .number: nil
            case .text:
                "INSERT OR IGNORE INTO _text (value) SELECT NEW.\(shown) WHERE NEW.\(shown) IS NOT NULL;"
            case .instant:
                """
                INSERT OR IGNORE INTO _instant (second, text)
                SELECT unixepoch(NEW.\(shown)), NEW.\(shown) WHERE NEW.\(shown) IS NOT NULL;
                """
            }
        }
    }

    private static func install(
        _ view: String, over table: String, _ columns: [Column], hasPlace: Bool = false, in db: Database
    ) throws {
        var names = columns.map(\.name)
        var values = columns.map { $0.value(of: "NEW") }
        if hasPlace {
            names.append("place")
            values.append(
                "(SELECT coalesce(max(place), -1) + 1 FROM \(table) WHERE \(columns[0].name) = \(columns[0].value(of: "NEW")))"
            )
        }
        let insertion =
            columns.compactMap(\.preparation).joined(separator: "\n")
            + "\nINSERT INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(values.joined(separator: ", ")));"
        let sameRow = columns.map { "\($0.name) IS \($0.value(of: "OLD"))" }.joined(separator: " AND ")
        let deletion = "DELETE FROM \(table) WHERE \(sameRow);"
        let changes = columns.map { "\($0.name) = \($0.value(of: "NEW"))" }.joined(separator: ", ")
        let update =
            columns.compactMap(\.preparation).joined(separator: "\n")
            + "\nUPDATE \(table) SET \(changes) WHERE \(sameRow);"
        for (verb, body) in [("INSERT", insertion), ("DELETE", deletion), ("UPDATE", update)] {
            try db.execute(
                sql: """
                    CREATE TEMP TRIGGER \(view)_\(verb.lowercased()) INSTEAD OF \(verb) ON main.\(view)
                    BEGIN
                    \(body)
                    END
                    """)
        }
    }
}
