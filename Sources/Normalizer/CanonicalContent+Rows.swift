import MirrorCore

// Each row's cells in the order of its `values`, without making an array of them. A test compares the two.

extension CanonicalContent {
    mutating func add(_ row: SubscriptionRow) {
        add(row.msisdn.digits)
        add(row.status)
        add(row.subscriptionTypeID)
        add(row.userReference1)
        add(row.userReference2)
        add(row.userReference3)
        add(row.validFromDate)
        add(row.validToDate)
    }

    mutating func add(_ row: PartyRow) {
        add(row.msisdn.digits)
        add(row.role.rawValue)
        add(row.kind.rawValue)
        add(row.firstName)
        add(row.middleName)
        add(row.lastName)
        add(row.birthDate)
        add(row.orgNumber)
        add(row.organizationName)
    }

    mutating func add(_ row: SimCardRow) {
        add(row.msisdn.digits)
        add(row.iccID)
        add(Int64(row.occurrence))
        add(row.simMsisdn)
        add(row.type)
    }

    mutating func add(_ row: SettingRow) {
        add(row.msisdn.digits)
        add(row.settingID)
        add(Int64(row.occurrence))
        add(row.name)
        add(row.active)
        add(row.canActivate)
        add(row.canDeactivate)
    }

    mutating func add(_ row: AddOnRow) {
        add(row.msisdn.digits)
        add(row.productID)
        add(Int64(row.occurrence))
        add(row.name)
        add(row.cancellable)
        add(row.validTo)
    }

    mutating func add(_ row: SubscriptionBindingRow) {
        add(row.msisdn.digits)
        add(row.name)
        add(row.type)
        add(Int64(row.occurrence))
    }

    mutating func add(_ row: AddOnBindingRow) {
        add(row.msisdn.digits)
        add(row.productID)
        add(Int64(row.addOnOccurrence))
        add(row.name)
        add(row.type)
        add(Int64(row.occurrence))
    }

    mutating func add(_ row: SubscriptionUsageQuotaRow) {
        add(row.msisdn.digits)
        add(row.quota)
    }

    mutating func add(_ row: AddOnUsageQuotaRow) {
        add(row.msisdn.digits)
        add(row.productID)
        add(Int64(row.addOnOccurrence))
        add(row.quota)
    }

    private mutating func add(_ quota: UsageQuota) {
        add(quota.name)
        add(quota.unit)
        add(quota.trafficType)
        add(quota.quotaType)
        add(Int64(quota.occurrence))
        add(quota.value)
        add(quota.validTo)
    }

    mutating func add(_ row: AddOnOrderTypeRow) {
        add(row.msisdn.digits)
        add(row.productID)
        add(Int64(row.addOnOccurrence))
        add(row.orderType)
    }
}
