// One enum per kind of object, in the order of API.md 1.7. Keys are compared byte for byte, so `Status` is
// unknown. Both spellings of the usage quotas are the API's own.

enum SubscriptionField: Int, FieldName {
    case msisdn, type, userReference1, userReference2, userReference3, validFromDate, validToDate, status
    case user, payer, owner, simCards, settings, addOnProducts

    var key: StaticString {
        switch self {
        case .msisdn: "msisdn"
        case .type: "type"
        case .userReference1: "userReference1"
        case .userReference2: "userReference2"
        case .userReference3: "userReference3"
        case .validFromDate: "validFromDate"
        case .validToDate: "validToDate"
        case .status: "status"
        case .user: "user"
        case .payer: "payer"
        case .owner: "owner"
        case .simCards: "simCards"
        case .settings: "settings"
        case .addOnProducts: "addOnProducts"
        }
    }
}

enum SubscriptionTypeField: Int, FieldName {
    case id, name, paymentType, texts, bindings, usageQuoutas, usageQuotas, accessType

    var key: StaticString {
        switch self {
        case .id: "id"
        case .name: "name"
        case .paymentType: "paymentType"
        case .texts: "texts"
        case .bindings: "bindings"
        case .usageQuoutas: "usageQuoutas"
        case .usageQuotas: "usageQuotas"
        case .accessType: "accessType"
        }
    }
}

enum SettingField: Int, FieldName {
    case id, name, texts, active, canActivate, canDeactivate

    var key: StaticString {
        switch self {
        case .id: "id"
        case .name: "name"
        case .texts: "texts"
        case .active: "active"
        case .canActivate: "canActivate"
        case .canDeactivate: "canDeactivate"
        }
    }
}

enum AddOnField: Int, FieldName {
    case id, name, texts, usageQuotas, usageQuoutas, bindings, cancellable, orderTypes, validTo

    var key: StaticString {
        switch self {
        case .id: "id"
        case .name: "name"
        case .texts: "texts"
        case .usageQuotas: "usageQuotas"
        case .usageQuoutas: "usageQuoutas"
        case .bindings: "bindings"
        case .cancellable: "cancellable"
        case .orderTypes: "orderTypes"
        case .validTo: "validTo"
        }
    }
}

enum UsageQuotaField: Int, FieldName {
    case name, value, unit, trafficType, quotaType, validTo

    var key: StaticString {
        switch self {
        case .name: "name"
        case .value: "value"
        case .unit: "unit"
        case .trafficType: "trafficType"
        case .quotaType: "quotaType"
        case .validTo: "validTo"
        }
    }
}

enum TextField: Int, FieldName {
    case type, value

    var key: StaticString {
        switch self {
        case .type: "type"
        case .value: "value"
        }
    }
}

enum BindingField: Int, FieldName {
    case name, type

    var key: StaticString {
        switch self {
        case .name: "name"
        case .type: "type"
        }
    }
}

enum SimCardField: Int, FieldName {
    case msisdn, iccId, type

    var key: StaticString {
        switch self {
        case .msisdn: "msisdn"
        case .iccId: "iccId"
        case .type: "type"
        }
    }
}
