import Foundation
import MirrorCore
import MirrorStore
import Schema
import TestSupport
import Testing

/// Invariants: no row of a forgotten number is left in any table, and every other row is; a number that was
/// never fetched can be forgotten too; forgetting twice is the same as once.
@Suite("forget")
struct ForgetTests {
    private let person = ForgottenPerson()

    @Test("knows every table that has a number in it")
    func everyTable() async throws {
        try await withTemporaryMirror { store in
            let contents = MirrorContents(path: store.path)
            let tables = try contents.rows(
                """
                SELECT DISTINCT tables.name FROM sqlite_schema AS tables
                JOIN pragma_table_info(tables.name) AS columns
                WHERE tables.type = 'table' AND (
                    columns.name LIKE '%msisdn%' OR columns.name IN ('number', 'subscriber'))
                ORDER BY 1
                """)
            // Purchases, lines of audits and closed months stay, and are anonymised.
            let losing = ["_millom_purchase", "_audit_entry", "_month_event", "_month_subscription"]
            #expect((ForgetTables.ofNumbers.map(\.name) + losing).sorted() == tables)
            // One column identifies the owner in each of them.
            for table in ForgetTables.ofNumbers {
                #expect(
                    try contents.rows(
                        """
                        SELECT name FROM pragma_table_info('\(table.name)')
                        WHERE name IN ('msisdn', 'number', 'subscriber') ORDER BY name LIMIT 1
                        """) == [table.owner.rawValue])
            }
            // A personal column in a table without a number must belong to a shared table.
            let personal = try contents.rows(
                """
                SELECT DISTINCT relation FROM data_dictionary
                JOIN sqlite_schema AS tables ON tables.name = relation
                WHERE tables.type = 'table' AND privacy <> 'open' ORDER BY 1
                """)
            // Or contain an operator's text: why a month was reopened.
            #expect(Set(personal).subtracting(tables) == ["account", "month_closing"])
        }
    }

    @Test("takes every row of the number and leaves every other one as it is")
    func rows() async throws {
        try await StoreBench.with { bench in
            try await bench.fill(around: person)
            let before = try bench.contents.tables()
            for table in ForgetTables.ofNumbers {
                let table = MirrorContents.view(of: table.name)
                #expect(
                    before[table]?.contains { $0.contains(person.msisdn.digits) } == true,
                    "nothing of the person in \(table): the filling lacks it")
            }
            let summary = try await bench.store.forget(.numbers([person.msisdn]))
            #expect(summary.forgotten == 1 && summary.notGone == 1 && summary.unknown == [])
            #expect(summary.removed == Self.removed)
            try await bench.store.wipe()
            #expect(try bench.contents.tables() == without(person, in: before))
        }
    }

    private static let removed = [
        "subscription": 1, "subscription_history": 2, "party_history": 3, "sim_card_history": 2,
        "setting_history": 2, "add_on_history": 2, "subscription_binding": 1, "add_on_binding": 1,
        "subscription_usage_quota": 1, "add_on_usage_quota": 1, "add_on_order_type": 2,
        "orderable_add_on": 1, "quarantine": 1, "queue": 1, "poll_listing": 1, "listed": 1, "parked": 1,
        "refresh_finding": 1, "raw_document": 1, "account": 1, "organization": 1,
        "unreadable_history": 1, "millom_account_history": 1, "millom_money_balance_history": 2,
        "millom_plan_history": 1, "millom_plan_gauge_history": 1, "millom_state_history": 1,
        "millom_offer_history": 1, "millom_offer_quota_history": 1, "millom_text_history": 2,
        "millom_record": 3, "millom_link": 1, "millom_notification": 1, "millom_subscriber": 1,
        "millom_alias": 1,
    ]

    @Test("a dry run counts the same, and changes no byte")
    func dryRun() async throws {
        try await StoreBench.with { bench in
            try await bench.fill(around: person)
            let folder = URL(fileURLWithPath: bench.store.path).deletingLastPathComponent()
            func bytes() throws -> [Data] {
                try ["mirror.sqlite", "mirror.sqlite-wal"].map {
                    try Data(contentsOf: folder.appendingPathComponent($0))
                }
            }
            let before = try bytes()
            let counted = try await bench.store.forget(.numbers([person.msisdn]), isDryRun: true)
            #expect(try bytes() == before)
            #expect(try await bench.store.isWipeDue() == false)
            #expect(try await bench.store.forget(.numbers([person.msisdn])) == counted)
        }
    }

    @Test("what is not known is said, and twice is the same as once")
    func unknown() async throws {
        try await StoreBench.with { bench in
            try await bench.fill(around: person)
            // It is a card's number in another subscription, and not a subscription itself.
            let card = try #require(Msisdn("580000000001"))
            let first = try await bench.store.forget(.numbers([card, person.msisdn, .invented(5000)]))
            #expect(first.forgotten == 1)
            #expect(first.unknown == [.invented(5000), card])
            let before = try bench.contents.tables()
            var nothing = ForgetSummary()
            nothing.unknown = [person.msisdn]
            // The journal may know a person who is not in the mirror.
            nothing.millomIDs = [person.msisdn.digits]
            let second = try await bench.store.forget(.numbers([person.msisdn, person.msisdn]))
            #expect(second == nothing)
            #expect(try bench.contents.differences(from: before) == [:])
        }
    }

    @Test(
        "a number that was never fetched is forgotten, too",
        arguments: [
            ("quarantine", "('4790000888', 'fetch', '400 400018', 1, '2026-03-01', '2026-03-01')"),
            ("_queue", "('4790000888', 2, '2026-03-01T12:00:00Z')"),
            ("_poll_listing", "('4790000888', NULL)"),
            ("_listed", "('4790000888', NULL, 1)"),
        ])
    func neverFetched(table: String, row: String) async throws {
        try await StoreBench.with { bench in
            try await bench.fill(around: person)
            let before = try bench.contents.tables()
            try bench.change("INSERT INTO \(table) VALUES \(row)")
            let summary = try await bench.store.forget(.numbers([.invented(888)]))
            #expect(summary.forgotten == 1 && summary.notGone == 1)
            #expect(summary.removed == [String(table.drop { $0 == "_" }): 1])
            try await bench.store.wipe()
            #expect(try bench.contents.differences(from: before) == [:])
            #expect(try traces(of: ["4790000888"], in: bench) == [:])
        }
    }

    @Test("by the day of their going, only those that were gone before it and have not come back")
    func goneBefore() async throws {
        try await StoreBench.with { bench in
            let numbers = (1...5).map { Msisdn.invented($0) }
            for number in numbers { try await bench.save(.invented(number), at: .hour(1)) }
            try await bench.bury(numbers[0], listed: Array(numbers[1...]), at: .hour(2))
            try await bench.bury(numbers[1], listed: Array(numbers[2...]), at: .hour(3))
            try await bench.bury(numbers[2], listed: Array(numbers[3...]), at: .hour(4))
            // It comes back after all.
            try await bench.save(.invented(numbers[0]), at: .hour(5))
            let counted = try await bench.store.forget(.goneBefore(.hour(4)), isDryRun: true)
            let summary = try await bench.store.forget(.goneBefore(.hour(4)))
            #expect(summary.forgotten == 1 && summary.notGone == 0 && counted == summary)
            #expect(
                try bench.contents.rows("SELECT msisdn FROM subscription ORDER BY 1")
                    == [numbers[0], numbers[2], numbers[3], numbers[4]].map(\.digits))
            #expect(try await bench.store.forget(.goneBefore(.hour(4))) == ForgetSummary())
        }
    }

    @Test("more numbers than one transaction takes")
    func many() async throws {
        try await StoreBench.with { bench in
            try await bench.save(.invented(.invented(1)), at: .hour(9))
            let before = try bench.contents.tables()
            try bench.change(
                """
                CREATE TEMP VIEW n AS WITH RECURSIVE n (i) AS (SELECT 100001 UNION ALL SELECT i + 1 FROM n LIMIT 12345)
                SELECT '4790' || i AS msisdn FROM n;
                INSERT INTO _subscription SELECT msisdn, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z',
                    '2025-01-01T00:00:00Z', NULL FROM n;
                INSERT INTO _subscription_version (msisdn, observed_from, gone_at, gone_reason)
                SELECT msisdn, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z', '404001' FROM n;
                INSERT INTO organization (org_number, name) VALUES ('977000777', 'Kvartsdottir');
                INSERT INTO party_history (msisdn, role, kind, org_number, observed_from, observed_to)
                SELECT msisdn, 'user', 'organization', '977000777', '2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z' FROM n;
                """)
            let counted = try await bench.store.forget(.goneBefore(.hour(0)), isDryRun: true)
            let summary = try await bench.store.forget(.goneBefore(.hour(0)))
            #expect(summary == counted)
            #expect(
                summary.removed == [
                    "subscription": 12_345, "subscription_history": 12_345, "party_history": 12_345,
                    "organization": 1,
                ])
            try await bench.store.wipe()
            #expect(try bench.contents.differences(from: before) == [:])
        }
    }

    private func traces(of texts: [String], in bench: StoreBench) throws -> [String: [String]] {
        try FileBytes.traces(
            of: texts, in: URL(fileURLWithPath: bench.store.path).deletingLastPathComponent())
    }
}

/// The tables' rows, except those that contain a value of the person.
func without(_ person: ForgottenPerson, in tables: [String: [String]]) -> [String: [String]] {
    let secrets = person.secrets.map(MirrorContents.spelledOut)
    return tables.mapValues { rows in rows.filter { row in !secrets.contains { row.contains($0) } } }
}
