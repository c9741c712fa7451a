import Foundation
import MirrorCore
import MirrorReading
import TestSupport
import Testing

@Suite("A query")
struct QueryTests {
    @Test(
        "anything but one statement that reads is refused, and the file stays as it was",
        arguments: [
            ("", .empty),
            (" -- nothing\n ;; /* here */ ", .empty),
            ("DELETE FROM subscription_type", .notARead("DELETE")),
            ("/* a */ -- b\n update subscription_type SET name = 'x'", .notARead("UPDATE")),
            ("WITH a AS (SELECT 1) DELETE FROM subscription_type", .notARead("WITH")),
            ("INSERT INTO subscription_type (id) VALUES (1)", .notARead("INSERT")),
            ("CREATE TEMP TABLE a (b)", .notARead("CREATE")),
            ("ATTACH '/tmp/other.sqlite' AS other", .notARead("ATTACH")),
            ("VACUUM INTO '/tmp/copy.sqlite'", .notARead("VACUUM")),
            ("BEGIN", .notARead("BEGIN")),
            ("PRAGMA query_only = 0", .pragma),
            ("EXPLAIN PRAGMA query_only = 0", .pragma),
            ("EXPLAIN QUERY PLAN PRAGMA query_only = 0", .pragma),
            ("SELECT 1; SELECT 2", .severalStatements),
            ("SELECT 1; DELETE FROM subscription_type", .severalStatements),
            ("SELECT nobody FROM subscription", .notUnderstood("no such column: nobody")),
            (
                "SELECT * FROM subscriptions",
                .notUnderstood("no such table: subscriptions; did you mean subscription?")
            ),
            ("SELECT * FROM nowhere", .notUnderstood("no such table: nowhere")),
            ("SELEKT 1", .notUnderstood("near \"SELEKT\": syntax error")),
            ("SELECT ?", .namelessParameter),
            ("SELECT :a, :b", .missingParameters(["a", "b"])),
        ] as [(String, QueryFailure)])
    func refuses(sql: String, failure: QueryFailure) throws {
        try ExampleMirror.with { mirror in
            let before = try Data(contentsOf: URL(fileURLWithPath: mirror.path))
            #expect(throws: failure) { try mirror.reader().rows(of: Query(sql)) }
            try #expect(Data(contentsOf: URL(fileURLWithPath: mirror.path)) == before)
            #expect(!failure.message.isEmpty)
        }
    }

    @Test(
        "a statement that reads may begin with other words than SELECT",
        arguments: [
            "VALUES (1)", "WITH a AS (SELECT 1) SELECT * FROM a", "SELECT 1;", " ; SELECT 1 -- end",
            "SELECT 1 /* not closed", "EXPLAIN QUERY PLAN SELECT 1",
            "SELECT count(*) > 0 FROM pragma_table_info('subscription')",
        ])
    func accepts(sql: String) throws {
        try ExampleMirror.with { mirror in
            try #expect(mirror.reader().rows(of: Query(sql)).count == 1)
        }
    }

    @Test("parameters are bound by name, as text, however often they stand in the statement")
    func bindsParameters() throws {
        try ExampleMirror.with { mirror in
            let query = try Query(
                "SELECT :a, typeof(:a), :b, $c, @d", assignments: ["a=007", "b=", "c=x=y", "d=Å;'"])
            try #expect(
                mirror.reader().rows(of: query)
                    == [[.text("007"), .text("text"), .text(""), .text("x=y"), .text("Å;'")]])
            let byColumn = try Query(
                "SELECT name FROM subscription_type WHERE id = :id", assignments: ["id=10"])
            try #expect(mirror.reader().rows(of: byColumn) == [[.text("Bedrift Fri")]])
        }
    }

    @Test(
        "a parameter that is not one is refused",
        arguments: [
            (["a"], .malformedParameter("a")), (["=1"], .malformedParameter("=1")),
            (["a=1", "a=2"], .repeatedParameter("a")),
            (["a=1", "b=2"], .unknownParameter("b", known: ["a"])),
        ] as [([String], QueryFailure)])
    func refusesParameters(assignments: [String], failure: QueryFailure) throws {
        try ExampleMirror.with { mirror in
            #expect(throws: failure) {
                try mirror.reader().rows(of: Query("SELECT :a", assignments: assignments))
            }
        }
    }

    @Test(
        "rows leave before the last one is read, in pieces of some 64 KiB",
        arguments: [ResultFormat.csv, .json])
    func streams(format: ResultFormat) throws {
        try ExampleMirror.with { mirror in
            let query = Query(
                """
                WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 50000)
                SELECT n, 'some text that takes room' AS text FROM number
                """)
            var sizes: [Int] = []
            let count = try mirror.reader().write(query, as: format) { sizes.append($0.count) }
            #expect(count == 50000)
            #expect(sizes.count > 20)
            #expect(sizes.allSatisfy { $0 < 70 * 1024 })
        }
    }

    @Test("our functions see all of a text, whatever is in it, and tell texts apart by their bytes")
    func functionsOfTexts() throws {
        try ExampleMirror.with { mirror in
            let sql = """
                SELECT
                    hex(cost_centre('K' || char(0) || 'a')), hex(folded('K' || char(0) || 'a')),
                    hex(cost_centre('A' || char(778) || 's')), text_is(char(0) || 'y'), text_is(char(0)),
                    cost_centre(NULL), folded(5), local_day('2026-11-30T23:30:00Z')
                """
            let rows = try mirror.reader().rows(of: Query(sql))
            let expected: [Value] = [
                .text("4B0061"), .text("6B61"), .text("41CC8A73"), .text("text"), .text("blank"), .null,
                .null,
                .text("2026-12-01"),
            ]
            #expect(rows == [expected])
        }
    }

    @Test("a sink that fails ends the query with its own error")
    func sinkFails() throws {
        struct PipeClosed: Error {}
        try ExampleMirror.with { mirror in
            let reader = try mirror.reader()
            #expect(throws: PipeClosed.self) {
                try reader.write(Query("SELECT * FROM subscription"), as: .csv) { _ in throw PipeClosed() }
            }
            try #expect(reader.rows(of: Query("SELECT 1")) == [[.integer(1)]])
        }
    }
}
