// One enum per kind of object, in the order of millom-standard-api.yaml. Keys documented only elsewhere, such
// as `currencyCode` of millom-notify.yaml, come last, and count as undocumented here.

enum MillomAccountInfoField: Int, FieldName {
    case accountType, currency, balances, validUntil, currencyCode

    var key: StaticString {
        switch self {
        case .accountType: "accountType"
        case .currency: "currency"
        case .balances: "balances"
        case .validUntil: "validUntil"
        case .currencyCode: "currencyCode"
        }
    }
}

enum MillomWalletField: Int, FieldName {
    case balanceType, balance, expiry, currency, currencyCode

    var key: StaticString {
        switch self {
        case .balanceType: "balanceType"
        case .balance: "balance"
        case .expiry: "expiry"
        case .currency: "currency"
        case .currencyCode: "currencyCode"
        }
    }
}

enum MillomBalanceField: Int, FieldName {
    case activePlans, validUntil, `operator`, expiry, accountType, accountId, accountStatus, ratePlanId
    case monetaryBalance, dataBalance, tenure, dateOfBirth

    var key: StaticString {
        switch self {
        case .activePlans: "activePlans"
        case .validUntil: "validUntil"
        case .operator: "operator"
        case .expiry: "expiry"
        case .accountType: "accountType"
        case .accountId: "accountId"
        case .accountStatus: "accountStatus"
        case .ratePlanId: "ratePlanId"
        case .monetaryBalance: "monetaryBalance"
        case .dataBalance: "dataBalance"
        case .tenure: "tenure"
        case .dateOfBirth: "dateOfBirth"
        }
    }
}

enum MillomDataBalanceField: Int, FieldName {
    case expiry, balance

    var key: StaticString {
        switch self {
        case .expiry: "expiry"
        case .balance: "balance"
        }
    }
}

enum MillomPlanField: Int, FieldName {
    case planId, planName, planDescription, expiry, gauge, applications

    var key: StaticString {
        switch self {
        case .planId: "planId"
        case .planName: "planName"
        case .planDescription: "planDescription"
        case .expiry: "expiry"
        case .gauge: "gauge"
        case .applications: "applications"
        }
    }
}

enum MillomGaugeField: Int, FieldName {
    case unit, quota, remaining

    var key: StaticString {
        switch self {
        case .unit: "unit"
        case .quota: "quota"
        case .remaining: "remaining"
        }
    }
}

enum MillomTextField: Int, FieldName {
    case language, text

    var key: StaticString {
        switch self {
        case .language: "language"
        case .text: "text"
        }
    }
}

enum MillomOfferListField: Int, FieldName {
    case subscriberState, offers

    var key: StaticString {
        switch self {
        case .subscriberState: "subscriberState"
        case .offers: "offers"
        }
    }
}

enum MillomOfferField: Int, FieldName {
    case planId, cost, costCurrency, type, planName, planDescription, quota, offerContext, fundSource
    case currency, currencyCode

    var key: StaticString {
        switch self {
        case .planId: "planId"
        case .cost: "cost"
        case .costCurrency: "costCurrency"
        case .type: "type"
        case .planName: "planName"
        case .planDescription: "planDescription"
        case .quota: "quota"
        case .offerContext: "offerContext"
        case .fundSource: "fundSource"
        case .currency: "currency"
        case .currencyCode: "currencyCode"
        }
    }
}
