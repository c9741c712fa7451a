package import MirrorCore

extension MillomSubscriber {
    /// An invented subscriber with a number, in Millom's form.
    package static func invented(_ number: Int) -> MillomSubscriber {
        named(.msisdn, Msisdn.invented(number).digits)
    }

    /// An invented carrier plan identifier.
    package static func inventedCPID(_ number: Int) -> MillomSubscriber {
        named(.cpid, "a+b/\(number)==,47001")
    }

    private static func named(_ keyType: KeyType, _ id: String) -> MillomSubscriber {
        guard let subscriber = MillomSubscriber(keyType, id, operator: "demo") else {
            preconditionFailure("\(id) is no id")
        }
        return subscriber
    }
}

extension NormalizedMillomRecord {
    /// A record with a row in every relation that it can fill.
    package static func whole(
        _ record: MillomRecord, of subscriber: MillomSubscriber
    ) -> NormalizedMillomRecord {
        var result = NormalizedMillomRecord(of: subscriber, record)
        let id = subscriber.id
        var money = MillomMoneyBalanceRow(subscriber: id, record: record)
        money.amount = ExactDecimal("1.01")
        switch record {
        case .accountInfo: result.moneyBalances = [money]
        case .balance:
            result.account = MillomAccountRow(subscriber: id)
            result.moneyBalances = [money]
            result.plans = [MillomPlanRow(subscriber: id, planID: "P")]
            result.planGauges = [
                MillomPlanGaugeRow(
                    subscriber: id, planID: "P", planOccurrence: 1, quota: MillomQuota(.max))
            ]
            result.texts = [
                MillomTextRow(
                    subscriber: id, owner: .plan, planID: "P", ownerOccurrence: 1, field: .name)
            ]
        case .upsellOffer:
            result.state = MillomStateRow(subscriber: id, subscriberState: "GOOD_TO_GO")
            result.offers = [MillomOfferRow(subscriber: id, planID: "P")]
            result.offerQuotas = [
                MillomOfferQuotaRow(subscriber: id, planID: "P", offerOccurrence: 1, quota: MillomQuota(1))
            ]
            result.texts = [
                MillomTextRow(
                    subscriber: id, owner: .offer, planID: "P", ownerOccurrence: 1, field: .name)
            ]
        }
        result.hash()
        return result
    }

    /// A record with few plans, balances or offers, drawn from few values, so that some of them recur.
    package static func invented(
        _ record: MillomRecord, of subscriber: MillomSubscriber, _ random: inout SeededRandom
    ) -> NormalizedMillomRecord {
        var result = NormalizedMillomRecord(of: subscriber, record)
        let id = subscriber.id
        switch record {
        case .accountInfo:
            result.accountType = random.pick(["PREPAID", "POSTPAID", nil])
            result.moneyBalances = occurrences(random.below(4)) { _ in
                var row = MillomMoneyBalanceRow(subscriber: id, record: record)
                row.balanceType = random.pick(["main", "loan", nil])
                row.amount = ExactDecimal(random.pick(["1.01", "-10.00", "14"]))
                row.currency = random.pick(["NOK", "MMK", nil])
                return row
            } identity: {
                $0.balanceType ?? ""
            } number: {
                $0.occurrence = $1
            }
        case .balance:
            result.inventBalance(&random)
        case .upsellOffer:
            result.state = MillomStateRow(
                subscriber: id, subscriberState: random.pick(["GOOD_TO_GO", "NEED_TOPUP", nil]))
            result.offers = occurrences(random.below(4)) { _ in
                var row = MillomOfferRow(subscriber: id, planID: random.pick(["P1", "P2"]))
                row.cost = ExactDecimal(random.pick(["50.00", "0.1"]))
                row.currency = "NOK"
                row.offerContext = random.pick(["cookie", nil])
                return row
            } identity: {
                $0.planID
            } number: {
                $0.occurrence = $1
            }
            for offer in result.offers {
                var quota = MillomOfferQuotaRow(
                    subscriber: id, planID: offer.planID, offerOccurrence: offer.occurrence,
                    quota: MillomQuota(random.pick([.max, 100])))
                quota.unit = random.pick(["bytes", nil])
                result.offerQuotas.append(quota)
            }
        }
        result.hash()
        return result
    }

    private mutating func inventBalance(_ random: inout SeededRandom) {
        let id = subscriber.id
        var account = MillomAccountRow(subscriber: id)
        account.accountStatus = random.pick(["ACTIVE", "INACTIVE"])
        account.birthDate = random.pick(["1990-12-31", nil])
        account.dataBalance = ExactDecimal(random.pick(["100", "7.5"]))
        self.account = account
        accountType = random.pick(["PREPAID", nil])
        var money = MillomMoneyBalanceRow(subscriber: id, record: .balance)
        money.balanceType = MillomMoneyBalanceRow.monetary
        money.amount = ExactDecimal(random.pick(["1.01", "2"]))
        moneyBalances = random.once(in: 3) ? [] : [money]
        plans = Self.occurrences(random.below(4)) { _ in
            var row = MillomPlanRow(subscriber: id, planID: random.pick(["P1", "P2"]))
            row.expiresAt = random.pick(["2026-12-01T00:00:00Z", nil])
            return row
        } identity: {
            $0.planID
        } number: {
            $0.occurrence = $1
        }
        for plan in plans {
            var gauge = MillomPlanGaugeRow(
                subscriber: id, planID: plan.planID, planOccurrence: plan.occurrence,
                quota: MillomQuota(random.pick([.max, 1000])))
            gauge.remaining = random.pick([1, 2])
            planGauges.append(gauge)
            var text = MillomTextRow(
                subscriber: id, owner: .plan, planID: plan.planID, ownerOccurrence: plan.occurrence,
                field: .name)
            text.language = "en"
            text.text = random.pick(["Much", "More"])
            texts.append(text)
        }
        tenureDays = Int64(random.below(1000))
    }

    /// That many rows, with equal identities numbered.
    private static func occurrences<Row>(
        _ count: Int, make: (Int) -> Row, identity: (Row) -> String, number: (inout Row, Int) -> Void
    ) -> [Row] {
        var counts: [String: Int] = [:]
        return (0..<count).map { index in
            var row = make(index)
            counts[identity(row), default: 0] += 1
            number(&row, counts[identity(row), default: 1])
            return row
        }
    }

    /// Sets the record's hash; FNV-1a is enough for invented data.
    package mutating func hash() {
        var copy = self
        copy.contentHash = []
        copy.tenureDays = nil
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in "\(copy)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        contentHash = (0..<8).map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) }
    }
}
