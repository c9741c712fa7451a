package import Foundation

/// Everything that one document of Millom's says of a subscriber, as rows.
package struct NormalizedMillomRecord: Sendable, Equatable {
    package let subscriber: MillomSubscriber
    package let record: MillomRecord

    /// As this document has it; `account_info` and `balance` both may.
    package var accountType: String?
    /// The rest of the account, without its type; only `balance` has it.
    package var account: MillomAccountRow?
    package var moneyBalances: [MillomMoneyBalanceRow] = []
    package var plans: [MillomPlanRow] = []
    package var planGauges: [MillomPlanGaugeRow] = []
    package var state: MillomStateRow?
    package var offers: [MillomOfferRow] = []
    package var offerQuotas: [MillomOfferQuotaRow] = []
    package var texts: [MillomTextRow] = []

    /// How many days the account has been active; it changes daily, and so is no part of what is compared.
    package var tenureDays: Int64?
    /// Until when the document says that it holds.
    package var validUntil: Date?
    /// When something in it expires, in order, each moment once.
    package var expiries: [Date] = []

    package var anomalies: [Anomaly] = []
    /// SHA-256 over all rows in canonical order and over what was not as documented; equal for two documents that say the
    /// same.
    package var contentHash: [UInt8] = []

    package init(of subscriber: MillomSubscriber, _ record: MillomRecord) {
        self.subscriber = subscriber
        self.record = record
    }

    /// The soonest moment after `now` at which something in it expires; nil when nothing will.
    package func nextExpiry(after now: Date) -> Date? { expiries.first { $0 > now } }

    /// Writes all rows, relation by relation; the account's is not among them, as two records share it.
    package func write<Sink: RowSink>(to sink: inout Sink) throws(Sink.Failure) {
        switch record {
        case .accountInfo: try sink.add(moneyBalances)
        case .balance:
            try sink.add(moneyBalances)
            try sink.add(plans)
            try sink.add(planGauges)
            try sink.add(texts)
        case .upsellOffer:
            try sink.add(state.map { [$0] } ?? [])
            try sink.add(offers)
            try sink.add(offerQuotas)
            try sink.add(texts)
        }
    }
}
