import Foundation
import GRDB
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariants: a record's rows replace only its own previous rows; a failure removes nothing; only the last
/// answer decides when a record is due.
@Suite("What Millom says, saved")
struct MillomTests {
    @Test("two open versions of one text, or of one wallet, break an invariant")
    func invariants() async throws {
        try await withTemporaryMirror { store in
            let run = try await store.beginRun(.incremental, of: .millom, at: start)
            _ = try await store.followMillom([person], at: start)
            let records = [MillomRecord.balance, .accountInfo, .upsellOffer].map {
                MillomOutcome.document(.whole($0, of: person))
            }
            _ = try await store.save(records, of: run, every: .seconds(3600), at: start)
            let contents = MirrorContents(path: store.path)
            #expect(try MirrorInvariants.breaches(of: contents) == [:])
            for table in ["text", "money_balance", "plan_gauge", "offer_quota"] {
                let name = "_millom_\(table)_version"
                try DatabaseQueue(path: store.path).inDatabase { db in
                    try db.execute(
                        sql: """
                            CREATE TEMP TABLE again AS SELECT * FROM \(name) WHERE observed_to IS NULL LIMIT 1;
                            UPDATE again SET place = place + 100;
                            INSERT INTO \(name) SELECT * FROM again;
                            """)
                    #expect(db.changesCount == 1)
                }
                let breaches = try MirrorInvariants.breaches(of: contents)
                #expect(breaches.keys.contains { $0.contains("millom_\(table)_history") }, "\(table)")
                try DatabaseQueue(path: store.path).inDatabase { db in
                    try db.execute(sql: "DELETE FROM \(name) WHERE place >= 100")
                }
            }
        }
    }

    private let person = MillomSubscriber.invented(1)
    private let start = Date.hour(9)

    private func accountInfo(_ amount: String, type: String? = "PREPAID") -> NormalizedMillomRecord {
        var record = NormalizedMillomRecord(of: person, .accountInfo)
        var row = MillomMoneyBalanceRow(subscriber: person.id, record: .accountInfo)
        row.balanceType = "main"
        row.amount = ExactDecimal(amount)
        row.currency = "NOK"
        record.moneyBalances = [row]
        record.accountType = type
        record.hash()
        return record
    }

    private func balance(_ status: String, type: String? = nil, plans: [String] = [])
        -> NormalizedMillomRecord
    {
        var record = NormalizedMillomRecord(of: person, .balance)
        var account = MillomAccountRow(subscriber: person.id)
        account.accountStatus = status
        record.account = account
        record.accountType = type
        var money = MillomMoneyBalanceRow(subscriber: person.id, record: .balance)
        money.balanceType = MillomMoneyBalanceRow.monetary
        money.amount = ExactDecimal("5")
        record.moneyBalances = [money]
        for plan in plans {
            record.plans.append(MillomPlanRow(subscriber: person.id, planID: plan))
            record.texts.append(
                MillomTextRow(
                    subscriber: person.id, owner: .plan, planID: plan, ownerOccurrence: 1, field: .name))
        }
        record.hash()
        return record
    }

    private func offers(_ plans: [String]) -> NormalizedMillomRecord {
        var record = NormalizedMillomRecord(of: person, .upsellOffer)
        record.state = MillomStateRow(subscriber: person.id, subscriberState: "GOOD_TO_GO")
        for plan in plans {
            record.offers.append(MillomOfferRow(subscriber: person.id, planID: plan))
            record.texts.append(
                MillomTextRow(
                    subscriber: person.id, owner: .offer, planID: plan, ownerOccurrence: 1, field: .name))
        }
        record.hash()
        return record
    }

    /// Calls `body` with a bench whose mirror follows the person.
    private func withBench(_ body: (StoreBench) async throws -> Void) async throws {
        try await StoreBench.with { bench in
            #expect(try await bench.store.followMillom([person], at: start) == 1)
            try await body(bench)
        }
    }

    @discardableResult
    private func save(
        _ records: NormalizedMillomRecord..., in bench: StoreBench, at now: Date
    ) async throws -> SaveSummary {
        try await bench.store.save(
            records.map { .document($0) }, of: bench.run, every: .seconds(3600), at: now)
    }

    @Test("each record replaces what it said before, and leaves what others said")
    func replaces() async throws {
        try await withBench { bench in
            let first = try await save(
                accountInfo("1.01"), balance("ACTIVE", plans: ["P1", "P2"]), offers(["P1"]), in: bench,
                at: start)
            #expect(first.fetched == 3 && first.changed == 3)
            try await save(balance("INACTIVE", plans: ["P2"]), in: bench, at: .hour(10))
            try await save(accountInfo("2"), offers([]), in: bench, at: .hour(11))
            let contents = bench.contents
            #expect(
                try contents.rows(
                    "SELECT record, amount FROM millom_money_balance ORDER BY record")
                    == ["account_info|2", "balance|5"])
            #expect(try contents.rows("SELECT plan_id FROM millom_plan") == ["P2"])
            #expect(try contents.rows("SELECT owner, plan_id FROM millom_text") == ["plan|P2"])
            #expect(
                try contents.rows("SELECT account_type, account_status FROM millom_account")
                    == ["PREPAID|INACTIVE"])
            #expect(
                try contents.rows(
                    """
                    SELECT plan_id, substr(observed_from, 12, 5), substr(observed_to, 12, 5)
                    FROM millom_plan_history ORDER BY plan_id
                    """) == ["P1|09:00|10:00", "P2|09:00|NULL"])
            #expect(
                try contents.rows(
                    """
                    SELECT amount, substr(observed_from, 12, 5), substr(observed_to, 12, 5)
                    FROM millom_money_balance_history ORDER BY record, observed_from
                    """) == ["1.01|09:00|11:00", "2|11:00|NULL", "5|09:00|NULL"])
            #expect(
                try contents.rows("SELECT fetched, changed FROM sync_run") == ["6|6"])
        }
    }

    @Test("the account's type is the account information's, else the balance's")
    func accountType() async throws {
        try await withBench { bench in
            let type = "SELECT account_type, account_status FROM millom_account"
            try await save(balance("ACTIVE", type: "POSTPAID"), in: bench, at: .hour(9))
            #expect(try bench.contents.rows(type) == ["POSTPAID|ACTIVE"])
            try await save(accountInfo("1", type: "PREPAID"), in: bench, at: .hour(10))
            #expect(try bench.contents.rows(type) == ["PREPAID|ACTIVE"])
            try await save(balance("INACTIVE", type: "POSTPAID"), in: bench, at: .hour(11))
            #expect(try bench.contents.rows(type) == ["PREPAID|INACTIVE"])
            try await save(accountInfo("1", type: nil), in: bench, at: .hour(12))
            #expect(try bench.contents.rows(type) == ["POSTPAID|INACTIVE"])
        }
    }

    @Test("what is unchanged writes no version, and moves the time of the comparison")
    func unchanged() async throws {
        try await withBench { bench in
            let document = balance("ACTIVE", plans: ["P1"])
            try await save(document, in: bench, at: .hour(9))
            let before = try bench.contents.tables()
            let again = try await save(document, in: bench, at: .hour(10))
            #expect(again.fetched == 1 && again.changed == 0)
            let differences = try bench.contents.differences(from: before)
            #expect(Set(differences.keys) == ["_millom_record", "sync_run"])
            #expect(
                try bench.contents.rows("SELECT verified_at FROM millom_subscriber") == [
                    "2026-03-01T10:00:00Z"
                ])
        }
    }

    @Test("two changes in one second, or with a clock set back, are a second apart")
    func clock() async throws {
        try await withBench { bench in
            for (amount, now) in [("1", Date.hour(9)), ("2", .hour(9)), ("3", .hour(8)), ("4", .hour(10))] {
                try await save(accountInfo(amount), in: bench, at: now)
            }
            #expect(
                try bench.contents.rows(
                    """
                    SELECT amount, substr(observed_from, 12), substr(observed_to, 12)
                    FROM millom_money_balance_history ORDER BY observed_from
                    """) == [
                        "1|09:00:00Z|09:00:01Z", "2|09:00:01Z|09:00:02Z", "3|09:00:02Z|10:00:00Z",
                        "4|10:00:00Z|NULL",
                    ])
        }
    }

    @Test("a failure takes nothing away, is told, and is tried later each time")
    func failures() async throws {
        try await withBench { bench in
            try await save(accountInfo("1"), in: bench, at: start)
            var now = Date.hour(10)
            for (attempt, minutes) in [1.0, 2, 4, 8].enumerated() {
                let summary = try await bench.store.save(
                    [.failed(person, .accountInfo, cause: "SERVICE_UNAVAILABLE")], of: bench.run,
                    every: .seconds(3600), at: now)
                #expect(summary.quarantined == 1 && summary.fetched == 0)
                #expect(
                    try bench.contents.rows(
                        """
                        SELECT attempts, due_at - asked_at FROM _millom_record WHERE record = 'account_info'
                        """) == ["\(attempt + 1)|\(Int(minutes) * 60)"])
                now = now.addingTimeInterval(minutes * 60)
            }
            #expect(try bench.contents.rows("SELECT amount FROM millom_money_balance") == ["1"])
            #expect(
                try bench.contents.rows("SELECT error_cause, is_known FROM millom_subscriber")
                    == ["SERVICE_UNAVAILABLE|1"])
            try await save(accountInfo("1"), in: bench, at: .hour(12))
            #expect(
                try bench.contents.rows(
                    "SELECT attempts, error_cause FROM _millom_record WHERE record = 'account_info'")
                    == ["0|NULL"])
        }
    }

    @Test(
        "a refusal is about the subscriber, and is asked again after the interval",
        arguments: MillomRefusal.allCases)
    func refusals(refusal: MillomRefusal) async throws {
        try await withBench { bench in
            try await save(accountInfo("1"), in: bench, at: start)
            _ = try await bench.store.save(
                [.refused(person, .accountInfo, refusal)], of: bench.run, every: .seconds(3600), at: .hour(10)
            )
            #expect(
                try bench.contents.rows(
                    """
                    SELECT error_cause, attempts, due_at - asked_at FROM _millom_record
                    WHERE record = 'account_info'
                    """) == ["\(refusal.rawValue)|0|3600"])
            let isKnown = refusal == .invalidNumber ? "0" : "1"
            #expect(
                try bench.contents.rows("SELECT error_cause, is_known FROM millom_subscriber")
                    == ["\(refusal.rawValue)|\(isKnown)"])
            #expect(try bench.contents.rows("SELECT amount FROM millom_money_balance") == ["1"])
        }
    }

    @Test("what stands ends once all three records say that Millom does not know the subscriber")
    func unknown() async throws {
        try await withBench { bench in
            try await save(
                accountInfo("1"), balance("ACTIVE", plans: ["P"]), offers(["P"]), in: bench, at: start)
            let refused = MillomRecord.allCases.map { MillomOutcome.refused(person, $0, .invalidNumber) }
            _ = try await bench.store.save(
                Array(refused.dropLast()), of: bench.run, every: .seconds(3600), at: .hour(10))
            #expect(try bench.contents.rows("SELECT count(*) FROM millom_plan") == ["1"])
            let last = try await bench.store.save(
                Array(refused.suffix(1)), of: bench.run, every: .seconds(3600), at: .hour(11))
            #expect(last.gone == 1)
            for relation in RelationRegistry.mirror.ofSubscribers {
                #expect(try bench.contents.rows("SELECT * FROM \(relation.name)") == [], "\(relation.name)")
                #expect(
                    try bench.contents.rows(
                        "SELECT DISTINCT observed_to FROM \(relation.historyName)"
                    ).allSatisfy {
                        $0 == "2026-03-01T11:00:00Z"
                    }, "\(relation.name)")
            }
            let again = try await bench.store.save(
                refused, of: bench.run, every: .seconds(3600), at: .hour(12))
            #expect(again.gone == 0)
            // Known again: the same document counts as new.
            try await save(balance("ACTIVE", plans: ["P"]), in: bench, at: .hour(13))
            #expect(try bench.contents.rows("SELECT plan_id FROM millom_plan") == ["P"])
            #expect(try bench.contents.rows("SELECT is_known FROM millom_subscriber") == ["1"])
        }
    }

    @Test(
        "a record is due at the soonest of its own end, an expiry and the interval, and after a minute at least"
    )
    func due() async throws {
        try await withBench { bench in
            let store = bench.store
            #expect(
                try await store.dueMillomRecords(at: start, limit: 9)
                    == MillomRecord.allCases.map { MillomDueRecord(person, $0) })
            var soon = accountInfo("1")
            soon.validUntil = start.addingTimeInterval(1800)
            var sooner = balance("ACTIVE")
            sooner.expiries = [start.addingTimeInterval(-5), start.addingTimeInterval(600)]
            var now = offers([])
            now.validUntil = start.addingTimeInterval(1)
            try await save(soon, sooner, now, in: bench, at: start)
            #expect(
                try bench.contents.rows(
                    "SELECT record, due_at - asked_at FROM _millom_record ORDER BY due_at")
                    == ["upsell_offer|60", "balance|600", "account_info|1800"])
            #expect(try await store.dueMillomRecords(at: start.addingTimeInterval(59), limit: 9) == [])
            #expect(
                try await store.dueMillomRecords(at: start.addingTimeInterval(600), limit: 9)
                    == [.init(person, .upsellOffer), .init(person, .balance)])
            #expect(
                try await store.dueMillomRecords(at: start.addingTimeInterval(3600), limit: 1)
                    == [.init(person, .upsellOffer)])
            // An event makes all records due, except those asked for within the last minute.
            try await store.markMillomDue([person.id, "nobody"], at: start.addingTimeInterval(30))
            #expect(try await store.dueMillomRecords(at: start.addingTimeInterval(59), limit: 9) == [])
            #expect(try await store.dueMillomRecords(at: start.addingTimeInterval(60), limit: 9).count == 3)
            let facts = try await store.millomFacts(at: start.addingTimeInterval(60))
            #expect(facts.followed == 1 && facts.due == 3 && facts.neverRead == 0 && facts.unknown == 0)
        }
    }

    @Test("who is asked about is as the last list says; others keep their rows")
    func following() async throws {
        try await withBench { bench in
            let store = bench.store
            try await save(balance("ACTIVE", plans: ["P"]), in: bench, at: start)
            let cpid = MillomSubscriber.inventedCPID(7)
            #expect(try await store.followMillom([cpid], at: .hour(10)) == 1)
            #expect(
                try await store.dueMillomRecords(at: .hour(20), limit: 99).map(\.subscriber)
                    == [cpid, cpid, cpid])
            #expect(try bench.contents.rows("SELECT plan_id FROM millom_plan") == ["P"])
            try await bench.save(.invented(.invented(1)), .invented(.invented(2)), at: .hour(11))
            #expect(try await store.followMillomOfMirror(operator: "other", at: .hour(11)) == 1)
            #expect(
                try bench.contents.rows(
                    "SELECT operator, next_due_at IS NULL FROM millom_subscriber ORDER BY subscriber")
                    == ["other|0", "other|0", "demo|1"])
            let before = try bench.contents.tables()
            #expect(try await store.followMillomOfMirror(operator: "other", at: .hour(12)) == 0)
            #expect(try bench.contents.differences(from: before) == [:])
        }
    }

    @Test("an outcome about a subscriber whom the mirror does not know leaves nothing")
    func stranger() async throws {
        try await StoreBench.with { bench in
            let summary = try await save(balance("ACTIVE", plans: ["P"]), in: bench, at: start)
            #expect(summary == SaveSummary())
            #expect(try bench.contents.rows("SELECT count(*) FROM _millom_plan_version") == ["0"])
        }
    }

    @Test("a clock that lay years ahead does not keep a record from being asked for")
    func wrongClock() async throws {
        try await withBench { bench in
            try await save(accountInfo("1"), in: bench, at: start.addingTimeInterval(20 * 365 * 86_400))
            #expect(
                try await bench.store.dueMillomRecords(at: start, limit: 1) == [.init(person, .accountInfo)])
        }
    }
}
