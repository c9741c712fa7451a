import Foundation
import MirrorCore
import PullJSON

/// A document of Millom's while it is read.
struct MillomDocument {
    var result: NormalizedMillomRecord
    /// Expiry times in seconds since 1970, in the order found.
    var expiries: [Int64] = []

    private var subscriber: String { result.subscriber.id }

    init(of subscriber: MillomSubscriber, _ record: MillomRecord) {
        result = NormalizedMillomRecord(of: subscriber, record)
    }

    mutating func read(_ reader: inout DocumentReader) throws(JSONError) {
        try reader.json.beginObject()
        switch result.record {
        case .accountInfo: try readAccountInfo(&reader)
        case .balance: try readBalance(&reader)
        case .upsellOffer: try readOffers(&reader)
        }
        result.expiries = Set(expiries).sorted().map { Date(timeIntervalSince1970: Double($0)) }
        result.anomalies = reader.anomalies.anomalies
    }

    // MARK: account_info

    private mutating func readAccountInfo(_ reader: inout DocumentReader) throws(JSONError) {
        let root = FieldPath("account_info:$")
        var currency: String?
        var otherCurrency: String?
        var fields = Fields<MillomAccountInfoField>(of: root)
        while let field = try reader.next(&fields) {
            switch field {
            case .accountType:
                result.accountType = try reader.millomCode(FieldPath("account_info:$", ".accountType"))
            case .currency: currency = try reader.millomCode(FieldPath("account_info:$", ".currency"))
            case .currencyCode:
                otherCurrency = try reader.undocumentedCode(FieldPath("account_info:$", ".currencyCode"))
            case .balances: try readWallets(&reader)
            case .validUntil: try readValidUntil(&reader, FieldPath("account_info:$", ".validUntil"))
            }
        }
        // Applied last, because the currency may come after the balances.
        for index in result.moneyBalances.indices where result.moneyBalances[index].currency == nil {
            result.moneyBalances[index].currency = currency ?? otherCurrency
        }
        result.moneyBalances.numberOccurrences()
    }

    private mutating func readWallets(_ reader: inout DocumentReader) throws(JSONError) {
        let path = FieldPath("account_info:$.balances[]")
        var list = try reader.beginMillomList(FieldPath("account_info:$", ".balances"))
        while try reader.nextObject(of: &list, path) {
            var row = MillomMoneyBalanceRow(subscriber: subscriber, record: .accountInfo)
            try readWallet(&row, at: "account_info:$.balances[]", &reader)
            result.moneyBalances.append(row)
        }
    }

    /// Reads the object just entered.
    private mutating func readWallet(
        _ row: inout MillomMoneyBalanceRow, at base: StaticString, _ reader: inout DocumentReader
    ) throws(JSONError) {
        let isWallet = row.record == .accountInfo
        let typePath = FieldPath(base, ".balanceType", isRequired: isWallet)
        let amountPath = FieldPath(base, ".balance", isRequired: true)
        var fields = Fields<MillomWalletField>(of: FieldPath(base))
        while let field = try reader.next(&fields) {
            switch field {
            case .balanceType: row.balanceType = try reader.millomCode(typePath)
            case .balance: row.amount = try reader.millomAmount(amountPath)
            case .expiry: row.expiresAt = try expiry(&reader, FieldPath(base, ".expiry"))
            case .currency: row.currency = try reader.undocumentedCode(FieldPath(base, ".currency"))
            case .currencyCode:
                let code = try reader.undocumentedCode(FieldPath(base, ".currencyCode"))
                row.currency = row.currency ?? code
            }
        }
        if isWallet, !fields.saw(.balanceType) { reader.anomalies.missing(typePath) }
        if !fields.saw(.balance) { reader.anomalies.missing(amountPath) }
    }

    // MARK: balance

    private mutating func readBalance(_ reader: inout DocumentReader) throws(JSONError) {
        var account = MillomAccountRow(subscriber: subscriber)
        var plans: [MillomPlanDraft] = []
        var fields = Fields<MillomBalanceField>(of: FieldPath("balance:$"))
        while let field = try reader.next(&fields) {
            switch field {
            case .activePlans: plans = try self.plans(&reader)
            case .validUntil: try readValidUntil(&reader, FieldPath("balance:$", ".validUntil"))
            // Known from the request.
            case .operator: _ = try reader.millomText(FieldPath("balance:$", ".operator"))
            case .expiry: account.expiresAt = try expiry(&reader, FieldPath("balance:$", ".expiry"))
            case .accountType:
                result.accountType = try reader.millomCode(FieldPath("balance:$", ".accountType"))
            case .accountId: account.accountID = try reader.millomID(FieldPath("balance:$", ".accountId"))
            case .accountStatus:
                account.accountStatus = try reader.millomCode(FieldPath("balance:$", ".accountStatus"))
            case .ratePlanId: account.ratePlanID = try reader.millomID(FieldPath("balance:$", ".ratePlanId"))
            case .monetaryBalance: try readMonetaryBalance(&reader)
            case .dataBalance: try readDataBalance(&account, &reader)
            case .tenure: result.tenureDays = try reader.millomInteger(FieldPath("balance:$", ".tenure"))
            case .dateOfBirth:
                account.birthDate = try reader.millomInstant(FieldPath("balance:$", ".dateOfBirth"))?.day.text
            }
        }
        result.account = account
        add(plans)
    }

    private mutating func readMonetaryBalance(_ reader: inout DocumentReader) throws(JSONError) {
        guard try reader.beginObject(FieldPath("balance:$.monetaryBalance")) else { return }
        var row = MillomMoneyBalanceRow(subscriber: subscriber, record: .balance)
        try readWallet(&row, at: "balance:$.monetaryBalance", &reader)
        row.balanceType = MillomMoneyBalanceRow.monetary
        result.moneyBalances = [row]
    }

    private mutating func readDataBalance(
        _ account: inout MillomAccountRow, _ reader: inout DocumentReader
    ) throws(JSONError) {
        guard try reader.beginObject(FieldPath("balance:$.dataBalance")) else { return }
        var fields = Fields<MillomDataBalanceField>(of: FieldPath("balance:$.dataBalance"))
        while let field = try reader.next(&fields) {
            switch field {
            case .expiry:
                account.dataBalanceExpiresAt = try expiry(
                    &reader, FieldPath("balance:$.dataBalance", ".expiry"))
            case .balance:
                account.dataBalance = try reader.millomAmount(FieldPath("balance:$.dataBalance", ".balance"))
            }
        }
    }

    /// The plans, sorted and numbered; one without a readable id is left out.
    private mutating func plans(_ reader: inout DocumentReader) throws(JSONError) -> [MillomPlanDraft] {
        var plans: [MillomPlanDraft] = []
        let path = FieldPath("balance:$.activePlans[]")
        let idPath = FieldPath("balance:$.activePlans[]", ".planId", isRequired: true)
        let namePath = FieldPath("balance:$.activePlans[]", ".planName", isRequired: true)
        var list = try reader.beginMillomList(FieldPath("balance:$", ".activePlans"))
        while try reader.nextObject(of: &list, path) {
            var id: String?
            var draft = MillomPlanDraft(row: MillomPlanRow(subscriber: subscriber, planID: ""))
            var moments: [Int64] = []
            var fields = Fields<MillomPlanField>(of: path)
            while let field = try reader.next(&fields) {
                switch field {
                case .planId: id = try reader.millomID(idPath)
                case .planName:
                    draft.texts += try reader.millomTexts(
                        .name, namePath, at: "balance:$.activePlans[].planName[]")
                case .planDescription:
                    draft.texts += try reader.millomTexts(
                        .description, FieldPath("balance:$.activePlans[]", ".planDescription"),
                        at: "balance:$.activePlans[].planDescription[]")
                case .expiry:
                    let expiry = try reader.millomInstant(FieldPath("balance:$.activePlans[]", ".expiry"))
                    draft.row.expiresAt = expiry?.text
                    moments = expiry.map { [$0.seconds] } ?? []
                case .gauge: draft.gauges = try reader.millomGauges()
                case .applications: draft.row.applications = try reader.millomApplications()
                }
            }
            if !fields.saw(.planId) { reader.anomalies.missing(idPath) }
            if !fields.saw(.planName) { reader.anomalies.missing(namePath) }
            guard let id else { continue }
            draft.row.planID = id
            draft.texts.numberOccurrences()
            expiries += moments
            plans.append(draft)
        }
        plans.numberOccurrences()
        return plans
    }

    private mutating func add(_ plans: [MillomPlanDraft]) {
        for plan in plans {
            let (id, occurrence) = (plan.row.planID, plan.row.occurrence)
            result.plans.append(plan.row)
            for gauge in plan.gauges {
                var row = MillomPlanGaugeRow(
                    subscriber: subscriber, planID: id, planOccurrence: occurrence, quota: gauge.quota)
                row.unit = gauge.unit
                row.occurrence = gauge.occurrence
                row.remaining = gauge.remaining
                result.planGauges.append(row)
            }
            add(plan.texts, of: .plan, id, occurrence)
        }
    }

    private mutating func add(
        _ texts: [MillomText], of owner: MillomTextRow.Owner, _ planID: String, _ occurrence: Int
    ) {
        for text in texts {
            var row = MillomTextRow(
                subscriber: subscriber, owner: owner, planID: planID, ownerOccurrence: occurrence,
                field: text.field)
            row.language = text.language
            row.occurrence = text.occurrence
            row.text = text.text
            result.texts.append(row)
        }
    }

    // MARK: upsell_offer

    private mutating func readOffers(_ reader: inout DocumentReader) throws(JSONError) {
        let statePath = FieldPath("upsell_offer:$", ".subscriberState", isRequired: true)
        var state: String?
        var offers: [MillomOfferDraft] = []
        var fields = Fields<MillomOfferListField>(of: FieldPath("upsell_offer:$"))
        while let field = try reader.next(&fields) {
            switch field {
            case .subscriberState: state = try reader.millomCode(statePath)
            case .offers: offers = try self.offers(&reader)
            }
        }
        if !fields.saw(.subscriberState) { reader.anomalies.missing(statePath) }
        result.state = MillomStateRow(subscriber: subscriber, subscriberState: state)
        for offer in offers {
            let (id, occurrence) = (offer.row.planID, offer.row.occurrence)
            result.offers.append(offer.row)
            for quota in offer.quotas {
                var row = MillomOfferQuotaRow(
                    subscriber: subscriber, planID: id, offerOccurrence: occurrence, quota: quota.quota)
                row.unit = quota.unit
                row.occurrence = quota.occurrence
                result.offerQuotas.append(row)
            }
            add(offer.texts, of: .offer, id, occurrence)
        }
    }

    /// The offers, sorted and numbered; one without a readable id is left out, because it cannot be bought.
    private mutating func offers(_ reader: inout DocumentReader) throws(JSONError) -> [MillomOfferDraft] {
        var offers: [MillomOfferDraft] = []
        let path = FieldPath("upsell_offer:$.offers[]")
        let idPath = FieldPath("upsell_offer:$.offers[]", ".planId", isRequired: true)
        var list = try reader.beginMillomList(FieldPath("upsell_offer:$", ".offers"))
        while try reader.nextObject(of: &list, path) {
            var id: String?
            var otherCurrency: String?
            var draft = MillomOfferDraft(row: MillomOfferRow(subscriber: subscriber, planID: ""))
            var fields = Fields<MillomOfferField>(of: path)
            while let field = try reader.next(&fields) {
                switch field {
                case .planId: id = try reader.millomID(idPath)
                case .planName:
                    draft.texts += try reader.millomTexts(
                        .name, FieldPath("upsell_offer:$.offers[]", ".planName"),
                        at: "upsell_offer:$.offers[].planName[]")
                case .planDescription:
                    draft.texts += try reader.millomTexts(
                        .description, FieldPath("upsell_offer:$.offers[]", ".planDescription"),
                        at: "upsell_offer:$.offers[].planDescription[]")
                case .quota: draft.quotas = try reader.millomQuotas()
                case .currency, .currencyCode:
                    let name: StaticString = field == .currency ? ".currency" : ".currencyCode"
                    let code = try reader.undocumentedCode(FieldPath("upsell_offer:$.offers[]", name))
                    otherCurrency = otherCurrency ?? code
                case .cost, .costCurrency, .type, .fundSource, .offerContext:
                    try reader.read(field, into: &draft.row)
                }
            }
            if !fields.saw(.planId) { reader.anomalies.missing(idPath) }
            guard let id else { continue }
            draft.row.planID = id
            draft.row.currency = draft.row.currency ?? otherCurrency
            draft.texts.numberOccurrences()
            offers.append(draft)
        }
        offers.numberOccurrences()
        return offers
    }

    // MARK: moments

    private mutating func readValidUntil(
        _ reader: inout DocumentReader, _ path: FieldPath
    ) throws(JSONError) {
        let moment = try reader.millomInstant(path)
        result.validUntil = moment.map { Date(timeIntervalSince1970: Double($0.seconds)) }
    }

    private mutating func expiry(
        _ reader: inout DocumentReader, _ path: FieldPath
    ) throws(JSONError) -> String? {
        guard let moment = try reader.millomInstant(path) else { return nil }
        expiries.append(moment.seconds)
        return moment.text
    }
}
