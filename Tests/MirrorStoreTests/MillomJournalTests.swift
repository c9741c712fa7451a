import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariants: each fact of the journal is taken in once, however often it is passed on; of a forgotten
/// person only the amount, plan and times of purchases remain; a link is deleted once it has expired.
@Suite("Taking in Millom's journal")
struct MillomJournalTests {
    private let person = MillomSubscriber.invented(777)
    private let journal = "journal-1"

    private var purchase: MillomPurchaseFact {
        var fact = MillomPurchaseFact(
            transid: "t-1", subscriber: person.id, operator: "tp", planID: "P1", fundSource: "WALLET",
            openedAt: .hour(9))
        fact.cost = ExactDecimal("50.00")
        fact.currency = "NOK"
        fact.askedBy = "Kvartsdottir"
        return fact
    }

    private func event(_ number: Int, _ kind: String, _ state: String, at: Date) -> MillomPurchaseEventFact {
        MillomPurchaseEventFact(transid: "t-1", number: number, at: at, kind: kind, state: state)
    }

    private var facts: [MillomJournalFact] {
        var failed = event(3, "callback_failed", "failed", at: .hour(10))
        failed.errorCause = "INSUFFICIENT_FUNDS"
        failed.message = "Kvartsdottir has no money"
        failed.confirmationCode = "c-777"
        failed.recordedBy = "receiver"
        var contradiction = event(4, "resolved_completed", "failed", at: .hour(11))
        contradiction.recordedBy = "Kvartsdottir"
        var note = ReceivedNotification(
            transactionID: "n-1", receivedAt: .hour(10), subscriber: person, operator: "", type: "low-data")
        note.anomalies = ["notification:$.type unreadable_value", "not one"]
        note.planQuota = .max
        note.deltaBalance = ExactDecimal("-10.00")
        note.links = [
            SignedLink(
                kind: .shop, planID: nil, url: "https://millom.example/secret-shop", expiresAt: .hour(12)),
            SignedLink(
                kind: .purchase, planID: "P1", url: "https://millom.example/secret-buy",
                expiresAt: .hour(14)),
        ]
        return [
            .purchase(purchase), .event(event(1, "intended", "intended", at: .hour(9))),
            .event(event(2, "sent", "unknown", at: .hour(9))), .event(failed), .event(contradiction),
            .notification(note),
        ]
    }

    private func news(
        _ facts: [MillomJournalFact], from start: MillomJournalPosition? = nil
    ) -> MillomJournalBatch { .invented(facts, of: journal, from: start) }

    @Test("shows purchases with their state, and what was told; twice is the same as once")
    func taken() async throws {
        try await StoreBench.with { bench in
            let (store, contents) = (bench.store, bench.contents)
            _ = try await store.followMillom([person], at: .hour(8))
            let read = NormalizedMillomRecord(of: person, .balance)
            _ = try await store.save([.document(read)], of: bench.run, every: .seconds(86_400), at: .hour(8))
            let intake = try await store.takeIn(news(Array(facts.prefix(3))), at: .hour(9))
            #expect(intake.purchases == 1 && intake.events == 2 && intake.notifications == 0)
            #expect(
                try contents.rows("SELECT state, closed_at FROM millom_purchase") == ["unknown|NULL"])
            #expect(
                try await store.dueMillomRecords(at: .hour(9), limit: 9).contains(.init(person, .balance)),
                "the purchase makes it due")
            let position = try await store.millomJournalPosition(of: journal)
            #expect(position.event == 2 && position.notification == 0)
            _ = try await store.takeIn(news(facts, from: position), at: .hour(11))
            #expect(
                try contents.rows("SELECT * FROM millom_purchase") == [
                    "t-1|\(person.id)|tp|P1|failed|WALLET|50.00|NOK|Kvartsdottir|2026-03-01T09:00:00Z"
                        + "|2026-03-01T10:00:00Z|c-777|INSUFFICIENT_FUNDS"
                ])
            #expect(
                try contents.rows("SELECT number, kind, state FROM millom_purchase_event ORDER BY number")
                    == [
                        "1|intended|intended", "2|sent|unknown", "3|callback_failed|failed",
                        "4|resolved_completed|failed",
                    ])
            #expect(
                try contents.rows(
                    "SELECT transaction_id, type, plan_quota, delta_balance FROM millom_notification")
                    == ["n-1|low-data|NULL|-10.00"])
            #expect(
                try contents.rows("SELECT path, kind, count FROM anomaly") == [
                    "notification:$.type|unreadable_value|1"
                ])
            let before = try contents.tables()
            #expect(try await store.takeIn(news(facts), at: .hour(11)) == MillomJournalCounts())
            #expect(
                try await store.takeIn(news(facts, from: position), at: .hour(11)) == MillomJournalCounts())
            #expect(try contents.differences(from: before) == [:])
            let end = try await store.millomJournalPosition(of: journal)
            #expect(end.event == 4 && end.notification == 1)
            #expect(try await store.millomJournalPosition(of: "another").event == 0)
        }
    }

    @Test("links are no reader's, and go when they expire")
    func links() async throws {
        try await StoreBench.with { bench in
            let store = bench.store
            _ = try await store.takeIn(news(facts), at: .hour(11))
            #expect(try await store.millomLinks(of: person.id, at: .hour(11)).count == 2)
            #expect(
                try await store.millomLinks(of: person.id, at: .hour(13)).map(\.kind) == [.purchase])
            for relation in RelationRegistry.mirror.visible {
                #expect(
                    try !bench.contents.rows("SELECT * FROM \(relation.name)").contains {
                        $0.contains("secret-")
                    }, "\(relation.name)")
            }
            try await store.tidyMillom(at: .hour(12), notificationsBefore: .hour(10))
            #expect(try bench.contents.rows("SELECT count(*) FROM millom_notification") == ["1"])
            #expect(try bench.contents.rows("SELECT kind FROM _millom_link") == ["purchase_link"])
            _ = try await store.takeIn(
                news([], from: try await store.millomJournalPosition(of: journal)), at: .hour(14))
            #expect(try bench.contents.rows("SELECT * FROM _millom_link") == [])
            try await store.tidyMillom(at: .hour(14), notificationsBefore: .hour(11))
            #expect(try bench.contents.rows("SELECT * FROM millom_notification") == [])
            let bytes = try Data(contentsOf: URL(fileURLWithPath: store.path))
            #expect(bytes.range(of: Data("secret-shop".utf8)) == nil)
        }
    }

    @Test("an id of Millom's is forgotten alone, or with the number that it is known to be of")
    func forgetsIDs() async throws {
        try await StoreBench.with { bench in
            let (store, contents) = (bench.store, bench.contents)
            let (cpid, other) = (MillomSubscriber.inventedCPID(777), MillomSubscriber.inventedCPID(8))
            _ = try await store.followMillom([person, cpid, other], at: .hour(8))
            try await store.noteMillomIDs([MillomAlias(id: cpid.id, msisdn: .invented(777))])
            _ = try await store.takeIn(news(facts), at: .hour(11))
            for isDryRun in [true, false] {
                let alone = try await store.forget(.millomIDs([other.id, "unheard-of"]), isDryRun: isDryRun)
                #expect(alone.forgottenIDs == 1 && alone.unknownIDs == 1 && alone.forgotten == 0)
                #expect(alone.millomIDs.sorted() == [other.id, "unheard-of"].sorted())
                #expect(alone.removed == ["millom_record": 3, "millom_subscriber": 1])
            }
            #expect(try await store.isWipeDue())
            #expect(
                try contents.rows("SELECT subscriber FROM millom_subscriber ORDER BY key_type") == [
                    cpid.id, person.id,
                ])
            let both = try await store.forget(.millomIDs([cpid.id]))
            #expect(both.forgotten == 1 && both.forgottenIDs == 0 && both.unknownIDs == 0)
            #expect(Set(both.millomIDs) == [cpid.id, person.id])
            #expect(try contents.rows("SELECT subscriber FROM millom_subscriber") == [])
            #expect(try contents.rows("SELECT subscriber FROM millom_purchase") == ["NULL"])
        }
    }

    @Test(
        "forgetting a person takes all of it and of the person's other ids, and leaves the purchases nameless"
    )
    func forgets() async throws {
        try await StoreBench.with { bench in
            let (store, contents) = (bench.store, bench.contents)
            let cpid = MillomSubscriber.inventedCPID(777)
            let other = MillomSubscriber.invented(8)
            let msisdn = Msisdn.invented(777)
            try await bench.save(.invented(.invented(8)), at: .hour(8))
            _ = try await store.followMillom([person, cpid, other], at: .hour(8))
            var random = SeededRandom(seed: 3)
            for subscriber in [other, person, cpid] {
                let records = MillomRecord.allCases.flatMap { record in
                    (0..<3).map { _ in NormalizedMillomRecord.invented(record, of: subscriber, &random) }
                }
                for (step, record) in records.enumerated() {
                    _ = try await store.save(
                        [.document(record)], of: bench.run, every: .seconds(3600), at: .hour(9, step))
                }
                if subscriber == other { continue }
                try await store.noteMillomID(cpid.id, of: msisdn)
            }
            _ = try await store.takeIn(news(facts), at: .hour(11))
            let before = try contents.tables()
            let dry = try await store.forget(.numbers([msisdn]), isDryRun: true)
            #expect(try contents.differences(from: before) == [:])
            let summary = try await store.forget(.numbers([msisdn]))
            #expect(summary == dry && summary.forgotten == 1)
            #expect(summary.millomIDs.sorted() == [msisdn.digits, cpid.id].sorted())
            #expect(summary.removed["millom_record"] == 6 && summary.removed["millom_link"] == 2)
            try await store.wipe()
            let after = try contents.tables()
            for (table, rows) in before {
                let isPurchase = table.hasPrefix("_millom_purchase")
                let left = rows.filter { !$0.contains(msisdn.digits) && !$0.contains(cpid.id) }
                if !isPurchase, table != "_state", table != "sync_run" {
                    #expect(after[table] == left, "\(table)")
                }
            }
            #expect(
                try contents.rows("SELECT * FROM millom_purchase") == [
                    "t-1|NULL|tp|P1|failed|WALLET|50.00|NOK|NULL|2026-03-01T09:00:00Z|2026-03-01T10:00:00Z|NULL"
                        + "|INSUFFICIENT_FUNDS"
                ])
            let bytes = try Data(contentsOf: URL(fileURLWithPath: store.path))
            for secret in [msisdn.digits, cpid.id, "Kvartsdottir", "c-777", "secret-shop", "secret-buy"] {
                #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret)")
            }
            // The journal's later facts about it stay anonymous, and no row comes back.
            var late = event(5, "callback_completed", "failed", at: .hour(12))
            late.message = "Kvartsdottir"
            let position = try await store.millomJournalPosition(of: journal)
            var end = position
            end.event += 1
            // As the journal passes it on: the purchase with all its facts.
            let told = facts.dropLast() + [.event(late)]
            _ = try await store.takeIn(
                MillomJournalBatch(Array(told), from: position, to: end), at: .hour(12))
            #expect(
                try contents.rows("SELECT message, kind FROM millom_purchase_event WHERE number = 5")
                    == ["NULL|callback_completed"])
            #expect(try contents.rows("SELECT count(*) FROM millom_notification") == ["0"])
            // In progress when the person was forgotten.
            let lateRecord = NormalizedMillomRecord.invented(.balance, of: person, &random)
            _ = try await store.save(
                [.document(lateRecord)], of: bench.run, every: .seconds(1), at: .hour(13))
            #expect(try contents.rows("SELECT * FROM millom_account WHERE subscriber = '\(person.id)'") == [])
        }
    }

    @Test("a subscriber of Millom's alone can be forgotten, too")
    func stranger() async throws {
        try await StoreBench.with { bench in
            _ = try await bench.store.followMillom([person], at: .hour(8))
            let summary = try await bench.store.forget(.numbers([.invented(777), .invented(778)]))
            #expect(summary.forgotten == 1 && summary.unknown == [.invented(778)])
            #expect(try bench.contents.rows("SELECT * FROM _millom_record") == [])
        }
    }
}
