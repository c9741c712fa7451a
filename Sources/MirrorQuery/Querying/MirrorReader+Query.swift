import GRDB
package import MirrorCore

extension MirrorReader {
    /// Runs `query` and writes its rows to `sink` as they come; returns how many there were.
    ///
    /// Memory stays flat for `csv` and `json`, whatever the size of the result; `table` holds all rows, as the
    /// widths of its columns depend on every one.
    ///
    /// - Throws: ``QueryFailure``, ``MirrorReadFailure``, and what `sink` throws.
    @discardableResult
    package func write(
        _ query: Query, as format: ResultFormat, to sink: @escaping ByteSink
    ) throws -> Int {
        try read { db in
            try Self.write(Self.prepare(query, in: db), by: format.writer(to: sink))
        }
    }

    /// Writes all rows of `statement`; returns how many there were.
    @discardableResult
    static func write(_ statement: ReadStatement, by writer: any ResultWriter) throws -> Int {
        var writer = writer
        try writer.begin(statement.columns)
        var count = 0
        while try step(statement) {
            try writer.write(statement)
            count += 1
        }
        try writer.end()
        return count
    }

    /// All rows of `query`, for a result that is known to be small.
    ///
    /// - Throws: ``QueryFailure`` and ``MirrorReadFailure``.
    package func rows(of query: Query) throws -> [[Value]] {
        try read { db in
            let statement = try Self.prepare(query, in: db)
            var rows: [[Value]] = []
            while try Self.step(statement) {
                rows.append(statement.columns.indices.map { statement.cell($0).value })
            }
            return rows
        }
    }

    static func prepare(_ query: Query, in db: Database) throws -> ReadStatement {
        let text = StatementText(query.sql)
        guard !text.isBlank else { throw QueryFailure.empty }
        guard text.verb != "PRAGMA" else { throw QueryFailure.pragma }
        guard !StatementText.writingVerbs.contains(text.verb) else { throw QueryFailure.notARead(text.verb) }
        let statement = try understood { try ReadStatement(query.sql, in: db) }
        guard !statement.isEmpty else { throw QueryFailure.empty }
        guard statement.isReadOnly else { throw QueryFailure.notARead(text.verb) }
        guard StatementText(statement.tail).isBlank else { throw QueryFailure.severalStatements }
        try statement.bind(values(of: query.parameters, for: statement.parameters))
        return statement
    }

    private static func values(
        of given: [String: Value], for parameters: [String?]
    ) throws(QueryFailure) -> [Value] {
        let names = parameters.compactMap(\.self)
        guard names.count == parameters.count else { throw .namelessParameter }
        if let unknown = given.keys.sorted().first(where: { !names.contains($0) }) {
            throw .unknownParameter(unknown, known: names)
        }
        let missing = names.filter { given[$0] == nil }
        guard missing.isEmpty else { throw .missingParameters(missing) }
        return names.map { given[$0] ?? .null }
    }

    private static func step(_ statement: ReadStatement) throws -> Bool {
        try understood { try statement.step() }
    }

    /// Tells what is wrong with the statement from what is wrong with the file.
    private static func understood<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            if error.extendedResultCode == .SQLITE_CONSTRAINT_FUNCTION {
                throw QueryFailure.noHistory(error.message ?? "")
            }
            switch error.resultCode {
            case .SQLITE_ERROR, .SQLITE_TOOBIG, .SQLITE_MISMATCH, .SQLITE_RANGE, .SQLITE_CONSTRAINT:
                throw QueryFailure.notUnderstood(error.message ?? "\(error.resultCode)")
            case .SQLITE_READONLY, .SQLITE_AUTH:
                throw QueryFailure.notARead("that statement")
            default:
                throw error
            }
        }
    }
}
