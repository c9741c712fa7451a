/// A purchase that the server has carried out or is processing.
struct MillomPurchase: Sendable {
    enum State: String, Sendable {
        case processing
        case completed
        case failed
    }

    let transid: String
    /// The subscriber's id as the caller gave it.
    let subscriber: String
    let keyType: MillomKeyType
    /// Index into the world's people.
    let person: Int
    let planID: String
    /// Index into the catalogue.
    let product: Int
    let fundSource: String
    let cost: MillomMoney
    let currency: String
    /// Whether it came through a signed link.
    let isByLink: Bool
    /// Seconds since 1970.
    let at: Int
    /// Whether the operator will let it fail.
    let willFail: Bool
    let confirmationCode: String?
    var state = State.processing
    var errorType: String?

    /// The purchase as the control shows it.
    var document: MillomJSON {
        .members([
            "transid": .text(transid), "subscriber": .text(subscriber), "key_type": .text(keyType.rawValue),
            "plan_id": .text(planID), "fund_source": .text(fundSource), "cost": .text(cost.text),
            "currency": .text(currency), "state": .text(state.rawValue),
            "confirmation_code": state == .completed ? confirmationCode.map(MillomJSON.text) : .null,
            "error_type": errorType.map(MillomJSON.text) ?? .null, "is_by_link": .flag(isByLink),
            "at": .text(MillomInstant(at).utc),
        ])
    }
}

/// A purchase request, before anything is decided.
struct MillomOrder: Sendable {
    let transid: String
    let subscriber: String
    let keyType: MillomKeyType
    let planID: String
    let context: String?
    let fundSource: String
    var isByLink = false
}

/// An operator's event about a subscriber.
///
/// Source: millom-notify.yaml.
struct MillomEvent: Sendable {
    let transactionID: String
    let subscriber: String
    let keyType: MillomKeyType
    let type: String
    var planID: String?
    var planBalance: Int?
    var planQuota: Int?
    var planExpiry: MillomInstant?
    var planName: [MillomText] = []
    var totalBalance: String?
    var deltaBalance: String?
    var currency: String?
    var isPrepaid: Bool?

    func document(_ speller: MillomSpeller) -> MillomJSON {
        let speller = speller.of(owner: MillomHash.of(transactionID))
        let money = totalBalance != nil || deltaBalance != nil
        func amount(_ text: String?, _ place: String) -> MillomJSON? {
            text.flatMap(MillomMoney.init).map { speller.numericMoney($0, at: place) }
        }
        // `currencyCode` is required and `currency` described: a sloppy operator sends only the latter.
        let saysCode = speller.currencyKey("currencyCode", at: "currency") == "currencyCode"
        let code = currency.map(MillomJSON.text)
        let names = planName.map { name in
            MillomJSON.members(["language": .text(name.language), "name": .text(name.text)])
        }
        return .members([
            "transactionId": .text(transactionID), "type": speller.word(type, at: "type"),
            "messages": speller.list(
                [.members(["language": .text("en"), "message": .text("About your plan: \(type)")])],
                at: "messages"),
            "planDetails": planID.map { planID in
                .members([
                    "planId": .text(planID), "balance": planBalance.map { speller.count($0, at: "balance") },
                    "quota": planQuota.map { speller.count($0, at: "quota") },
                    "planName": names.isEmpty ? nil : speller.list(names, at: "planName"),
                    "expiry": planExpiry.map { speller.instant($0, at: "expiry") },
                ])
            },
            "subscriptionType": isPrepaid.map { .text($0 ? "prepaid" : "postpaid") },
            "monetaryBalance": money
                ? .members([
                    "totalBalance": amount(totalBalance, "total"),
                    "deltaBalance": amount(deltaBalance, "delta"),
                    "currencyCode": saysCode ? code : nil, "currency": code,
                ]) : nil,
        ])
    }
}
