/// The kinds of id that identify a subscriber.
enum MillomKeyType: String, Sendable, CaseIterable {
    case msisdn = "MSISDN"
    case cpid = "CPID"
    case opet = "OPET"
}

/// The units of plans.
enum MillomUnit: String, Sendable {
    case bytes
    case dataMinutes = "data-minutes"
    case voiceMinutes = "voice-minutes"
    case sms
}

/// A text in one language.
struct MillomText: Sendable, Hashable {
    let language: String
    var text: String
}

/// A subscriber, with the operator's and Millom's data.
struct MillomPerson: Sendable {
    /// Whether Millom serves it.
    enum Standing: Sendable, Equatable {
        case served
        case refused(MillomCause)
    }

    /// A wallet of the account.
    struct Wallet: Sendable {
        let serial: Int
        let type: String
        var amount: MillomMoney
        let expiry: MillomInstant?
    }

    /// The rest of a plan's quota in one unit.
    struct Gauge: Sendable {
        let unit: MillomUnit
        /// nil: unlimited.
        let quota: Int?
        /// nil: not stated; meaningless for an unlimited one.
        var remaining: Int?
        /// Whether an unlimited gauge states its rest, as the same number as its quota.
        let saysUnlimitedRemaining: Bool
    }

    /// An active plan.
    struct Plan: Sendable {
        let serial: Int
        let planID: String
        /// Index into the catalogue.
        let product: Int
        var names: [MillomText]
        var descriptions: [MillomText]
        let expiry: MillomInstant?
        var gauges: [Gauge]
        let applications: [String]
    }

    /// An offered plan.
    struct Offer: Sendable {
        let serial: Int
        let planID: String
        /// Index into the catalogue.
        let product: Int
        var cost: MillomMoney
        var names: [MillomText]
        var descriptions: [MillomText]
        let context: String?
        /// Whether it can be bought with a loan.
        let isLoan: Bool
        /// Whether its document names the fund source.
        let saysFundSource: Bool

        var fundSource: String { isLoan ? "LOAN" : "WALLET" }
    }

    /// The index it was generated from.
    let index: Int
    let msisdn: String
    let cpid: String
    let opet: String
    var standing: Standing
    let isPrepaid: Bool
    let accountID: String?
    var isActive: Bool
    var ratePlanID: String?
    let birthDate: Day?
    let activated: Day
    let accountExpiry: MillomInstant?
    let currency: String
    /// The currency's decimals in the operator's accounts.
    let scale: Int
    var wallets: [Wallet]
    var plans: [Plan]
    var offers: [Offer]
    /// The maximum debt; nil: no loans.
    let loanLimit: MillomMoney?
    /// How long each of its records is valid, in seconds.
    let validity: Int
    /// The UTC offset of its times, in minutes.
    let offset: Int
    /// The notification types that it consented to.
    var consents: Set<String>
    /// When each plan was last bought, in elapsed time.
    var boughtAt: [String: Duration] = [:]
    /// The serial of the next new item.
    var nextSerial = 100

    /// Distinguishes its sloppiness decisions from others'.
    var owner: UInt64 { UInt64(msisdn) ?? UInt64(index) }

    func id(_ type: MillomKeyType) -> String {
        switch type {
        case .msisdn: msisdn
        case .cpid: cpid
        case .opet: opet
        }
    }

    mutating func takeSerial() -> Int {
        defer { nextSerial += 1 }
        return nextSerial
    }

    var main: MillomMoney {
        get { wallets.first { $0.type == "main" }?.amount ?? MillomMoney(0, scale: scale) }
        set {
            if let position = wallets.firstIndex(where: { $0.type == "main" }) {
                wallets[position].amount = newValue
            }
        }
    }

    /// The debt, as an amount below zero.
    var owed: MillomMoney { wallets.first { $0.type == "owed" }?.amount ?? MillomMoney(0, scale: scale) }

    mutating func owe(_ cost: MillomMoney) {
        if let position = wallets.firstIndex(where: { $0.type == "owed" }) {
            wallets[position].amount = wallets[position].amount - cost
        } else {
            let debt = MillomMoney(0, scale: scale) - cost
            wallets.append(Wallet(serial: takeSerial(), type: "owed", amount: debt, expiry: nil))
        }
    }

    /// Whether another loan of `cost` stays within the maximum debt.
    func canBorrow(_ cost: MillomMoney) -> Bool {
        guard let loanLimit else { return false }
        return (loanLimit + owed).covers(cost)
    }

    func canAfford(_ offer: Offer) -> Bool { offer.isLoan ? canBorrow(offer.cost) : main.covers(offer.cost) }

    /// The rest of all quotas in bytes; nil: unlimited.
    var remainingBytes: Int? {
        var sum = 0
        for gauge in plans.flatMap(\.gauges) where gauge.unit == .bytes {
            guard gauge.quota != nil else { return nil }
            sum += gauge.remaining ?? 0
        }
        return sum
    }

    /// The plans that have not expired.
    func living(at now: Int) -> [Plan] { plans.filter { $0.expiry.map { $0.seconds > now } ?? true } }

    /// The offers shown: those that it can pay for or borrow for.
    var shownOffers: [Offer] { offers.filter(canAfford) }

    /// Source: millom-standard-api.yaml, `subscriberState`.
    func state(at now: Int) -> String {
        var living = self
        living.plans = self.living(at: now)
        let shown = shownOffers
        if shown.isEmpty, main.units <= 0 { return "NEED_TOPUP" }
        if living.remainingBytes.map({ $0 > 0 }) ?? true { return "GOOD_TO_GO" }
        if shown.contains(where: { !$0.isLoan }) { return "NEED_OFFERS" }
        return shown.isEmpty ? "NEED_TOPUP" : "NEED_LOANS"
    }
}
