import Schema
import TestSupport
import Testing

@testable import MirrorReading

@Suite("Looking at a statement without a mirror")
struct StatementAnalysisTests {
    @Test(
        "names what the text names, not what the views read that it names",
        arguments: [
            ("SELECT 1", [:]),
            ("SELECT count(*) FROM subscription", ["subscription": []]),
            ("SELECT Status FROM Subscription", ["subscription": ["status"]]),
            (
                "WITH a AS (SELECT msisdn FROM change) SELECT * FROM a JOIN party ON party.msisdn = a.msisdn",
                [
                    "change": ["msisdn"],
                    "party": [
                        "msisdn", "role", "kind", "first_name", "middle_name", "last_name", "birth_date",
                        "org_number", "organization_name",
                    ],
                ]
            ),
            (
                "SELECT name FROM main.account, subscription_type WHERE account.id = subscription_type.id",
                ["account": ["id"], "subscription_type": ["id", "name"]]
            ),
            ("SELECT cost_centre(path), local_day(report_time()) FROM anomaly", ["anomaly": ["path"]]),
            ("SELECT value FROM json_each('[1]')", ["json_each": ["value"]]),
        ] as [(String, [String: Set<String>])])
    func reads(sql: String, columns: [String: Set<String>]) throws {
        #expect(try StatementAnalysis().look(at: sql).reads == StatementReads(columns: columns))
    }

    @Test(
        "for one statement sees in it what the one for all statements sees",
        arguments: Schema.reports.map(\.name))
    func one(report: String) throws {
        let sql = try #require(Schema.reports.first { $0.name == report }).sql
        try ExampleMirror.with { mirror in
            for asOf in [nil, AsOf(before: ExampleMirror.now)] {
                let reader = try MirrorReader(path: mirror.path, asOf: asOf)
                let one = try reader.read { db in try StatementAnalysis(of: sql, in: db) }.look(at: sql)
                let all = try StatementAnalysis().look(at: sql)
                #expect(one.reads == all.reads)
                #expect(one.parameters == all.parameters && one.columns == all.columns)
            }
        }
    }

    @Test("names the parameters and the result's columns")
    func parametersAndColumns() throws {
        let (_, parameters, columns) = try StatementAnalysis().look(at: "SELECT :b AS x, :a, :b AS y; -- end")
        #expect(parameters == ["b", "a"])
        #expect(columns == ["x", ":a", "y"])
    }

    @Test(
        "refuses anything but one statement that only reads, and names the line",
        arguments: [
            ("-- only\n", nil, "it contains no statement"),
            ("DELETE FROM account", nil, "it begins with DELETE, not with SELECT"),
            ("PRAGMA user_version", nil, "it begins with PRAGMA, not with SELECT"),
            ("EXPLAIN SELECT 1", nil, "it begins with EXPLAIN, not with SELECT"),
            ("ATTACH '/tmp/x' AS x", nil, "it begins with ATTACH, not with SELECT"),
            ("WITH a AS (SELECT 1) DELETE FROM account", nil, "it writes, but a report may only read"),
            ("\u{FEFF}PRAGMA user_version", nil, "it begins with PRAGMA, not with SELECT"),
            ("SELECT fts3_tokenizer('simple')", nil, "a report may not call the function fts3_tokenizer"),
            ("SELECT * FROM dbstat", nil, "dbstat is not a relation of the mirror"),
            ("SELECT 1;\nSELECT 2", 1, "it contains more than one statement"),
            ("SELECT ?", nil, "it has a parameter without a name: write :name instead of ?"),
            ("SELECT\n  nobody\nFROM account", 2, "no such column: nobody"),
            ("SELECT 1\n\nFORM account", 3, "near \"account\": syntax error"),
            ("SELECT * FROM nowhere", nil, "no such table: nowhere"),
        ] as [(String, Int?, String)])
    func refuses(sql: String, number: Int?, reason: String) throws {
        let analysis = try StatementAnalysis()
        #expect(throws: StatementFault(number: number, reason: reason)) { try analysis.look(at: sql) }
    }
}
