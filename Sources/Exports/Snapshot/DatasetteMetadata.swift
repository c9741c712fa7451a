import GRDB
import MirrorCore
import MirrorReading

/// The description of a snapshot for Datasette: titles, descriptions, units, and the reports as questions.
///
/// Source: docs.datasette.io/en/0.65.2/metadata.html
struct DatasetteMetadata {
    static let fileName = "metadata.json"

    private let selections: [ExportSelection]
    private let language: ReportLanguage
    /// Descriptions in ``language``, by relation and column; by nil for the relation itself.
    private let descriptions: [String: [String?: String]]
    private let queries: [(query: CannedQuery, sql: String)]

    /// Describes the snapshot at `path`.
    ///
    /// - Parameter queries: those are left out that need more than the snapshot has.
    /// - Throws: what reading `db`, the mirror, throws, and ``SnapshotFailure``.
    init(
        of path: String, _ selections: [ExportSelection], queries: [CannedQuery],
        in language: ReportLanguage, from db: Database, interruption: Interruption
    ) throws {
        self.selections = selections
        self.language = language
        let column = language == .norwegian ? "description_no" : "description"
        descriptions = try Row.fetchCursor(
            db, sql: "SELECT relation, \"column\", \(column) AS description FROM data_dictionary"
        ).reduce(into: [:]) { descriptions, row in
            let relation: String = row["relation"]
            let column: String? = row["column"]
            descriptions[relation, default: [:]][column] = row["description"]
        }
        let day = try String.fetchOne(db, sql: "SELECT day FROM _report_day") ?? ""
        let file = try SnapshotFile(reading: path, interruption: interruption)
        self.queries = queries.compactMap { query in
            let sql = query.sql(on: day)
            return (try? file.prepare(sql)) == nil ? nil : (query, sql)
        }
    }

    var json: String {
        JSONValue.object([
            ("title", .string(language.text(Self.title))),
            ("description", .string(language.text(Self.description))),
            ("source", .string("submirror")),
            (
                "databases",
                .object([
                    (
                        SnapshotSink.databaseName,
                        .object([("tables", .object(tables)), ("queries", .object(canned))])
                    )
                ])
            ),
        ]).document() + "\n"
    }

    private var tables: [(key: String, value: JSONValue)] {
        selections.map { selection in
            let words = descriptions[selection.relation.name] ?? [:]
            var table: [(key: String, value: JSONValue)] = [
                ("description", .string(words[nil] ?? selection.description)),
                (
                    "columns",
                    .object(
                        selection.columns.map { column in
                            (column.name, .string(words[column.name] ?? column.description))
                        })
                ),
            ]
            let units = selection.columns.compactMap { column in
                Self.units[column.name].map { (column.name, JSONValue.string($0)) }
            }
            if !units.isEmpty { table.append(("units", .object(units))) }
            return (selection.relation.name, .object(table))
        }
    }

    private var canned: [(key: String, value: JSONValue)] {
        queries.map { entry in
            (
                entry.query.name,
                .object([
                    ("title", .string(entry.query.title)),
                    ("description", .string(entry.query.description)),
                    ("sql", .string(entry.sql)), ("hide_sql", .boolean(true)),
                ])
            )
        }
    }

    /// Of columns whose every value has the same unit, by name; as Pint, which Datasette uses, writes them.
    private static let units = ["plan_balance": "byte", "plan_quota": "byte"]

    private static let title = Wording("Mobile subscriptions", norwegian: "Mobilabonnementer")
    private static let description = Wording(
        "A snapshot of the company's mobile subscriptions. The table snapshot_info says as of when, and how complete it is.",
        norwegian: """
            Et øyeblikksbilde av bedriftens mobilabonnementer. Tabellen snapshot_info sier fra når, og hvor fullstendig \
            det er.
            """)
}
