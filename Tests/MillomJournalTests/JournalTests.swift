import Foundation
import MillomJournal
import MirrorCore
import TestSupport
import Testing

@Suite("The journal")
struct JournalTests {
    private func with(_ body: (Journal, URL) throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let journal = try Journal.open(in: directory.path)
            try body(journal, directory)
            try journal.close()
        }
    }

    @Test("gives back an intent with every fact, in their order")
    func keepsPurchases() async throws {
        try await with { journal, _ in
            let intent = try Invented.intent()
            #expect(try journal.open(intent, recordedBy: "activate") == nil)
            try journal.add(Invented.event(.sent), to: intent.transid)
            try journal.add(Invented.event(.unknown, cause: "TIMEOUT"), to: intent.transid)
            let purchase = try #require(try journal.purchase(intent.transid))
            #expect(
                purchase.events == [
                    PurchaseEvent(.intended, at: Invented.now, recordedBy: "activate"),
                    Invented.event(.sent), Invented.event(.unknown, cause: "TIMEOUT"),
                ])
            #expect(PurchaseIntent(purchase) == intent)
            #expect(purchase.errorCause == "TIMEOUT" && purchase.closedAt == nil)
            #expect(try journal.purchase("none") == nil)
            #expect(try journal.add(Invented.event(.sent), to: "none") == nil)
        }
    }

    @Test("opens no purchase beside an open one of the same subscriber and plan")
    func refusesSecond() async throws {
        try await with { journal, _ in
            let first = try Invented.intent()
            #expect(try journal.open(first, recordedBy: "test") == nil)
            #expect(try journal.open(Invented.intent(), recordedBy: "test")?.transid == first.transid)
            #expect(try journal.open(Invented.intent(plan: "PLAN-2"), recordedBy: "test") == nil)
            #expect(try journal.open(Invented.intent(2), recordedBy: "test") == nil)
            for kind in [PurchaseEventKind.sent, .unknown, .processing] {
                try journal.add(Invented.event(kind), to: first.transid)
                #expect(try journal.open(Invented.intent(), recordedBy: "test")?.transid == first.transid)
            }
            let elsewhere = PurchaseIntent(
                id: UUID(),
                subscriber: try #require(
                    MillomSubscriber(.msisdn, first.subscriber.id, operator: "another")),
                planID: first.planID, fundSource: .wallet, cost: nil, currency: nil, offerContext: nil,
                askedBy: "ola", at: Invented.now)
            #expect(try journal.open(elsewhere, recordedBy: "test")?.transid == first.transid)
            try journal.add(Invented.event(.callbackFailed), to: first.transid)
            #expect(try journal.open(Invented.intent(), recordedBy: "test") == nil)
            #expect(try journal.purchases().count == 4)
            #expect(try journal.purchases(openOnly: true).count == 3)
        }
    }

    @Test("a callback ends a purchase once, and what contradicts it is kept once")
    func callbacks() async throws {
        try await with { journal, _ in
            let intent = try Invented.intent()
            _ = try journal.open(intent, recordedBy: "test")
            try journal.add(Invented.event(.sent), to: intent.transid)
            func call(_ kind: PurchaseEventKind, _ transid: String) throws -> InboundMessageOutcome? {
                try journal.store([.callback(PurchaseCallback(transid: transid, event: Invented.event(kind)))]
                )
                .first
            }
            #expect(try call(.callbackCompleted, "none") == .unknownPurchase)
            #expect(try call(.callbackCompleted, intent.transid) == .stored)
            #expect(try call(.callbackCompleted, intent.transid) == .endedBefore)
            #expect(try call(.callbackFailed, intent.transid) == .endedBefore)
            #expect(try call(.callbackFailed, intent.transid) == .endedBefore)
            #expect(try call(.unknown, intent.transid) == .endedBefore)
            let purchase = try #require(try journal.purchase(intent.transid))
            #expect(
                purchase.events.map(\.kind) == [.intended, .sent, .callbackCompleted, .callbackFailed])
            #expect(purchase.state == .completed && purchase.course.contradictions == [4])
        }
    }

    @Test("a notification is stored once for each operator")
    func notifications() async throws {
        try await with { journal, _ in
            var full = try Invented.notification("a,")
            full.planID = "7"
            full.planBalance = 10_345
            full.planQuota = .max
            full.planExpiresAt = Invented.now
            full.totalBalance = ExactDecimal("105.20")
            full.deltaBalance = ExactDecimal("-5.00")
            full.currency = "MMK"
            full.anomalies = ["notification:$.type unreadable_value", "notification:$.x unreadable_value"]
            full.links = [
                SignedLink(kind: .purchase, planID: "7", url: "https://x/?s=1", expiresAt: Invented.now)
            ]
            var elsewhere = full
            elsewhere.operator = "dtac"
            let outcomes = try journal.store([
                .notification(full), .notification(full), .notification(elsewhere),
                .notification(Invented.notification("b")),
            ])
            #expect(outcomes == [.stored, .duplicate, .stored, .stored])
            let news = try journal.news(after: .start)
            #expect(news.notifications.count == 3 && news.notifications[0] == full)
            #expect(try journal.news(after: news.position).notifications == [])
            let first = try journal.news(after: .start, limit: 1)
            #expect(first.notifications == [full] && first.hasMore)
            #expect(try journal.news(after: first.position).notifications.count == 2)
            try journal.dropExpiredLinks(at: Invented.now.addingTimeInterval(-1))
            #expect(try journal.news(after: .start).notifications[0].links == full.links)
            try journal.dropExpiredLinks(at: Invented.now)
            #expect(try journal.news(after: .start).notifications[0].links == [])
        }
    }

    @Test("a notification with the id of another one is no repetition of it")
    func conflictingNotifications() async throws {
        try await with { journal, _ in
            let first = try Invented.notification("a")
            var other = first
            other.type = "pack-expired"
            let outcomes = try journal.store(
                [first, other, try Invented.notification("a", 2), first].map(InboundMessage.notification))
            #expect(outcomes == [.stored, .conflict, .conflict, .duplicate])
            #expect(try journal.news(after: .start).notifications == [first])
        }
    }

    @Test("old notifications go once they were taken in, with their links")
    func dropsNotifications() async throws {
        try await with { journal, _ in
            var old = try Invented.notification("old")
            old.receivedAt = Invented.now.addingTimeInterval(-10)
            old.links = [
                SignedLink(kind: .shop, planID: nil, url: "https://shop/", expiresAt: Invented.now)
            ]
            var waiting = old
            waiting.transactionID = "waiting"
            let notes = [old, try Invented.notification("new"), waiting]
            _ = try journal.store(notes.map(InboundMessage.notification))
            try journal.dropNotifications(
                before: Invented.now, upTo: JournalPosition(event: 0, notification: 2))
            #expect(try journal.news(after: .start).notifications == [notes[1], waiting])
            try journal.dropNotifications(
                before: Invented.now, upTo: JournalPosition(event: 0, notification: 3))
            #expect(try journal.news(after: .start).notifications == [notes[1]])
        }
    }

    @Test("forgets a person down to the file's bytes, and keeps amount, plan and time")
    func forgets() async throws {
        try await with { journal, directory in
            let intent = try Invented.intent(1)
            _ = try journal.open(intent, recordedBy: "test")
            var event = Invented.event(.completed)
            event.message = "thank you \(intent.subscriber.id)"
            event.confirmationCode = "receipt-77"
            try journal.add(event, to: intent.transid)
            let other = try Invented.intent(2)
            _ = try journal.open(other, recordedBy: "test")
            var notification = try Invented.notification("n", 1)
            notification.links = [
                SignedLink(kind: .shop, planID: nil, url: "https://shop/secret", expiresAt: Invented.now)
            ]
            _ = try journal.store([.notification(notification)])
            func bytes() throws -> String {
                String(
                    decoding: try Data(contentsOf: directory.appendingPathComponent("millom.sqlite"))
                        + (try Data(contentsOf: directory.appendingPathComponent("millom.sqlite-journal"))),
                    as: UTF8.self)
            }
            #expect(try bytes().contains(intent.subscriber.id) && bytes().contains("secret"))
            #expect(try journal.forget([(.msisdn, intent.subscriber.id)]) == 2)
            #expect(try !bytes().contains(intent.subscriber.id) && !bytes().contains("secret"))
            #expect(try !bytes().contains("ctx 1") && bytes().contains("ctx 2"))
            #expect(try !bytes().contains("receipt-77"))
            // Later messages are no longer linked to a person.
            var late = Invented.event(.callbackFailed)
            (late.message, late.confirmationCode) = ("\(intent.subscriber.id) again", "receipt-78")
            try journal.add(late, to: intent.transid)
            #expect(try !bytes().contains(intent.subscriber.id) && !bytes().contains("receipt-78"))
            let purchase = try #require(try journal.purchase(intent.transid))
            #expect(purchase.subscriber == nil && purchase.operator == "gp" && purchase.state == .completed)
            #expect(purchase.cost == intent.cost && purchase.planID == intent.planID)
            #expect(try journal.purchase(other.transid)?.subscriber == other.subscriber)
            // Otherwise the next repetition would store it again.
            #expect(try journal.store([.notification(notification)]) == [.duplicate])
            #expect(try journal.news(after: .start).notifications.map(\.subscriber) == [nil])
            #expect(try journal.forget([(.msisdn, intent.subscriber.id)]) == 0)
        }
    }

    @Test("a person settles what is open, and nothing else")
    func resolves() async throws {
        try await with { journal, _ in
            let intent = try Invented.intent()
            #expect(throws: ActivationFailure.noSuchPurchase(transid: intent.transid)) {
                try journal.resolve(intent.transid, asCompleted: true, at: Invented.now, by: "ola")
            }
            _ = try journal.open(intent, recordedBy: "test")
            try journal.add(Invented.event(.sent), to: intent.transid)
            let resolved = try journal.resolve(
                intent.transid, asCompleted: false, at: Invented.now, by: "ola")
            #expect(resolved.state == .failed && resolved.events.last?.message == "by ola")
            #expect(throws: ActivationFailure.alreadyEnded(transid: intent.transid, .failed)) {
                try journal.resolve(intent.transid, asCompleted: true, at: Invented.now, by: "ola")
            }
            #expect(try journal.purchase(intent.transid)?.events.count == 3)
        }
    }
}
