import Foundation
import MillomJournal
import MirrorCore
import Scheduler

/// The journal's news, for a run to take in.
struct JournalSource: MillomJournalSource {
    let id: String
    private let journal: Journal

    /// - Throws: `JournalFailure`.
    init(_ journal: Journal) throws {
        self.journal = journal
        id = try journal.id()
    }

    func next(after position: MillomJournalPosition) async throws -> MillomJournalBatch? {
        let (journal, event, notification) = (journal, position.event, position.notification)
        let news = try await Blocking.run(Interruption()) {
            try journal.news(after: JournalPosition(event: event, notification: notification))
        }
        guard !news.purchases.isEmpty || !news.notifications.isEmpty else { return nil }
        var end = position
        end.event = news.position.event
        end.notification = news.position.notification
        return MillomJournalBatch(
            news.purchases.flatMap(MillomJournalFact.all)
                + news.notifications.map(MillomJournalFact.notification),
            from: position, to: end)
    }
}

extension JournalSource {
    func tidy(upTo position: MillomJournalPosition, before moment: Date, at now: Date) async throws {
        let (journal, event, notification) = (journal, position.event, position.notification)
        try await Blocking.run(Interruption()) {
            try journal.dropExpiredLinks(at: now)
            try journal.dropNotifications(
                before: moment, upTo: JournalPosition(event: event, notification: notification))
        }
    }
}

extension MillomJournalFact {
    /// A purchase, then all its facts; facts that the mirror already has change nothing there.
    static func all(about purchase: Purchase) -> [MillomJournalFact] {
        var intent = MillomPurchaseFact(
            transid: purchase.transid, subscriber: purchase.subscriber?.id, operator: purchase.operator,
            planID: purchase.planID, fundSource: purchase.fundSource.rawValue, openedAt: purchase.openedAt)
        intent.cost = purchase.cost
        intent.currency = purchase.currency
        intent.askedBy = purchase.askedBy
        let kinds = purchase.events.map(\.kind)
        return [.purchase(intent)]
            + purchase.events.enumerated().map { index, event in
                var fact = MillomPurchaseEventFact(
                    transid: purchase.transid, number: index + 1, at: event.at, kind: event.kind.rawValue,
                    state: PurchaseStateMachine(Array(kinds.prefix(index + 1))).state.rawValue)
                fact.message = event.message
                fact.errorCause = event.errorCause
                fact.confirmationCode = event.confirmationCode
                fact.recordedBy = event.recordedBy
                return .event(fact)
            }
    }
}
