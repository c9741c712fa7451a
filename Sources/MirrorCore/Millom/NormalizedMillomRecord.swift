package import Foundation

/// The content of one of Millom's documents about a subscriber, as rows.
package struct NormalizedMillomRecord: Sendable, Equatable {
    package let subscriber: MillomSubscriber
    package let record: MillomRecord

    /// As this document states it; `account_info` and `balance` both may.
    package var accountType: String?
    /// The rest of the account, without its type; only `balance` contains it.
    package var account: MillomAccountRow?
    package var moneyBalances: [MillomMoneyBalanceRow] = []
    package var plans: [MillomPlanRow] = []
    package var planGauges: [MillomPlanGaugeRow] = []
    package var state: MillomStateRow?
    package var offers: [MillomOfferRow] = []
    package var offerQuotas: [MillomOfferQuotaRow] = []
    package var texts: [MillomTextRow] = []

    /// How many days the account has been active; it changes daily, and so is excluded from comparisons.
    package var tenureDays: Int64?
    /// Until when the document claims to be valid.
    package var validUntil: Date?
    /// Expiry times in the document, in order, each once.
    package var expiries: [Date] = []

    package var anomalies: [Anomaly] = []
    /// SHA-256 over all rows in canonical order and the anomalies; equal for two documents that say the same.
    package var contentHash: [UInt8] = []

    package init(of subscriber: MillomSubscriber, _ record: MillomRecord) {
        self.subscriber = subscriber
        self.record = record
    }

    /// The first expiry after `now`; nil if there is none.
    package func nextExpiry(after now: Date) -> Date? { expiries.first { $0 > now } }

    /// Writes all rows, relation by relation, except the account's, which two records share.
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
