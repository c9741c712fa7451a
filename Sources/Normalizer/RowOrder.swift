import MirrorCore

extension SimCardRow: Occurring {
    /// Compares by ICCID, or by the card's own number if there is none.
    static func identityOrder(_ left: SimCardRow, _ right: SimCardRow) -> ContentOrder {
        ContentOrder.of(left.iccID, right.iccID)
            .then(left.iccID == nil ? ContentOrder.of(left.simMsisdn, right.simMsisdn) : .same)
    }

    static func contentOrder(_ left: SimCardRow, _ right: SimCardRow) -> ContentOrder {
        ContentOrder.of(left.simMsisdn, right.simMsisdn).then(.of(left.type, right.type))
    }
}

extension SettingRow: Occurring {
    static func identityOrder(_ left: SettingRow, _ right: SettingRow) -> ContentOrder {
        .of(left.settingID, right.settingID)
    }

    static func contentOrder(_ left: SettingRow, _ right: SettingRow) -> ContentOrder {
        ContentOrder.of(left.name, right.name).then(.of(left.active, right.active))
            .then(.of(left.canActivate, right.canActivate))
            .then(.of(left.canDeactivate, right.canDeactivate))
    }
}

extension UsageQuota: Occurring {
    static func identityOrder(_ left: UsageQuota, _ right: UsageQuota) -> ContentOrder {
        ContentOrder.of(left.name, right.name).then(.of(left.unit, right.unit))
            .then(.of(left.trafficType, right.trafficType)).then(.of(left.quotaType, right.quotaType))
    }

    static func contentOrder(_ left: UsageQuota, _ right: UsageQuota) -> ContentOrder {
        ContentOrder.of(left.value, right.value).then(.of(left.validTo, right.validTo))
    }
}

/// A binding period, wherever it occurs.
struct Binding: Occurring {
    var name: String?
    var type: String?
    var occurrence = 1

    static func identityOrder(_ left: Binding, _ right: Binding) -> ContentOrder {
        ContentOrder.of(left.name, right.name).then(.of(left.type, right.type))
    }

    static func contentOrder(_ left: Binding, _ right: Binding) -> ContentOrder { .same }
}

/// An add-on with its details, before equal ones are numbered.
struct AddOnDraft: Occurring {
    var row: AddOnRow
    /// Sorted and numbered, as are the usage quotas.
    var bindings: [Binding] = []
    var usageQuotas: [UsageQuota] = []
    /// Sorted, each once.
    var orderTypes: [String] = []

    var occurrence: Int {
        get { row.occurrence }
        set { row.occurrence = newValue }
    }

    static func identityOrder(_ left: AddOnDraft, _ right: AddOnDraft) -> ContentOrder {
        .of(left.row.productID, right.row.productID)
    }

    static func contentOrder(_ left: AddOnDraft, _ right: AddOnDraft) -> ContentOrder {
        ContentOrder.of(left.row.name, right.row.name)
            .then(.of(left.row.cancellable, right.row.cancellable))
            .then(.of(left.row.validTo, right.row.validTo))
            .then(.of(left.bindings, right.bindings, by: Binding.order))
            .then(.of(left.usageQuotas, right.usageQuotas, by: UsageQuota.order))
            .then(.of(left.orderTypes, right.orderTypes) { .of($0, $1) })
    }
}
