import Foundation
import GRDB
import MirrorCore
import Sandbox
import TestSupport
import Testing

/// Three months of a company, closed and queried by the real program.
@Suite("The month command")
struct MonthCommandTests {
    @Test("closes months one after the other, restates what was learned later, and verifies itself")
    func year() async throws {
        try await MonthStage.with { stage in
            try await stage.tellSummer()
            let early = try await stage.program.run("month", "close", "2026-08")
            #expect(early.status == 76)
            #expect(
                early.errors
                    == "submirror: 2026-08 is not covered from 2026-07-31T22:00:00Z to 2026-08-20T08:00:00Z: "
                    + "run sync and try again, or add --with-gaps to close it all the same\n")
            let august = try await stage.program.run("month", "close", "2026-08", "--with-gaps")
            #expect(august.status == 0, "\(august.errors)")
            #expect(august.errors.hasPrefix("closed 2026-08: 5 subscriptions, checksum "))
            #expect(try await stage.program.run("month", "close", "2026-10").status == 64)

            let september = try await stage.program.run("month", "close", "2026-09", "--json")
            #expect(september.status == 0, "\(september.errors)")
            // 4790000004 is gone, 4790000006 is new, 4790000003 moved.
            #expect(try stage.bridge("2026-09", "total") == ["total||5|0|0|0|1|0|0|0|0|1|5"])
            #expect(
                try stage.bridge("2026-09", "cost-centre") == [
                    "cost centre|A|5|0|0|0|1|0|0|1|0|1|4", "cost centre|B|0|0|0|0|0|0|1|0|0|0|1",
                ])
            let again = try await stage.program.run("month", "close", "2026-09")
            #expect(again.status == 64 && again.errors.contains("2026-09 is closed already"))

            try await stage.tellAutumn()
            // 4790000005 had ended on 28 September, 4790000007 had begun on the 29th.
            let diff = try await stage.program.run("month", "diff", "2026-09", "--json")
            #expect(diff.status == 0, "\(diff.errors)")
            #expect(
                diff.output.contains(
                    #"{"figure": "restated-in", "by": "total", "msisdn": "4790000007", "from_group": null"#))
            #expect(
                diff.output.contains(
                    #"{"figure": "restated-out", "by": "total", "msisdn": "4790000005", "from_group": "total:""#
                ))
            let before = try stage.bridge("2026-09", "total")
            #expect(try await stage.program.run("month", "close", "2026-10").status == 0)
            #expect(try stage.bridge("2026-09", "total") == before)
            #expect(try stage.bridge("2026-10", "total") == ["total||5|1|1|0|0|0|0|0|0|0|5"])
            let listed = try await stage.program.run(
                "month", "show", "2026-10", "--list", "restated-out", "--format", "csv")
            #expect(listed.output == "figure,msisdn,from_group,to_group\nrestated-out,4790000005,total:,\n")
            #expect(try await stage.program.run("month", "verify").status == 0)
        }
    }

    @Test(
        "prices a closed month as it was closed, each end by the prices of its day",
        arguments: [["2026-08", "2026-09"], ["2026-09"]])
    func prices(closed: [String]) async throws {
        try await MonthStage.with { stage in
            try await stage.tellSummer()
            for month in closed {
                let closing = try await stage.program.run("month", "close", month, "--with-gaps")
                #expect(closing.status == 0, "\(closing.errors)")
            }
            func figures(_ report: String, _ arguments: [String], _ by: String) async throws -> [String] {
                let result = try await stage.program.run(
                    ["report", report, "--by", by, "--format", "json"] + arguments)
                #expect(result.status == 0, "\(result.errors)")
                let document = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
                let rows = try #require((document as? [String: Any])?["rows"] as? [[String: Any]])
                return rows.filter { by == "total" || $0["group_is"] as? String != "total" }.map { row in
                    [
                        "group_is", "opening_count", "opening_amount", "closing_count", "closing_amount",
                        "unpriced_count",
                    ].map { row[$0].map { "\($0)" } ?? "" }.joined(separator: "|")
                }.sorted()
            }
            let september = ["--month", "2026-09"]
            // Without a list there is no amount.
            #expect(try await figures("month-bridge", september, "total") == ["total|5||5||"])
            try stage.price("product_id;price;from;to\n1001;100,00;;2026-08-31\n1001;0,10;2026-09-01;\n")
            #expect(
                try await figures("month-bridge", september, "cost-centre") == [
                    "cost centre|0|<null>|1|0.10|0", "cost centre|5|500.00|4|0.40|0",
                ])
            let days = ["--from", "2026-08-31", "--to", "2026-09-30"]
            let accounts = try await figures("month-bridge", september, "account")
            #expect(accounts.contains { $0.hasSuffix("|0.50|0") }, "\(accounts)")
            for by in ["total", "cost-centre", "type", "organization"] {
                let open = try await figures("bridge", days, by)
                #expect(try await figures("month-bridge", september, by) == open, "\(by)")
                #expect(open.contains { $0.contains("|500.00|") }, "\(open)")
            }
            if closed.count == 2 {
                #expect(
                    try await figures("month-bridge", ["--month", "2026-08"], "total")
                        == ["total|0|<null>|5|500.00|0"])
                // The forgotten keep their type in the closings.
                let before = try await figures("month-bridge", september, "cost-centre")
                let forgotten = try await stage.program.run("forget", "4790000002", "--yes")
                #expect(forgotten.status == 0, "\(forgotten.errors)")
                #expect(try await figures("month-bridge", september, "cost-centre") == before)
            }
            try stage.price("product_id;price\n99;1,00\n")
            #expect(
                try await figures("month-bridge", september, "total") == ["total|5|<null>|5|<null>|5"])
            #expect(try await stage.program.run("month", "verify").status == 0)
            for report in ["month-bridge", "month-numbers"] {
                let result = try await stage.program.run(
                    "report", report, "--month", "2026-11", "--format", "csv")
                #expect(result.status == 64 && result.output == "")
                #expect(
                    result.errors == "submirror: 2026-11 is not closed: see submirror month list\n",
                    "\(result.errors)")
            }
        }
    }

    @Test("the pack of a month has its words in Norwegian, and the company's own as they are")
    func norwegianPack() async throws {
        try await MonthStage.with { stage in
            try await stage.tellSummer()
            try stage.price("product_id;price\n1001;100,00\n")
            let program = BuiltBinary(
                environment: stage.environment.merging(["SUBMIRROR_REPORT_LANGUAGE": "nb"]) { $1 },
                in: stage.directory)
            for isClosed in [false, true] {
                if isClosed {
                    #expect(try await program.run("month", "close", "2026-09", "--with-gaps").status == 0)
                }
                let folder = stage.directory.appendingPathComponent("pakke-\(isClosed)")
                let result = try await program.run(
                    "report", "--pack", "month-end", "--month", "2026-09", "--output", folder.path,
                    "--format",
                    "csv-excel")
                #expect(result.status == 0, "\(result.errors)")
                func lines(_ name: String) throws -> [String] {
                    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
                        .split(separator: "\r\n").map(String.init)
                }
                let summary = try lines("01-sammendrag.csv")
                #expect(summary[0].contains(";Åpning, beløp;Slutt, beløp;Uten pris"), "\(summary)")
                #expect(summary[1].hasPrefix("Sum;") && summary[1].contains(";500,00;500,00;0"), "\(summary)")
                let centres = try lines("02-per-kostnadssted.csv")
                #expect(centres.contains { $0.hasPrefix("kostnadssted;") && $0.contains("A") }, "\(centres)")
                let events = try lines("06-hendelser.csv")
                #expect(events.contains { $0.contains(";flyttet fra A til B;") }, "\(events)")
                #expect(events.contains { $0.contains(";ny;") } && events.contains { $0.contains(";borte;") })
                let moves = try lines("07-flyttinger.csv")
                #expect(moves.contains { $0.contains("flyttet inn") && !$0.contains("moved") }, "\(moves)")
                if isClosed { #expect(moves.contains { $0.contains("kostnadssted:B") }, "\(moves)") }
                for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
                where name.hasSuffix(".csv") && !name.hasPrefix("00") {
                    for line in try lines(name) {
                        for word in ["total", "moved", "cost centre", "living subscriptions", "verification"]
                        {
                            #expect(!line.contains(word), "\(name): \(line)")
                        }
                    }
                }
            }
        }
    }

    @Test("a reopened month leaves its trace, and only the newest can be reopened")
    func reopened() async throws {
        try await MonthStage.with { stage in
            try await stage.tellSummer()
            #expect(try await stage.program.run("month", "close", "2026-08", "--with-gaps").status == 0)
            #expect(try await stage.program.run("month", "close", "2026-09").status == 0)
            let old = try await stage.program.run("month", "reopen", "2026-08", "--reason", "x")
            #expect(old.status == 64 && old.errors.contains("reopen 2026-09 first"))
            #expect(try await stage.program.run("month", "reopen", "2026-09", "--reason", "late").status == 0)
            #expect(try await stage.program.run("month", "show", "2026-09").status == 64)
            #expect(try await stage.program.run("month", "close", "2026-09").status == 0)
            let list = try await stage.program.run("month", "list", "--format", "csv")
            #expect(list.output.split(separator: "\n").count == 4)
            #expect(list.output.contains(",late,"))
            #expect(try await stage.program.run("month", "verify").status == 0)
        }
    }

    @Test("a closed month is exported as it was closed, and the same whenever that is done")
    func exported() async throws {
        try await MonthStage.with { stage in
            try await stage.tellSummer()
            #expect(try await stage.program.run("month", "close", "2026-08", "--with-gaps").status == 0)
            #expect(try await stage.program.run("month", "close", "2026-09").status == 0)
            func export(_ target: String, _ more: String...) async throws -> BuiltBinary.Result {
                try await stage.program.run(["export", target, "--month", "2026-09"] + more)
            }
            let first = try await export("first")
            #expect(first.status == 0 && first.errors.hasPrefix("wrote 8 files"), "\(first.errors)")
            #expect(try await stage.program.run("export", "first", "--verify").status == 0)
            try await stage.tellAutumn()
            #expect(try await export("second").status == 0)
            for name in ["month_closing", "month_subscription", "month_bridge", "month_event"] {
                let rows = try stage.contents.rows("SELECT 1 FROM \(name) WHERE month = '2026-09'").count
                let files = try ["first", "second"].map { folder in
                    try String(
                        contentsOf: stage.directory.appendingPathComponent("\(folder)/\(name).csv"),
                        encoding: .utf8)
                }
                #expect(files[0] == files[1])
                let lines = files[0].split(separator: "\n").dropFirst()
                #expect(lines.count == rows && rows > 0, "\(name)")
                #expect(lines.allSatisfy { $0.contains("2026-09") })
            }
            for format in ["sqlite", "xlsx"] {
                let target = format == "xlsx" ? "book" : "copy"
                let result = try await export(target, "--format", format)
                #expect(result.status == 0, "\(result.errors)")
            }
            let open = try await stage.program.run("export", "third", "--month", "2026-11")
            #expect(open.status == 64 && open.errors.contains("2026-11 is not closed"), "\(open.errors)")
            #expect(try await export("third", "--as-of", "2026-09-30").status == 64)
            #expect(try await export("third", "--changes-since", "1").status == 64)
        }
    }

    @Test("a person who is forgotten leaves closed months, whose counts and checksum stay")
    func forgotten() async throws {
        try await MonthStage.with { stage in
            try await stage.tellSummer()
            #expect(try await stage.program.run("month", "close", "2026-08", "--with-gaps").status == 0)
            #expect(try await stage.program.run("month", "close", "2026-09").status == 0)
            // Nobody else has ever had B.
            let before = try stage.bridge("2026-09", "cost-centre")
            let withoutName = before.map { $0.replacing("cost centre|B|", with: "forgotten|N|") }
            #expect(withoutName != before)
            let forget = try await stage.program.run("forget", "4790000003", "4790000004", "--yes")
            #expect(forget.status == 0, "\(forget.errors)")
            let after = try stage.bridge("2026-09", "cost-centre")
            #expect(after.map { $0.replacing(/^forgotten\|\d+\|/, with: "forgotten|N|") } == withoutName)
            #expect(
                try stage.contents.rows("SELECT 1 FROM _month_group WHERE value = 'cost centre:B'").isEmpty)
            let show = try await stage.program.run(
                "month", "show", "2026-09", "--list", "closing", "--format", "csv")
            #expect(!show.output.contains("4790000003"))
            #expect(show.output.split(separator: "\n").count == 6)
            let verify = try await stage.program.run("month", "verify")
            #expect(verify.status == 0, "\(verify.output)")
            // The next month opens with the forgotten person's group.
            #expect(try await stage.program.run("month", "close", "2026-10", "--with-gaps").status == 0)
            let next = try await stage.program.run("month", "verify")
            #expect(next.status == 0, "\(next.output)\(next.errors)")
        }
    }

    @Test(
        "what somebody changed in a closing is found",
        arguments: [
            "UPDATE _month_subscription SET state = 'barred' WHERE closing = 2 AND place = 0",
            "DELETE FROM _month_subscription WHERE closing = 1 AND place = 0",
            "UPDATE _month_count SET name = 'x' WHERE closing = 1",
            "UPDATE month_closing SET gap_count = 0 WHERE id = 1",
            "UPDATE month_closing SET closed_at = closed_at || ' or later' WHERE id = 1",
            "UPDATE month_closing SET from_at = replace(from_at, 'Z', '.5Z') WHERE id = 2",
            """
            PRAGMA ignore_check_constraints = 1;
            UPDATE _month_count SET opening_count = 9223372036854775807, new_count = 9223372036854775807 WHERE closing = 2
            """,
            "UPDATE _month_group SET value = 'cost centre:C' WHERE value = 'cost centre:B'",
            "UPDATE _month_event SET figure = 'returned' WHERE closing = 2 AND figure = 'new'",
            "DELETE FROM _month_event WHERE closing = 2 AND figure = 'gone'",
            // Rows that pose as forgotten: in one closing, in all with the numbers behind the bridges, with days, and groups.
            """
            UPDATE _month_subscription SET number = NULL, salt = NULL, valid_from_date = NULL, valid_to_date = NULL
            WHERE closing = 2 AND place = 0
            """,
            """
            UPDATE _month_event SET number = NULL
            WHERE number = (SELECT number FROM _month_subscription WHERE closing = 1 AND place = 0);
            UPDATE _month_subscription SET number = NULL, salt = NULL, valid_from_date = NULL, valid_to_date = NULL
            WHERE number = (SELECT number FROM _month_subscription WHERE closing = 1 AND place = 0)
            """,
            """
            UPDATE _month_subscription SET number = NULL, salt = NULL, valid_from_date = '2026-01-01'
            WHERE closing = 2 AND place = 0
            """,
            "UPDATE _month_count SET salt = NULL, name = NULL WHERE closing = 2 AND grouping = 'type'",
            "UPDATE _month_count SET opening_count = 6, gone_count = gone_count + 1 WHERE closing = 2 AND grouping = 'total'",
            // The numbers behind the bridges by group.
            """
            UPDATE _month_event SET number = (SELECT max(number) FROM _month_event)
            WHERE closing = 2 AND grouping = 'type' AND figure = 'gone'
            """,
            """
            UPDATE _month_event SET from_group = (SELECT max(id) FROM _month_group)
            WHERE closing = 2 AND grouping = 'cost-centre' AND figure = 'moved-in'
            """,
            """
            UPDATE _month_event SET to_group = (SELECT min(id) FROM _month_group)
            WHERE closing = 2 AND grouping = 'cost-centre' AND figure = 'moved-out'
            """,
            "UPDATE _month_event SET number = NULL, salt = NULL WHERE closing = 2 AND grouping = 'account'",
            "UPDATE _month_event SET grouping = 'type' WHERE closing = 2 AND grouping = 'total' AND figure = 'new'",
            // Months that are none, and reopenings that were none.
            "PRAGMA ignore_check_constraints = 1; UPDATE month_closing SET month = '2026-19' WHERE id = 2",
            "UPDATE month_closing SET reopened_at = '2026-11-20T00:00:00Z', reopened_because = 'x' WHERE id = 2",
            "UPDATE month_closing SET reopened_at = '2026-11-20T00:00:00Z', reopened_because = 'x' WHERE id = 1",
        ])
    func tampered(sql: String) async throws {
        try await MonthStage.with { stage in
            try await stage.tellSummer()
            #expect(try await stage.program.run("month", "close", "2026-08", "--with-gaps").status == 0)
            #expect(try await stage.program.run("month", "close", "2026-09").status == 0)
            try await stage.database { db in try db.execute(sql: sql) }
            let verify = try await stage.program.run("month", "verify")
            #expect(verify.status == 65, "\(verify.output)")
        }
    }

    @Test(
        "what somebody changed in a reopening is found, however often a month was closed",
        arguments: [
            """
            UPDATE month_closing SET reopened_at = '2026-11-20T00:00:00Z', reopened_because = 'x' WHERE id = 3;
            UPDATE month_closing SET reopened_at = NULL, reopened_because = NULL WHERE id = 2
            """,
            """
            UPDATE month_closing SET reopened_at = '2026-11-20T00:00:00Z', reopened_because = 'x' WHERE id = 3;
            UPDATE month_closing SET reopened_at = NULL, reopened_because = NULL WHERE id = 2;
            UPDATE _month_reopening SET closing = 3
            """,
            "UPDATE month_closing SET reopened_because = 'other' WHERE id = 2",
            "UPDATE month_closing SET reopened_at = '2026-11-20T00:00:00Z' WHERE id = 2",
            "UPDATE _month_reopening SET after = 1", "DELETE FROM _month_reopening",
            "UPDATE _month_reopening SET checksum = replace(checksum, 'a', 'b')",
            """
            UPDATE month_closing SET reopened_at = '2026-11-20T00:00:00Z', reopened_because = 'x' WHERE id = 3;
            INSERT INTO _month_reopening (closing, after, checksum) SELECT 3, 3, checksum FROM month_closing WHERE id = 3
            """,
        ])
    func reopeningTampered(sql: String) async throws {
        try await MonthStage.with { stage in
            try await stage.tellSummer()
            for arguments in [
                ["close", "2026-08", "--with-gaps"], ["close", "2026-09"],
                ["reopen", "2026-09", "--reason", "late"], ["close", "2026-09"],
            ] {
                #expect(try await stage.program.run(["month"] + arguments).status == 0)
            }
            #expect(try await stage.program.run("month", "verify").status == 0)
            try await stage.database { db in
                try db.execute(sql: "DROP INDEX month_closing_standing")
                try db.execute(sql: sql)
            }
            let verify = try await stage.program.run("month", "verify")
            #expect(verify.status == 65, "\(verify.output)")
        }
    }

    @Test("with --sync the mirror is compared first, and without a complete run the month stays open")
    func synced() async throws {
        try await CommandStage.with { (stage: inout CommandStage) async throws -> Void in
            #expect(try await stage.program.run("sync").status == 0)
            let path = stage.state.appendingPathComponent("mirror.sqlite").path
            // As if the mirror had existed since August; the sandbox's company is current.
            let queue = try DatabaseQueue(path: path)
            try await queue.write { db in
                try db.execute(
                    sql: """
                        UPDATE sync_run SET started_at = '2026-08-01T08:00:00Z', finished_at = '2026-08-01T08:10:00Z';
                        UPDATE coverage SET from_at = '2026-08-01T08:00:00Z'
                        """)
            }
            try queue.close()
            stage.sandbox.inject(.error(500), endpoint: .search, times: nil)
            let failed = try await stage.program.run("month", "close", "2026-09", "--sync")
            #expect(failed.status != 0)
            stage.sandbox.clearInjected()
            #expect(try await stage.program.run("month", "verify").output == "no month is closed\n")
            let closed = try await stage.program.run("month", "close", "2026-09", "--sync")
            #expect(closed.status == 0, "\(closed.errors)")
            #expect(closed.errors.contains("complete"))
            #expect(closed.errors.contains("closed 2026-09: "))
        }
    }

    @Test(
        "refuses what cannot be",
        arguments: [
            (["close", "2026-13"], 64), (["close", "9999-11"], 64), (["close", "2020-01"], 64),
            (["show", "2026-08"], 64), (["diff", "2026-08"], 64),
            (["reopen", "2026-08", "--reason", "x"], 64), (["reopen", "2026-08"], 64),
            (["show", "2026-08", "--list", "nothing"], 64), (["verify"], 0), (["list"], 0),
        ] as [([String], Int32)])
    func refuses(arguments: [String], status: Int32) async throws {
        try await MonthStage.with { stage in
            try await stage.tellSummer()
            let result = try await stage.program.run(["month"] + arguments)
            #expect(result.status == status, "\(result.errors)")
        }
    }
}
