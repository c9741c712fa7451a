import Foundation
import GRDB
import MirrorCore
import Schema
import Synchronization
import TestSupport
import Testing

@testable import MirrorReading

@Suite("A query that is not ours")
struct QueryGuardTests {
    @Test(
        "calls no function but those of text, numbers, time and JSON",
        arguments: HostileSQL.functions)
    func functions(sql: String, name: String?) throws {
        let failure = #expect(throws: QueryFailure.self) { try Self.rows(of: sql) }
        if let name { #expect(failure == .functionRefused(name)) }
    }

    @Test(
        "reads nothing but the mirror's relations and what describes them",
        arguments: HostileSQL.relations)
    func relations(sql: String, name: String) throws {
        #expect(throws: QueryFailure.relationRefused(name)) { try Self.rows(of: sql) }
    }

    @Test(
        "is one SELECT, whatever stands before it or is hidden in it",
        arguments: HostileSQL.statements)
    func statements(sql: String, expected: QueryFailure?) throws {
        let failure = #expect(throws: QueryFailure.self) { try Self.rows(of: sql) }
        if let expected { #expect(failure == expected) }
    }

    @Test("calls no function of SQLite, or of ours, that is not on the list")
    func everyFunction() throws {
        try ExampleMirror.with { mirror in
            let reader = try mirror.reader()
            let known = try reader.read { db in
                try Row.fetchAll(db, sql: "SELECT DISTINCT name, narg FROM pragma_function_list").map {
                    (name: $0["name"] as String, count: $0["narg"] as Int)
                }
            }
            var refused: Set<String> = []
            for (name, count) in known where !AllowedFunctions.names.contains(name.lowercased()) {
                let values = Array(repeating: "1", count: max(0, count < 0 ? 1 : count))
                let sql = "SELECT \"\(name)\"(\(values.joined(separator: ", ")))"
                #expect(throws: QueryFailure.functionRefused(name.lowercased()), "\(sql)") {
                    try reader.rows(of: Query(sql))
                }
                refused.insert(name.lowercased())
            }
            // Proves that SQLite told its functions.
            #expect(refused.isSuperset(of: ["fts3_tokenizer", "load_extension", "printf"]), "\(refused)")
        }
    }

    /// The table-valued functions that describe the relations or take JSON apart.
    private static let readableModules: Set = [
        "json_each", "json_tree", "pragma_foreign_key_list", "pragma_index_info", "pragma_index_list",
        "pragma_index_xinfo", "pragma_table_info", "pragma_table_list", "pragma_table_xinfo",
    ]

    @Test("reads no virtual table of SQLite, and no PRAGMA as a table, that is not on the list")
    func everyModule() throws {
        try ExampleMirror.with { mirror in
            let reader = try mirror.reader()
            let known = try reader.read { db in
                try String.fetchAll(
                    db,
                    sql: """
                        SELECT name FROM pragma_module_list
                        UNION SELECT 'pragma_' || name FROM pragma_pragma_list
                        """)
            }
            var refused: Set<String> = []
            for name in known where !Self.readableModules.contains(name) {
                let sql = "SELECT * FROM \"\(name)\""
                let isTable = (try? reader.read { db in try db.makeStatement(sql: sql) }) != nil
                let failure = #expect(throws: QueryFailure.self, "\(sql)") { try reader.rows(of: Query(sql)) }
                // Some modules only make tables, and some PRAGMAs are none.
                guard isTable else { continue }
                #expect(failure == .relationRefused(name), "\(sql)")
                refused.insert(name)
            }
            #expect(refused.isSuperset(of: ["dbstat", "fts3tokenize", "pragma_database_list"]), "\(refused)")
        }
    }

    @Test(
        "may use what SQLite has for reading",
        arguments: [
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT count(*) FROM n",
            "WITH n AS (SELECT 1) SELECT count(*) FROM n", "SELECT count(*) FROM (SELECT 1) AS a",
            "SELECT json_extract('{\"a\":[1]}', '$.a[0]') ->> '$', value FROM json_each('[1,2]')",
            "SELECT name FROM sqlite_schema UNION SELECT name FROM pragma_table_info('party')",
            "SELECT name FROM pragma_table_list", "SELECT * FROM pragma_index_list('sync_run')",
            "SELECT row_number() OVER (ORDER BY msisdn), lag(msisdn) OVER () FROM subscription",
            "SELECT strftime('%Y', 'now'), date('now'), current_timestamp, round(sqrt(2), 3)",
            "SELECT group_concat(DISTINCT status), total(1), max(msisdn) FROM subscription WHERE msisdn GLOB '47*'",
            "SELECT 'å' LIKE 'Å' OR 'a' LIKE 'A'", "SELECT * FROM change ORDER BY observed_at LIMIT 3",
        ])
    func allowed(sql: String) throws {
        _ = try Self.rows(of: sql)
    }

    @Test("reads every relation, now and as of an earlier time")
    func everyRelation() throws {
        try ExampleMirror.with { mirror in
            let asOf = AsOf(before: Date(timeIntervalSince1970: 1_795_356_800))
            for relation in Schema.snapshot.keys {
                let query = Query("SELECT * FROM \(relation)")
                _ = try mirror.reader().rows(of: query)
                if AsOfRelations.isKnown(relation) {
                    _ = try MirrorReader(path: mirror.path, asOf: asOf).rows(of: query)
                }
            }
        }
    }

    @Test(
        "ends after its time, which a slow reader does not use up",
        arguments: [
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0",
        ])
    func time(sql: String) throws {
        try ExampleMirror.with { mirror in
            var limits = QueryLimits()
            limits.clock = TickingClock()
            let reader = try MirrorReader(path: mirror.path, limits: limits)
            #expect(throws: QueryFailure.tooLong(.seconds(300))) { try reader.rows(of: Query(sql)) }
            // The reader is still usable.
            try #expect(reader.rows(of: Query("SELECT 1")) == [[.integer(1)]])
        }
    }

    @Test("a reader who takes long leaves the query its time")
    func slowReader() throws {
        try ExampleMirror.with { mirror in
            let clock = TickingClock(by: .zero)
            var limits = QueryLimits()
            limits.clock = clock
            let reader = try MirrorReader(path: mirror.path, limits: limits)
            let query = Query(
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) SELECT i FROM n"
            )
            let count = try reader.write(query, as: .csv) { _ in clock.advance(by: .seconds(1000)) }
            #expect(count == 50000)
        }
    }

    @Test("makes no value that is too large", arguments: HostileSQL.values)
    func values(sql: String) throws {
        #expect(throws: QueryFailure.valueTooLarge(megabytes: 1)) { try Self.rows(of: sql) }
    }

    @Test("is as short as a person writes it")
    func length() throws {
        let sql = "SELECT " + String(repeating: "-", count: 64 << 10) + "1"
        #expect(throws: QueryFailure.tooLongText) { try Self.rows(of: sql) }
    }

    @Test("of any depth that its length allows takes no more of the stack than there is")
    func depth() throws {
        var sql = "WITH a0 AS(SELECT 1)"
        for index in 1..<2300 { sql += ",a\(index) AS(SELECT*FROM a\(index - 1))" }
        sql += "SELECT*FROM a2299"
        #expect(sql.utf8.count < 64 << 10 && sql.utf8.count > 60 << 10)
        // On a thread with the same stack size as the main thread.
        let failure = Mutex<String?>(nil)
        let done = DispatchSemaphore(value: 0)
        let thread = Thread { [sql] in
            do {
                let rows = try Self.rows(of: sql)
                if rows != [[.integer(1)]] { failure.withLock { $0 = "\(rows)" } }
            } catch {
                failure.withLock { $0 = "\(error)" }
            }
            done.signal()
        }
        thread.stackSize = 8 << 20
        thread.start()
        done.wait()
        #expect(failure.withLock { $0 } == nil)
    }

    @Test("tells whoever can end the process when a function keeps it from looking at its time")
    func overdue() throws {
        try ExampleMirror.with { mirror in
            let told = Mutex<QueryFailure?>(nil)
            var limits = QueryLimits()
            limits.time = .milliseconds(20)
            limits.grace = .milliseconds(20)
            limits.onOverdue = { failure in told.withLock { $0 = failure } }
            let reader = try MirrorReader(path: mirror.path, limits: limits)
            let sql = "SELECT instr(hex(zeroblob(100000)), hex(zeroblob(50000)) || '1')"
            // On a busy machine a statement may be over before the alarm gets a thread.
            for _ in 0..<50 where told.withLock({ $0 }) == nil {
                // SQLite may or may not check its time limit again after the call.
                _ = try? reader.rows(of: Query(sql))
            }
            #expect(told.withLock { $0 } == .tooLong(.milliseconds(20)))
        }
    }

    @Test("the time that its reader takes is not its own")
    func workTime() {
        let start = ContinuousClock.now
        var work = WorkTime(since: start)
        work.pause(at: start + .seconds(2))
        #expect(work.worked(until: start + .seconds(60)) == .seconds(2))
        work.resume(at: start + .seconds(60))
        #expect(work.worked(until: start + .seconds(61)) == .seconds(3))
        work.pause(at: start + .seconds(63))
        #expect(work.worked(until: start + .seconds(100)) == .seconds(5))
    }

    @Test("writes no result that is too large, and holds no table that is", arguments: ResultFormat.allCases)
    func results(format: ResultFormat) throws {
        try ExampleMirror.with { mirror in
            var limits = QueryLimits()
            limits.resultBytes = 2 << 20
            limits.tableBytes = 2 << 20
            let reader = try MirrorReader(path: mirror.path, limits: limits)
            var written = 0
            #expect(throws: QueryFailure.resultTooLarge(megabytes: 2)) {
                try reader.write(
                    Query("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"),
                    as: format
                ) { written += $0.count }
            }
            #expect(written <= 2 << 20)
        }
    }

    @Test("every failure has a sentence")
    func sentences() {
        for failure: QueryFailure in [
            .functionRefused("a"), .relationRefused("a"), .tooLong(.seconds(300)),
            .valueTooLarge(megabytes: 8), .tooLongText,
            .resultTooLarge(megabytes: 8), .tooMuchMemory(megabytes: 8), .costlyPattern,
        ] {
            #expect(failure.message.contains(": "))
        }
    }

    @discardableResult
    private static func rows(of sql: String) throws -> [[Value]] {
        let mirror = try ExampleMirror(filledBy: ExampleRows.sql)
        defer { mirror.remove() }
        return try mirror.reader().rows(of: Query(sql))
    }
}

/// A clock that advances whenever it is read.
private final class TickingClock: Clock {
    typealias Instant = ContinuousClock.Instant

    private let tick: Duration
    private let offset = Mutex(Duration.zero)
    private let start = ContinuousClock.now

    init(by tick: Duration = .seconds(1)) { self.tick = tick }

    var now: Instant {
        advance(by: tick)
        return start + offset.withLock { $0 }
    }
    var minimumResolution: Duration { .nanoseconds(1) }

    func advance(by duration: Duration) { offset.withLock { $0 += duration } }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {}
}
