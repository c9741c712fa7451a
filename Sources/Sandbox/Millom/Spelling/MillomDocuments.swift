/// The records of one subscriber as Millom serves them.
///
/// Source: millom-standard-api.yaml.
struct MillomDocuments {
    let person: MillomPerson
    let speller: MillomSpeller
    /// Seconds since 1970.
    let now: Int
    let `operator`: String
    /// The language to put first.
    let language: String?

    /// Source: the same, "Unlimited plans".
    static let unlimited = String(Int.max)

    private func optional<Value>(
        _ value: Value?, at place: String, _ spell: (Value) -> MillomJSON
    ) -> MillomJSON? {
        value.map(spell) ?? speller.missing(place)
    }

    private var validUntil: MillomJSON {
        speller.instant(.init(now + person.validity, offset: person.offset), at: "validUntil")
    }

    private var accountType: MillomJSON {
        speller.word(person.isPrepaid ? "PREPAID" : "POSTPAID", at: "accountType")
    }

    var accountInfo: MillomJSON {
        .members([
            "accountType": accountType, "currency": .text(person.currency),
            "balances": speller.list(person.wallets.map(wallet), at: "balances"), "validUntil": validUntil,
        ])
    }

    private func wallet(_ wallet: MillomPerson.Wallet) -> MillomJSON {
        let place = "wallet/\(wallet.serial)"
        return .members([
            "balanceType": .text(wallet.type), "balance": speller.money(wallet.amount, at: place),
            "expiry": optional(wallet.expiry, at: place + "/expiry") {
                speller.instant($0, at: place + "/expiry")
            },
        ])
    }

    var balance: MillomJSON {
        let main = person.wallets.first { $0.type == "main" }
        let plans = person.living(at: now)
        return .members([
            "activePlans": speller.list(plans.map(plan), at: "activePlans"), "validUntil": validUntil,
            "operator": .text(`operator`),
            "expiry": optional(person.accountExpiry, at: "expiry") { speller.instant($0, at: "expiry") },
            "accountType": accountType,
            "accountId": optional(person.accountID, at: "accountId") {
                speller.identifier($0, at: "accountId")
            },
            "accountStatus": speller.word(person.isActive ? "ACTIVE" : "INACTIVE", at: "accountStatus"),
            "ratePlanId": optional(person.ratePlanID, at: "ratePlanId") {
                speller.identifier($0, at: "ratePlanId")
            },
            "monetaryBalance": main.map { main in
                .members([
                    "expiry": main.expiry.map { speller.instant($0, at: "monetaryBalance/expiry") },
                    "balance": speller.money(main.amount, at: "monetaryBalance"),
                ])
            },
            "dataBalance": person.dataBalance(at: now).map { amount, expiry in
                .members([
                    "expiry": expiry.map { speller.instant($0, at: "dataBalance/expiry") },
                    "balance": speller.money(amount, at: "dataBalance"),
                ])
            },
            "tenure": speller.count(person.tenure(at: now), at: "tenure"),
            "dateOfBirth": optional(person.birthDate, at: "dateOfBirth") {
                speller.birthDate($0, at: "dateOfBirth")
            },
        ])
    }

    private func plan(_ plan: MillomPerson.Plan) -> MillomJSON {
        let place = "plan/\(plan.serial)"
        return .members([
            "planId": speller.identifier(plan.planID, at: place + "/id"),
            "planName": texts(plan.names, at: place + "/names"),
            "planDescription": plan.descriptions.isEmpty
                ? nil : texts(plan.descriptions, at: place + "/descriptions"),
            "expiry": optional(plan.expiry, at: place + "/expiry") {
                speller.instant($0, at: place + "/expiry")
            },
            "gauge": speller.list(
                plan.gauges.enumerated().map { gauge($1, at: "\(place)/gauge/\($0)") }, at: place + "/gauge"),
            "applications": .list(plan.applications.map(MillomJSON.text)),
        ])
    }

    private func gauge(_ gauge: MillomPerson.Gauge, at place: String) -> MillomJSON {
        let unit = speller.word(gauge.unit.rawValue, at: place + "/unit")
        guard let quota = gauge.quota else {
            let unlimited = speller.count(.max, at: place + "/quota")
            return .members([
                "unit": unit, "quota": unlimited,
                "remaining": gauge.saysUnlimitedRemaining
                    ? speller.count(.max, at: place + "/remaining") : nil,
            ])
        }
        return .members([
            "unit": unit, "quota": speller.count(quota, at: place + "/quota"),
            "remaining": gauge.remaining.map { speller.count($0, at: place + "/remaining") },
        ])
    }

    /// Sorts the wanted language first.
    private func texts(_ texts: [MillomText], at place: String) -> MillomJSON {
        let wanted = language?.lowercased().prefix(2)
        let first = texts.filter {
            wanted.map($0.language.hasPrefix) ?? false || wanted == "no" && $0.language == "nb-NO"
        }
        let ordered = first + texts.filter { !first.contains($0) }
        return speller.list(
            ordered.map { .members(["language": .text($0.language), "text": .text($0.text)]) }, at: place)
    }

    /// `planType`: only offers of this kind; nil: all.
    func upsellOffer(planType: String? = nil) -> MillomJSON {
        let offers = person.shownOffers.filter { offer in
            guard let planType else { return true }
            return (offer.isLoan ? "supplementary" : "principal") == planType
        }
        return .members([
            "subscriberState": speller.word(person.state(at: now), at: "subscriberState"),
            "offers": speller.list(offers.map { self.offer($0) }, at: "offers"),
        ])
    }

    /// `link`: buys it from an end user's device; nil: there is none.
    func offer(_ offer: MillomPerson.Offer, link: String? = nil) -> MillomJSON {
        let place = "offer/\(offer.serial)"
        let quotas = MillomCatalogue.products[offer.product].quotas
        let members: [(String, MillomJSON?)] = [
            ("planId", speller.identifier(offer.planID, at: place + "/id")),
            ("cost", speller.money(offer.cost, at: place + "/cost")),
            (speller.currencyKey("costCurrency", at: place + "/currency"), .text(person.currency)),
            ("type", .text(MillomCatalogue.products[offer.product].type)),
            ("planName", texts(offer.names, at: place + "/names")),
            ("planDescription", texts(offer.descriptions, at: place + "/descriptions")),
            (
                "quota",
                speller.list(
                    quotas.enumerated().map { position, quota in
                        .members([
                            "unit": speller.word(quota.unit.rawValue, at: "\(place)/unit/\(position)"),
                            "quota": speller.count(quota.quota ?? .max, at: "\(place)/quota/\(position)"),
                        ])
                    }, at: place + "/quota")
            ),
            ("offerContext", offer.context.map(MillomJSON.text)),
            (
                "fundSource",
                offer.saysFundSource || link != nil
                    ? speller.word(offer.fundSource, at: place + "/fundSource") : nil
            ), ("purchaseLink", link.map(MillomJSON.text)),
        ]
        return .object(members.compactMap { key, value in value.map { (key, $0) } })
    }
}

extension MillomPerson {
    func tenure(at now: Int) -> Int { now / 86_400 - Int(activated.number) }

    /// The rest in bytes, and until when; nil if a plan is unlimited or none is in bytes.
    func dataBalance(at now: Int) -> (amount: MillomMoney, expiry: MillomInstant?)? {
        var living = self
        living.plans = self.living(at: now)
        guard living.plans.contains(where: { $0.gauges.contains { $0.unit == .bytes } }),
            let bytes = living.remainingBytes
        else { return nil }
        let expiry = living.plans.compactMap(\.expiry).max { $0.seconds < $1.seconds }
        return (MillomMoney(bytes, scale: 0), expiry)
    }
}
