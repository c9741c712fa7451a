package import Foundation

/// A purchase's intent, as recorded in the journal.
package struct MillomPurchaseFact: Hashable, Sendable {
    package var transid: String
    /// Nil if the person was forgotten.
    package var subscriber: String?
    package var `operator`: String
    package var planID: String
    package var fundSource: String
    package var cost: ExactDecimal?
    package var currency: String?
    package var askedBy: String?
    package var openedAt: Date

    package init(
        transid: String, subscriber: String?, operator: String, planID: String, fundSource: String,
        openedAt: Date
    ) {
        self.transid = transid
        self.subscriber = subscriber
        self.operator = `operator`
        self.planID = planID
        self.fundSource = fundSource
        self.openedAt = openedAt
    }
}

/// An event of a purchase.
package struct MillomPurchaseEventFact: Hashable, Sendable {
    package var transid: String
    /// Counts the purchase's events, from 1.
    package var number: Int
    package var at: Date
    package var kind: String
    /// The purchase's state after it.
    package var state: String
    package var message: String?
    package var errorCause: String?
    package var confirmationCode: String?
    package var recordedBy: String?

    package init(transid: String, number: Int, at: Date, kind: String, state: String) {
        self.transid = transid
        self.number = number
        self.at = at
        self.kind = kind
        self.state = state
    }
}

/// An entry of the journal, in the form that the mirror takes in.
package enum MillomJournalFact: Sendable {
    case purchase(MillomPurchaseFact)
    case event(MillomPurchaseEventFact)
    case notification(ReceivedNotification)
}

/// Consecutive facts of the journal, and the position up to which they reach.
package struct MillomJournalBatch: Sendable {
    package let facts: [MillomJournalFact]
    /// Where this reading started; the next one starts at ``end``.
    package let start: MillomJournalPosition
    package let end: MillomJournalPosition

    package init(
        _ facts: [MillomJournalFact], from start: MillomJournalPosition, to end: MillomJournalPosition
    ) {
        self.facts = facts
        self.start = start
        self.end = end
    }
}

/// How far the mirror has taken in a journal: the last row of each kind; 0 before the first.
package struct MillomJournalPosition: Hashable, Sendable {
    /// The journal's own id; a new journal is read from its beginning.
    package let journal: String
    /// The last fact about a purchase; each comes with its purchase.
    package var event: Int64 = 0
    package var notification: Int64 = 0

    package init(journal: String) { self.journal = journal }
}

extension MillomJournalPosition: FactValue {
    package var factText: String { "\(event) \(notification) \(journal)" }

    package init?(factText: String) {
        let parts = factText.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let event = Int64(parts[0]), let notification = Int64(parts[1]) else {
            return nil
        }
        self.init(journal: String(parts[2]))
        self.event = event
        self.notification = notification
    }
}

extension Fact where Value == MillomJournalPosition {
    /// How far the journal has been taken in; absent before the first time.
    package static var millomJournal: Self { Self(.millom, "journal") }
}
