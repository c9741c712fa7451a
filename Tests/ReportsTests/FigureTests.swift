import Foundation
import MirrorCore
import MirrorReading
import Reports
import TestSupport
import Testing

/// The figures for a controller, each with a case that was once wrong.
@Suite("Figures")
struct FigureTests {
    typealias Version = FigureRows.Version

    /// 22 November 2026, noon UTC, and a fraction of a second.
    private static let now = Date(timeIntervalSince1970: 1_795_348_800.4)

    private static func answer(
        _ name: String, _ sql: String, _ arguments: [String: String] = [:], asOf: String? = nil,
        costCentres: CostCentres = CostCentres()
    ) throws -> [[String: Value]] {
        var found: [[String: Value]] = []
        try ExampleMirror.with(FigureRows.runs + sql) { mirror in
            var viewpoint = Viewpoint(now: now)
            viewpoint.asOf = try asOf.map { try AsOf($0, now: now, in: viewpoint.timeZone) }
            let report = try ReportCatalogue.named(name)
            let text = try mirror.text(
                report, arguments, as: .json, from: viewpoint, costCentres: costCentres)
            found = try ReportJSON.rows(in: text)
        }
        return found
    }

    private static func texts(_ column: String, of rows: [[String: Value]]) -> [String?] {
        rows.map { row in
            if case .text(let text) = row[column] { text } else { nil }
        }
    }

    @Test("a cost centre is that of the text's own bytes, whichever spelling was asked first")
    func costCentreByBytes() throws {
        let (composed, decomposed) = ("Lager \u{C5}lesund", "Lager A\u{30A}lesund")
        for spellings in [[composed, decomposed], [decomposed, composed]] {
            try ExampleMirror.with("") { mirror in
                let reader = try MirrorReader(
                    path: mirror.path, costCentres: CostCentres(pattern: CostCentrePattern("Lager .*")))
                let rows = try reader.rows(
                    of: Query(
                        "SELECT cost_centre(:one), cost_centre(:other)",
                        parameters: ["one": .text(spellings[0]), "other": .text(spellings[1])]))
                #expect(rows == [spellings.map(Value.text)])
            }
        }
    }

    @Test(
        "a period that ends now holds what was seen in this very second, and later by the mirror's own clock")
    func sameSecond() throws {
        for instant in ["2026-11-22T12:00:00Z", "2026-11-22T12:00:01Z"] {
            let sql =
                FigureRows.number("4790000001", Version())
                + FigureRows.number("4790000002", Version(from: instant))
            let months = try Self.answer("arrivals-and-departures-by-month", sql)
            #expect(months.first?["closing_count"] == .integer(2))
            let counted = try Self.answer("subscriptions-by-status", sql)
            #expect(counted.first?["subscription_count"] == .integer(2))
            #expect(try Self.answer("changes", sql).count == 1)
        }
    }

    @Test(
        "what an answer could not read is counted at its moment, by column, of the numbers that it is about")
    func unreadable() throws {
        let sql =
            FigureRows.number("4790000001", Version(status: nil))
            + FigureRows.number("4790000002", Version(status: nil))
            + FigureRows.number("4790000003", Version()) + """
                INSERT INTO _unreadable_history VALUES
                    ('4790000001', '$.status', 1, '2026-10-01T08:00:00Z', NULL),
                    ('4790000002', '$.status', 1, '2026-10-01T08:00:00Z', '2026-11-10T08:00:00Z'),
                    ('4790000003', '$.settings[].active', 2, '2026-10-01T08:00:00Z', NULL);
                INSERT INTO anomaly VALUES
                    ('$.status', 'unreadable_value', 39, '2026-10-01T08:00:00Z', '2026-11-22T08:00:00Z', NULL);
                """
        for (asOf, expected) in [(nil, 1), ("2026-11-01", 2)] as [(String?, Int)] {
            try ExampleMirror.with(FigureRows.runs + sql) { mirror in
                var viewpoint = Viewpoint(now: Self.now)
                viewpoint.asOf = try asOf.map { try AsOf($0, now: Self.now, in: viewpoint.timeZone) }
                let report = try ReportCatalogue.named("subscriptions-by-status")
                let coverage = try MirrorReader(path: mirror.path, viewpoint: viewpoint)
                    .write(report, as: .csv) { _ in }
                #expect(coverage.unreadable.map(\.name) == ["status"])
                #expect(coverage.unreadable.map(\.numberCount) == [expected])
                #expect(coverage.text.contains("; status unreadable for \(expected) of 3 numbers"))
            }
        }
    }

    @Test("the days that are left count from today, whatever day the list begins with")
    func daysLeft() throws {
        let sql = FigureRows.number("4790000001", Version(validTo: "2026-12-02"))
        let rows = try Self.answer("expiring", sql, ["from": "2026-12-01", "days": "10"])
        #expect(rows.map { $0["days_left"] } == [.integer(10)])
    }

    @Test(
        "a number has one state, made of its last day, its status and whether it is gone",
        arguments: [
            ("ACTIVE", nil, false, "in use"), (" active\u{200B}", nil, false, "in use"),
            ("barred", nil, false, "barred"), ("BARRED\u{A0}", "2026-12-01", false, "barred"),
            ("ACTIVE", "2026-11-22", false, "on notice"), ("TERMINATED", "2027-01-01", false, "on notice"),
            ("ACTIVE", "2026-11-21", false, "ended"), ("TERMINATED", nil, false, "ended"),
            ("barred", "2009-01-01", false, "ended"), (nil, nil, false, "status unknown"),
            ("PORTING", nil, false, "status unknown"), (nil, "2026-11-01", false, "ended"),
            ("ACTIVE", nil, true, "gone"), (nil, "2009-01-01", true, "gone"),
        ] as [(String?, String?, Bool, String)])
    func state(status: String?, validTo: String?, isGone: Bool, expected: String) throws {
        let sql = FigureRows.number("4790000001", Version(status: status, validTo: validTo, isGone: isGone))
        let rows = try Self.answer("subscriptions-by-state", sql)
        let counted = rows.filter { $0["subscription_count"] == .integer(1) }
        #expect(Self.texts("state", of: counted) == [expected])
        #expect(rows.count == 6)
        // The same for that day in the past, and in the wide relation, which holds only listed numbers.
        let earlier = try Self.answer("subscriptions-by-state", sql, asOf: "2026-11-22T11:00:00Z")
        #expect(earlier.map { $0["subscription_count"] } == rows.map { $0["subscription_count"] })
        try ExampleMirror.with(FigureRows.runs + sql) { mirror in
            let flat = try mirror.reader().rows(of: Query("SELECT state FROM subscription_flat"))
            #expect(flat == (isGone ? [] : [[.text(expected)]]))
        }
    }

    @Test("what has ended and is still listed has a list of its own")
    func endedButListed() throws {
        let sql =
            FigureRows.number("4790000001", Version(status: "TERMINATED", validTo: "2026-11-20"))
            + FigureRows.number("4790000002", Version(validTo: "2026-11-22"))
            + FigureRows.number("4790000003", Version(validTo: "2009-01-01", isGone: true))
            + "INSERT INTO add_on_history VALUES ('4790000002', 698, 1, 'Tvilling', 1, '2026-11-21', '\(FigureRows.firstLoad)', NULL);"
        let rows = try Self.answer("ended-but-listed", sql)
        #expect(Self.texts("msisdn", of: rows) == ["4790000001", "4790000002"])
        #expect(rows.map { $0["days_since"] } == [.integer(2), .integer(1)])
        #expect(Self.texts("what", of: rows) == ["subscription", "add-on"])
    }

    @Test("whatever shows nothing is blank: no cost centre, a missing reference, and no obstacle to a status")
    func blanks() throws {
        let blanks = (1...0xFFFF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init).filter(
            FreeText.isBlank)
        #expect(blanks.count > 60)
        let sql = blanks.enumerated().map { index, scalar in
            FigureRows.number(
                String(4_790_000_000 + index), Version(status: "barred\(scalar)", reference: String(scalar)))
        }.joined()
        let centres = try Self.answer("subscriptions-by-cost-centre", sql)
        #expect(Self.texts("found", of: centres) == ["missing"])
        #expect(centres.first?["subscription_count"] == .integer(Int64(blanks.count)))
        let missing = try Self.answer("missing-references", sql)
        #expect(Self.texts("missing", of: missing) == blanks.map { _ in "blank" })
        #expect(try Self.answer("barred-subscriptions", sql).count == blanks.count)
    }

    @Test("what stands for a missing text is one, in capitals or not and with blanks around it")
    func placeholders() throws {
        let texts = ["N/A", "n/a ", "-", "Ukjent", "\u{A0}INGEN", "?"]
        let sql = texts.enumerated().map { index, text in
            FigureRows.number(String(4_790_000_000 + index), Version(reference: text))
        }.joined()
        #expect(Self.texts("found", of: try Self.answer("subscriptions-by-cost-centre", sql)) == ["missing"])
        #expect(try Self.answer("missing-references", sql).count == texts.count)
        #expect(try Self.answer("malformed-references", sql).isEmpty)
    }

    @Test("since when a number is barred is not told where it was so from the start")
    func barredSince() throws {
        let later = "2026-11-05T08:00:00Z"
        let sql =
            FigureRows.number("4790000001", Version(status: "BARRED"))
            + FigureRows.number("4790000002", Version(to: later), Version(from: later, status: "barred "))
        let rows = try Self.answer("barred-subscriptions", sql)
        #expect(rows.map { $0["barred_since_at"] } == [Value.null, .text(later)])
    }

    @Test("the ways in which the same words are written stand side by side with their counts")
    func spellings() throws {
        let texts = [
            "Salg \u{D8}st", "Salg \u{D8}st", "SALG \u{D8}ST", "Salg  \u{D8}st", "Salg\u{A0}\u{D8}st",
            "Lager A\u{30A}s", "Lager \u{C5}s", "Alene",
        ]
        let sql = texts.enumerated().map { index, text in
            FigureRows.number(String(4_790_000_000 + index), Version(reference: text))
        }.joined()
        let rows = try Self.answer("malformed-references", sql)
        let found = Dictionary(
            uniqueKeysWithValues: zip(
                Self.texts("reference", of: rows).map { ExactText($0 ?? "") },
                Self.texts("malformed", of: rows)))
        #expect(
            found == [
                ExactText("SALG \u{D8}ST"): "other spelling",
                ExactText("Salg  \u{D8}st"): "unusual white space within; other spelling",
                ExactText("Salg\u{A0}\u{D8}st"): "unusual white space within; other spelling",
                ExactText("Lager \u{C5}s"): "other spelling",
            ])
        let spelled = Self.texts("spellings", of: rows).compactMap(\.self)
        #expect(spelled.contains { $0.hasPrefix("Salg \u{D8}st (2); ") })
    }

    @Test("æ, ø and å come last, and capitals beside small letters")
    func norwegian() throws {
        let texts = ["\u{C5}s", "Zoo", "\u{D8}st", "abel", "\u{C6}rlig", "Abel"]
        let sql = texts.enumerated().map { index, text in
            FigureRows.number(String(4_790_000_000 + index), Version(reference: text))
        }.joined()
        let rows = try Self.answer("subscriptions-by-cost-centre", sql)
        #expect(
            Self.texts("cost_centre", of: rows) == [
                "abel", "Abel", "Zoo", "\u{C6}rlig", "\u{D8}st", "\u{C5}s",
            ])
    }

    @Test(
        "spellings of a cost centre are one where the setting says so, in a form that no other spelling changes"
    )
    func folds() throws {
        let texts = [
            "Salg \u{D8}st", "SALG  \u{D8}ST", "Salg\u{A0}\u{D8}st", " salg \u{D8}st ", "\u{C5}lesund",
            "A\u{30A}lesund",
            "KS 1", "n/a",
        ]
        let sql = texts.enumerated().map { index, text in
            FigureRows.number(String(4_790_000_000 + index), Version(reference: text))
        }.joined()
        func groups(_ costCentres: CostCentres) throws -> [String?] {
            try Self.texts(
                "cost_centre", of: Self.answer("subscriptions-by-cost-centre", sql, costCentres: costCentres))
        }
        #expect(try groups(CostCentres(folds: true)) == ["SALG \u{D8}ST", "\u{C5}LESUND", "KS 1", nil])
        #expect(try groups(CostCentres()).count == 8)
        let pattern = CostCentrePattern("^[^ \u{A0}]+")
        #expect(try groups(CostCentres(pattern: pattern, folds: true)).contains("SALG"))
    }

    @Test("a name is the same person's in composed and in decomposed letters")
    func duplicates() throws {
        let sql =
            FigureRows.number("4790000001", Version()) + FigureRows.number("4790000002", Version())
            + FigureRows.user("4790000001", first: "\u{C5}se", last: "Br\u{E5}ten", born: "1980-05-17")
            + FigureRows.user("4790000002", first: "A\u{30A}SE", last: "Bra\u{30A}ten", born: "1980-05-17")
        let rows = try Self.answer("possible-duplicates", sql)
        #expect(Self.texts("msisdns", of: rows) == ["4790000001; 4790000002"])
    }

    @Test("shares add up to 100 in hundredths, whatever the counts")
    func shares() throws {
        for counts in [[1, 1, 1], [7, 3, 1, 1, 1], [1], Array(repeating: 1, count: 17)] {
            var sql = ""
            var number = 4_790_000_000
            for (index, count) in counts.enumerated() {
                for _ in 0..<count {
                    sql += FigureRows.number(String(number), Version(reference: "KS \(index)"))
                    number += 1
                }
            }
            for report in ["subscriptions-by-cost-centre", "subscriptions-by-reference"] {
                let hundredths = try Self.answer(report, sql).map { row in
                    if case .real(let share) = row["share_percent"] {
                        Int((share * 100).rounded())
                    } else {
                        0
                    }
                }
                #expect(hundredths.reduce(0, +) == 10_000)
                #expect(
                    (hundredths.max() ?? 0) - (hundredths.min() ?? 0) <= 10_000 * ((counts.max() ?? 0) - 1)
                        / counts.reduce(0, +) + 1 || counts.count == 1)
            }
        }
    }

    // MARK: - Changes

    private static let later = "2026-11-20T08:00:00Z"

    @Test("an account that was not known before is learned, another one is a change; a type shows its name")
    func changed() throws {
        let sql =
            FigureRows.number(
                "4790000001", Version(to: Self.later), Version(from: Self.later, account: "70001"))
            + FigureRows.number(
                "4790000002", Version(to: Self.later, account: "70001"),
                Version(from: Self.later, type: 20, account: "70002"))
        let rows = try Self.answer("changes", sql)
        #expect(Self.texts("kind", of: rows) == ["learned", "changed", "changed"])
        #expect(Self.texts("field", of: rows) == ["account_id", "account_id", "subscription_type"])
        #expect(Self.texts("old_value", of: rows) == [nil, "70001", "Mini"])
        #expect(Self.texts("new_value", of: rows) == ["70001", "70002", "Fri+ 20GB"])
        let counted = try Self.answer("changes-by-field", sql)
        #expect(Self.texts("field", of: counted) == ["account_id", "account_id", "subscription_type_id"])
        #expect(Self.texts("kind", of: counted) == ["changed", "learned", "changed"])
    }

    @Test("the first load is left out; a number is new, gone without a code, returned, or somebody else's")
    func cameAndWent() throws {
        let gone = "2026-11-18T08:00:00Z"
        func returned(_ msisdn: String, validFrom: String) -> String {
            FigureRows.number(
                msisdn, Version(to: gone), Version(from: gone, to: Self.later, isGone: true),
                Version(from: Self.later, validFrom: validFrom))
        }
        let sql =
            FigureRows.number("4790000001", Version())
            + FigureRows.number("4790000002", Version(from: Self.later))
            + FigureRows.number("4790000003", Version(to: gone), Version(from: gone, isGone: true))
            + returned("4790000004", validFrom: "2020-01-01")
            + returned("4790000005", validFrom: "2026-11-19")
            + FigureRows.user("4790000005", first: "Kari", last: "Nordmann", born: nil, to: gone)
            + FigureRows.user("4790000005", first: "Ola", last: "Hansen", born: nil, from: Self.later)
        let rows = try Self.answer("changes", sql)
        let events: [[Value]] = rows.map { row in
            ["msisdn", "kind", "old_value", "new_value"].map { row[$0] ?? .null }
        }
        #expect(
            events == [
                [.text("4790000002"), .text("new"), .null, .null],
                [.text("4790000004"), .text("returned"), .null, .null],
                [.text("4790000005"), .text("new holder"), .text("2020-01-01"), .text("2026-11-19")],
                [.text("4790000003"), .text("gone"), .null, .null],
                [.text("4790000004"), .text("gone"), .null, .null],
                [.text("4790000005"), .text("gone"), .null, .null],
            ])
    }

    @Test("a number that is given to somebody else while it lives is one event, not one for each field")
    func newHolder() throws {
        let sql =
            FigureRows.number(
                "4790000001", Version(to: Self.later, reference: "KS 1"),
                Version(from: Self.later, type: 20, reference: "KS 2", validFrom: "2026-11-19"))
            + FigureRows.user(
                "4790000001", first: "Kari", last: "Nordmann", born: "1980-02-03", to: Self.later)
            + FigureRows.user(
                "4790000001", first: "Ola", last: "Hansen", born: "1975-05-05", from: Self.later)
        let rows = try Self.answer("changes", sql)
        #expect(Self.texts("kind", of: rows) == ["new holder"])
        // A different end date alone, or a different name alone, is a change of that field.
        let sameUser = FigureRows.number(
            "4790000001", Version(to: Self.later), Version(from: Self.later, validFrom: "2026-11-19"))
        #expect(Self.texts("kind", of: try Self.answer("changes", sameUser)) == ["changed"])
    }

    // MARK: - Events

    @Test(
        "an event says in words what happened, who has the number, where it belongs, and between which runs")
    func events() throws {
        let gone = "2026-11-18T08:00:00Z"
        func returned(_ msisdn: String, validFrom: String) -> String {
            FigureRows.number(
                msisdn, Version(to: gone), Version(from: gone, to: Self.later, isGone: true),
                Version(from: Self.later, validFrom: validFrom))
        }
        let sql =
            """
            INSERT INTO sync_run (id, kind, started_at, finished_at, outcome) VALUES
                (3, 'incremental', '2026-11-19T07:00:00Z', '2026-11-19T07:10:00Z', 'complete'),
                (4, 'incremental', '2026-11-20T07:00:00Z', '2026-11-20T07:01:00Z', 'failed'),
                (5, 'incremental', '2026-11-20T07:59:00Z', '2026-11-20T08:01:00Z', 'complete');
            """
            + FigureRows.number(
                "4790000001", Version(to: Self.later, reference: "L\u{F8}nn"),
                Version(from: Self.later, type: 20, reference: "Styret", validTo: "2026-12-31"))
            + FigureRows.user("4790000001", first: "Kari", last: "Nordmann", born: nil)
            + FigureRows.number("4790000002", Version(from: Self.later, reference: "Styret"))
            + FigureRows.number(
                "4790000003", Version(to: gone, reference: "Drift"),
                Version(from: gone, reference: "Drift", isGone: true))
            + FigureRows.user("4790000003", first: "Ola", last: "Hansen", born: nil, to: gone)
            + returned("4790000004", validFrom: "2020-01-01")
            + returned("4790000005", validFrom: "2026-11-19")
            + FigureRows.number(
                "4790000006", Version(to: Self.later), Version(from: Self.later, account: "70001"))
        let rows = try Self.answer("events", sql, ["since": "2026-11-01"])
        let told = rows.map { row in
            ["day", "msisdn", "event", "user_name", "cost_centre", "seen_after", "month_before"].map {
                column in
                switch row[column] ?? .null {
                case .text(let text): text
                case .integer(let number): String(number)
                default: "-"
                }
            }.joined(separator: " | ")
        }
        let seen = "2026-11-19T07:00:00Z | 0"
        let first = "2026-10-01T07:00:00Z | 1"
        #expect(
            told == [
                "2026-11-20 | 4790000001 | Mini \u{2192} Fri+ 20GB | Kari Nordmann | Styret | \(seen)",
                "2026-11-20 | 4790000001 | ends 2026-12-31 | Kari Nordmann | Styret | \(seen)",
                "2026-11-20 | 4790000001 | moved from L\u{F8}nn to Styret | Kari Nordmann | Styret | \(seen)",
                "2026-11-20 | 4790000002 | new | - | Styret | \(seen)",
                "2026-11-20 | 4790000004 | returned, same contract | - | - | \(seen)",
                "2026-11-20 | 4790000005 | returned, new contract | - | - | \(seen)",
                "2026-11-18 | 4790000003 | gone | Ola Hansen | Drift | \(first)",
                "2026-11-18 | 4790000004 | gone | - | - | \(first)",
                "2026-11-18 | 4790000005 | gone | - | - | \(first)",
            ])
    }
}
