import GRDB
import MirrorCore
import MirrorReading

/// The rows that several reports of one answer read from a view that takes long: found once, and kept until the
/// answer is complete.
struct SharedRows {
    let relation: String
    /// The statement that finds them.
    private let sql: String
    private var arguments: [String: String] = [:]

    /// The reports that read only the changes of the numbers that changed since their parameter `since`.
    private static let reportsOfChanges: Set<String> = ["changes", "changes-by-field"]

    /// The rows that reports with these statements share.
    static func all(of queries: [(report: Report, query: Query, reads: StatementReads)]) -> [SharedRows] {
        var all: [SharedRows] = []
        if queries.count(where: { $0.reads.readsStates }) > 1 {
            all.append(
                SharedRows(relation: "_subscription_state", sql: "SELECT * FROM _subscription_state"))
        }
        let ofChanges = queries.filter { $0.reads.relations.contains("change") }
        let since = ofChanges.map { $0.query.parameters["since"] }
        if ofChanges.count > 1, ofChanges.allSatisfy({ reportsOfChanges.contains($0.report.name) }),
            case .text(let moment)? = since.first, since.allSatisfy({ $0 == .text(moment) })
        {
            all.append(
                SharedRows(
                    relation: "change",
                    sql: """
                        WITH touched AS MATERIALIZED (
                            SELECT msisdn FROM _subscription
                            WHERE changed_at >= :since AND changed_at <> first_seen_at
                        )
                        SELECT * FROM change
                        WHERE msisdn IN (SELECT msisdn FROM touched) AND observed_at >= :since
                        """, arguments: ["since": moment]))
        }
        return all
    }

    /// Runs `body` while each of `all` stands in for its relation.
    ///
    /// They are temporary tables in memory; the mirror itself stays read-only, as its file was opened.
    static func keep(
        _ all: [SharedRows], in db: Database, watchedBy watcher: QueryGuard, _ body: () throws -> Void
    ) throws {
        guard !all.isEmpty else { return try body() }
        try db.execute(sql: "PRAGMA query_only = 0")
        // Restored before an error leaves, too: the connection may answer others afterwards.
        let outcome = Result {
            try db.inSavepoint {
                for rows in all { try rows.make(in: db, watchedBy: watcher) }
                watcher.ownRelations = Set(all.map(\.table))
                try body()
                return .rollback
            }
        }
        watcher.ownRelations = []
        try db.execute(sql: "PRAGMA query_only = 1")
        try outcome.get()
    }

    private var table: String { "_shared_\(relation)" }

    private func make(in db: Database, watchedBy watcher: QueryGuard) throws {
        try watcher.time(db) {
            try db.execute(
                sql: "CREATE TEMP TABLE \(table) AS \(sql)", arguments: StatementArguments(arguments))
        }
        // In the past, there is a temporary view of that name.
        try db.execute(
            sql: """
                DROP VIEW IF EXISTS temp.\(relation);
                CREATE TEMP VIEW \(relation) AS SELECT * FROM \(table);
                """)
    }
}
