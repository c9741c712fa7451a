import CSQLiteMemory
package import GRDB
import GRDBSQLite
import MirrorCore
import Schema

/// Authorizes a foreign statement: refuses what is not allowed, and enforces limits on the rest.
///
/// Allowed are reading the relations and tables of the mirror, reading their
/// descriptions, and ``AllowedFunctions``.
package final class QueryGuard {
    /// The first refusal.
    private(set) var refusal: Refusal?
    /// The relations and columns that the statement and its views read.
    private(set) var reads = StatementReads()

    private let relations: Set<String>
    /// The relations meant for readers, from which a mistyped name's hint is taken.
    private let readable: [String]
    private let modules: Set<String>
    private let limits: QueryLimits
    private let stopwatch: Stopwatch
    /// Time spent by the receiver of the rows.
    private var pauses = Duration.zero
    private var writtenBytes = 0
    private var isOutOfTime = false
    /// Once raised, ends the statement too.
    private let interruption: Interruption?
    private var alarm: QueryDeadline?
    /// Further functions that the program's own statements may call.
    package var ownFunctions: Set<String> = []
    /// Further relations that the program's own statements may read, in small letters.
    package var ownRelations: Set<String> = []

    /// Something that a statement asked for and was refused.
    enum Refusal: Equatable {
        case function(String)
        case relation(String)
        /// A statement other than a SELECT.
        case statement
    }

    /// Creates a guard for the relations of `db`.
    ///
    /// - Throws: `DatabaseError`.
    init(
        of db: Database, _ limits: QueryLimits = QueryLimits(), interruption: Interruption? = nil
    ) throws {
        self.limits = limits
        self.interruption = interruption
        stopwatch = Stopwatch(on: limits.clock)
        let ours = try String.fetchSet(
            db,
            sql: """
                SELECT lower(name) FROM main.sqlite_schema WHERE type IN ('table', 'view')
                UNION SELECT lower(name) FROM temp.sqlite_schema WHERE type IN ('table', 'view')
                """)
        relations = ours.union(Self.describingRelations)
        readable = ours.filter { !$0.hasPrefix("_") && !$0.hasPrefix("sqlite_") }.sorted()
        modules = try String.fetchSet(db, sql: "SELECT lower(name) FROM pragma_module_list")
    }

    /// Runs `body`, which prepares and steps a statement; the statement must not be stepped afterwards.
    ///
    /// - Throws: errors from `body`.
    func watch<Result>(_ db: Database, _ body: () throws -> Result) rethrows -> Result {
        let connection = db.sqliteConnection
        let former = Self.limits(limits).map { ($0.id, sqlite3_limit(connection, $0.id, $0.value)) }
        // Applies to the whole process, permanently; a process that runs such a statement does little else.
        submirror_sqlite_limit_memory(limits.memoryBytes)
        let me = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_set_authorizer(
            connection,
            { me, action, first, second, _, _ in
                guard let me else { return SQLITE_DENY }
                return Unmanaged<QueryGuard>.fromOpaque(me).takeUnretainedValue()
                    .judge(action, first.map(String.init(cString:)), second.map(String.init(cString:)))
            }, me)
        checkDeadline(connection)
        alarm = limits.onOverdue.map { [time = limits.time] ring in
            QueryDeadline(after: limits.time + limits.grace) { ring(.tooLong(time)) }
        }
        defer {
            alarm?.stop()
            stopLooking(connection)
            // GRDB's own authorizer is lost: it only reports what statements write,
            // and nothing is written here.
            sqlite3_set_authorizer(connection, nil, nil)
            for (id, value) in former { sqlite3_limit(connection, id, value) }
        }
        return try withExtendedLifetime(self) { try body() }
    }

    /// Runs `body`, which steps a statement of ours: it may do anything, within the time limit.
    ///
    /// - Throws: ``QueryFailure/tooLong(_:)``, errors from `body`.
    package func time<Result>(_ db: Database, _ body: () throws -> Result) throws -> Result {
        let connection = db.sqliteConnection
        checkDeadline(connection)
        defer { stopLooking(connection) }
        do {
            return try withExtendedLifetime(self) { try body() }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT && isOutOfTime {
            throw QueryFailure.tooLong(limits.time)
        }
    }

    private func checkDeadline(_ connection: OpaquePointer?) {
        sqlite3_progress_handler(
            connection, Self.stepsBetweenLooks,
            { me in
                guard let me else { return 1 }
                let watcher = Unmanaged<QueryGuard>.fromOpaque(me).takeUnretainedValue()
                return watcher.isWithinTime && watcher.interruption?.isRaised != true ? 0 : 1
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func stopLooking(_ connection: OpaquePointer?) {
        sqlite3_progress_handler(connection, 0, nil, nil)
        interruption?.watch(connection)
    }

    /// Wraps `sink`: limits the result's size, and does not count the receiver's time.
    package func limited(_ sink: @escaping ByteSink) -> ByteSink {
        { bytes in
            self.writtenBytes += bytes.count
            guard self.writtenBytes <= self.limits.resultBytes else {
                throw QueryFailure.resultTooLarge(megabytes: self.limits.resultBytes >> 20)
            }
            let pause = Stopwatch(on: self.limits.clock)
            if let alarm = self.alarm {
                try alarm.paused { try sink(bytes) }
            } else {
                try sink(bytes)
            }
            self.pauses += pause.elapsed()
        }
    }

    /// Maps SQLite's `error` to a fault of the statement that begins with `verb`;
    /// nil if the file is at fault.
    func failure(_ error: DatabaseError, verb: String) -> QueryFailure? {
        if isOutOfTime { return .tooLong(limits.time) }
        switch refusal {
        case .function(let name): return .functionRefused(name)
        case .relation(let name): return .relationRefused(name)
        case .statement: return .notARead(verb)
        case nil: break
        }
        if error.extendedResultCode == .SQLITE_CONSTRAINT_FUNCTION { return .noHistory(error.message ?? "") }
        switch error.resultCode {
        case .SQLITE_ABORT where error.message == CostCentrePattern.costlyMessage: return .costlyPattern
        case .SQLITE_TOOBIG: return .valueTooLarge(megabytes: Int(limits.valueBytes >> 20))
        case .SQLITE_NOMEM: return .tooMuchMemory(megabytes: Int(limits.memoryBytes >> 20))
        case .SQLITE_ERROR, .SQLITE_MISMATCH, .SQLITE_RANGE, .SQLITE_CONSTRAINT:
            return .notUnderstood(explained(error.message ?? "\(error.resultCode)"))
        case .SQLITE_READONLY, .SQLITE_AUTH: return .notARead("that statement")
        default: return nil
        }
    }

    /// SQLite's message; for an unknown relation, with the name that may have been meant.
    private func explained(_ message: String) -> String {
        guard let match = message.wholeMatch(of: /no such table: (?:main\.)?(.*)/) else { return message }
        return message + Spelling.hint(for: match.output.1.lowercased(), among: readable)
    }

    private var isWithinTime: Bool {
        if stopwatch.elapsed() - pauses > limits.time { isOutOfTime = true }
        return !isOutOfTime
    }

    private func judge(_ action: Int32, _ first: String?, _ second: String?) -> Int32 {
        switch action {
        // The time limit ends an endless recursion.
        case SQLITE_SELECT, SQLITE_RECURSIVE: return SQLITE_OK
        case SQLITE_READ: return judgeRead(of: first?.lowercased() ?? "", second?.lowercased() ?? "")
        case SQLITE_FUNCTION:
            let name = second?.lowercased() ?? ""
            return AllowedFunctions.names.contains(name) || ownFunctions.contains(name)
                ? SQLITE_OK : refuse(.function(name))
        // Only as a table-valued function: a statement that begins with PRAGMA was refused earlier.
        case SQLITE_PRAGMA where Self.describingPragmas.contains(first?.lowercased() ?? ""): return SQLITE_OK
        // SQLite does this to register a table-valued function. A statement cannot:
        // sqlite_schema is read-only.
        case SQLITE_UPDATE where first == "sqlite_master": return SQLITE_OK
        default: return refuse(.statement)
        }
    }

    /// - Parameter column: empty if the rows are only counted; then the relation may
    ///   also be a CTE of the statement.
    private func judgeRead(of relation: String, _ column: String) -> Int32 {
        let isOwn =
            column.isEmpty && !modules.contains(relation) && !relation.hasPrefix("pragma_")
            && !relation.hasPrefix("sqlite_")
        guard isOwn || relations.contains(relation) || ownRelations.contains(relation) else {
            return refuse(.relation(relation))
        }
        reads.hear(relation, column)
        return SQLITE_OK
    }

    private func refuse(_ what: Refusal) -> Int32 {
        refusal = refusal ?? what
        return SQLITE_DENY
    }

    /// Virtual machine steps between two checks of the clock: less than a millisecond.
    private static let stepsBetweenLooks: Int32 = 10_000

    /// Tables that describe the relations or take JSON apart.
    private static let describingRelations: Set<String> = Set(
        describingPragmas.map { "pragma_" + $0 } + [
            "json_each", "json_tree", "sqlite_master", "sqlite_schema", "sqlite_temp_master",
            "sqlite_temp_schema",
        ])

    private static let describingPragmas: Set<String> = [
        "foreign_key_list", "index_info", "index_list", "index_xinfo", "table_info", "table_list",
        "table_xinfo",
    ]

    private static func limits(_ limits: QueryLimits) -> [(id: Int32, value: Int32)] {
        [
            (SQLITE_LIMIT_LENGTH, limits.valueBytes),
            // A query's own text is measured before SQLite gets it. This limit also applies to the
            // file's views, which SQLite parses anew in the middle of a query when another
            // connection changed the schema.
            (SQLITE_LIMIT_SQL_LENGTH, Int32(QueryLimits.schemaStatementBytes)),
            (SQLITE_LIMIT_VDBE_OP, 5_000_000), (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000),
            (SQLITE_LIMIT_VARIABLE_NUMBER, 1000), (SQLITE_LIMIT_ATTACHED, 0),
            (SQLITE_LIMIT_WORKER_THREADS, 0),
        ]
    }
}
