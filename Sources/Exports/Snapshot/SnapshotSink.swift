import MirrorCore
import MirrorReading
import Schema

/// Writes each relation as a table of one SQLite file, and checks the file.
final class SnapshotSink: ExportSink {
    static let fileName = databaseName + ".sqlite"
    /// As readers call it that name a database by its file.
    static let databaseName = "subscriptions"
    /// Without a journal or syncs: a failed file is thrown away, and a complete one is synced at the end.
    static let pragmas = """
        PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA foreign_keys = OFF; PRAGMA cache_size = -16384; PRAGMA temp_store = FILE;

        """

    private let path: String
    private let facts: ExportFacts
    private let interruption: Interruption
    private let file: SnapshotFile
    private var current: (relation: String, insert: SQLStatement)?
    private var rowCount = 0
    /// Statements that create the indexes: cheaper, and denser, once all rows are there.
    private var indexes = ""
    private var parts: [ExportedFile.Part] = []

    /// A snapshot in the directory of `place`.
    ///
    /// - Throws: ``SnapshotFailure``.
    init(in place: ExportPlace) throws(SnapshotFailure) {
        path = place.directory + "/" + Self.fileName
        facts = place.facts
        interruption = place.interruption
        file = try SnapshotFile(creating: path, interruption: interruption)
        try file.execute(
            Self.pragmas + """
                PRAGMA application_id = \(Schema.snapshotApplicationID); PRAGMA user_version = \(facts.schemaVersion);
                BEGIN
                """)
    }

    func begin(_ selection: ExportSelection) throws {
        let relation = selection.relation.name
        guard let sql = Schema.snapshot[relation] else {
            throw SnapshotFailure.notWritten(path: path, detail: "no table is defined for \(relation)")
        }
        let created = try file.executeFirst(of: sql)
        let leaving = Set(selection.columns.map(\.name))
        let absent = try file.texts("SELECT name FROM pragma_table_info('\(relation)')")
            .filter { !leaving.contains($0) }
        for column in absent { try file.execute("ALTER TABLE \"\(relation)\" DROP COLUMN \"\(column)\"") }
        indexes += ExportSelection.indexes(in: created, without: absent)
        let names = selection.columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let places = selection.columns.map { _ in "?" }.joined(separator: ", ")
        current = (
            relation,
            try file.prepare("INSERT INTO \"\(relation)\" (\(names)) VALUES (\(places))")
        )
        rowCount = 0
    }

    func write(_ statement: ReadStatement) throws {
        if let current { try file.run(current.insert, withRowOf: statement) }
        rowCount += 1
    }

    func end() throws {
        guard let relation = current?.relation else { return }
        current = nil
        parts.append(ExportedFile.Part(relation: relation, table: relation, rows: rowCount))
    }

    func finish() throws -> [ExportedFile] {
        try file.execute(indexes)
        // Readers cannot run ANALYZE themselves; for their query plans a sample is enough.
        try file.execute("PRAGMA analysis_limit = 1000; ANALYZE; COMMIT")
        try file.close()
        try SnapshotCheck(
            path: path, isWhole: facts.changesSince == nil && facts.month == nil, interruption: interruption
        ).examine(parts, isThorough: facts.basis != nil)
        let (bytes, sha256) = try FinishedFile.seal(path)
        return [ExportedFile(name: Self.fileName, bytes: bytes, sha256: sha256, parts: parts)]
    }
}
