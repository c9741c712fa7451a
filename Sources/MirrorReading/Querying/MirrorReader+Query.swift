package import GRDB
package import MirrorCore
import Schema

extension MirrorReader {
    /// Runs `query` and streams its rows to `sink`; returns how many there were.
    ///
    /// Memory stays flat, whatever the size of the result; only `table` holds all rows, as its
    /// column widths depend on every row.
    ///
    /// - Parameters:
    ///   - width: the terminal's width in columns; nil if the output is not a terminal.
    ///   - cuts: collects texts that a spreadsheet's cell cannot hold.
    /// - Throws: ``QueryFailure``, ``MirrorReadFailure``, ``WorkbookFailure``,
    ///   `FileFailure`, errors from `sink`.
    @discardableResult
    package func write(
        _ query: Query, as format: ResultFormat, width: Int? = nil,
        noting cuts: TruncatedTexts = TruncatedTexts(),
        to sink: @escaping ByteSink
    ) throws -> Int {
        let head = head(of: query, width: width, noting: cuts)
        return try readForeign { db, watcher in
            try Self.answer(query, in: db, watchedBy: watcher) {
                try Self.write($0, by: format.writer(head, to: watcher.limited(sink)))
            }
        }
    }

    /// What a format shows of `query` besides its rows.
    package func head(of query: Query, width: Int?, noting cuts: TruncatedTexts) -> ResultHead {
        var head = ResultHead(viewpoint, limits, width: width, cuts: cuts)
        head.notes = [asOf?.words].compactMap(\.self)
        head.kinds = query.kinds
        return head
    }

    /// Writes all rows of `statement`; returns how many there were.
    @discardableResult
    package static func write(_ statement: ReadStatement, by writer: any ResultWriter) throws -> Int {
        var writer = writer
        try writer.begin(statement.columns)
        var count = 0
        while try statement.step() {
            try writer.write(statement)
            count += 1
        }
        try writer.end()
        return count
    }

    /// All rows of `query`, for a result known to be small.
    ///
    /// - Throws: ``QueryFailure`` and ``MirrorReadFailure``.
    package func rows(of query: Query) throws -> [[Value]] {
        try readForeign { db, watcher in
            try Self.answer(query, in: db, watchedBy: watcher) { statement in
                var rows: [[Value]] = []
                while try statement.step() {
                    rows.append(statement.columns.indices.map { statement.cell($0).value })
                }
                return rows
            }
        }
    }

    /// Prepares `query` and passes it to `body`, both supervised by `watcher`.
    package static func answer<Result>(
        _ query: Query, in db: Database, watchedBy watcher: QueryGuard,
        _ body: (ReadStatement) throws -> Result
    ) throws -> Result {
        try watcher.watch(db) {
            do {
                return try body(prepare(query, in: db))
            } catch let error as DatabaseError {
                // Otherwise the error concerns the file.
                throw watcher.failure(error, verb: StatementText(query.sql).verb) ?? error as any Error
            }
        }
    }

    private static func prepare(_ query: Query, in db: Database) throws -> ReadStatement {
        let text = StatementText(query.sql)
        guard query.sql.utf8.count <= QueryLimits.statementBytes else { throw QueryFailure.tooLongText }
        guard !text.isBlank else { throw QueryFailure.empty }
        guard text.verb != "PRAGMA" else { throw QueryFailure.pragma }
        guard !StatementText.writingVerbs.contains(text.verb) else { throw QueryFailure.notARead(text.verb) }
        let statement = try ReadStatement(query.sql, in: db)
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
}
