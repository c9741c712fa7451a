import MirrorCore

// Elements of lists, before equal ones are numbered.

extension MillomMoneyBalanceRow: Occurring {
    static func identityOrder(_ left: Self, _ right: Self) -> ContentOrder {
        .of(left.balanceType, right.balanceType)
    }

    static func contentOrder(_ left: Self, _ right: Self) -> ContentOrder {
        ContentOrder.of(left.amount?.description, right.amount?.description)
            .then(.of(left.currency, right.currency)).then(.of(left.expiresAt, right.expiresAt))
    }
}

/// The amounts of a plan or an offer in one unit.
struct MillomGauge: Occurring {
    var unit: String?
    var occurrence = 1
    var quota = MillomQuota(nil)
    var remaining: Int64?

    static func identityOrder(_ left: Self, _ right: Self) -> ContentOrder { .of(left.unit, right.unit) }

    static func contentOrder(_ left: Self, _ right: Self) -> ContentOrder {
        ContentOrder.of(left.quota.isUnlimited, right.quota.isUnlimited)
            .then(.of(Value(left.quota.value), Value(right.quota.value)))
            .then(.of(Value(left.remaining), Value(right.remaining)))
    }
}

/// A name or a description, in one language.
struct MillomText: Occurring {
    var field: MillomTextRow.Field
    var language: String?
    var occurrence = 1
    var text: String?

    static func identityOrder(_ left: Self, _ right: Self) -> ContentOrder {
        ContentOrder.of(left.field.rawValue, right.field.rawValue).then(.of(left.language, right.language))
    }

    static func contentOrder(_ left: Self, _ right: Self) -> ContentOrder { .of(left.text, right.text) }
}

/// A plan with its details, sorted and numbered.
struct MillomPlanDraft: Occurring {
    var row: MillomPlanRow
    var gauges: [MillomGauge] = []
    var texts: [MillomText] = []

    var occurrence: Int {
        get { row.occurrence }
        set { row.occurrence = newValue }
    }

    static func identityOrder(_ left: Self, _ right: Self) -> ContentOrder {
        .of(left.row.planID, right.row.planID)
    }

    static func contentOrder(_ left: Self, _ right: Self) -> ContentOrder {
        ContentOrder.of(left.row.expiresAt, right.row.expiresAt)
            .then(.of(left.row.applications, right.row.applications))
            .then(.of(left.gauges, right.gauges, by: MillomGauge.order))
            .then(.of(left.texts, right.texts, by: MillomText.order))
    }
}

/// An offer with its details, sorted and numbered.
struct MillomOfferDraft: Occurring {
    var row: MillomOfferRow
    var quotas: [MillomGauge] = []
    var texts: [MillomText] = []

    var occurrence: Int {
        get { row.occurrence }
        set { row.occurrence = newValue }
    }

    static func identityOrder(_ left: Self, _ right: Self) -> ContentOrder {
        .of(left.row.planID, right.row.planID)
    }

    static func contentOrder(_ left: Self, _ right: Self) -> ContentOrder {
        ContentOrder.of(left.row.cost?.description, right.row.cost?.description)
            .then(.of(left.row.currency, right.row.currency)).then(.of(left.row.type, right.row.type))
            .then(.of(left.row.fundSource, right.row.fundSource))
            .then(.of(left.row.offerContext, right.row.offerContext))
            .then(.of(left.quotas, right.quotas, by: MillomGauge.order))
            .then(.of(left.texts, right.texts, by: MillomText.order))
    }
}
