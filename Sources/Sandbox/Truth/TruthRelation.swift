/// A relation of the mirror that the truth covers.
package enum TruthRelation: String, Sendable, CaseIterable {
    case subscription
    case subscriptionType = "subscription_type"
    case party
    case organization
    case simCard = "sim_card"
    case setting
    case addOn = "add_on"
    case subscriptionBinding = "subscription_binding"
    case addOnBinding = "add_on_binding"
    case subscriptionUsageQuota = "subscription_usage_quota"
    case addOnUsageQuota = "add_on_usage_quota"
    case addOnOrderType = "add_on_order_type"
    case productText = "product_text"
    case account
    case orderableAddOn = "orderable_add_on"

    /// The names of a row's cells, in the order of DESIGN.md; for `subscription` only those that the API
    /// itself provides.
    package var columns: [String] {
        switch self {
        case .subscription:
            [
                "msisdn", "status", "subscription_type_id", "user_reference1", "user_reference2",
                "user_reference3", "valid_from_date", "valid_to_date", "account_id",
            ]
        case .subscriptionType: ["id", "name", "payment_type", "access_type"]
        case .party:
            [
                "msisdn", "role", "kind", "first_name", "middle_name", "last_name", "birth_date",
                "org_number", "organization_name",
            ]
        case .organization:
            [
                "org_number", "name", "street_name", "street_number", "entrance_code", "postal_code",
                "postal_place",
            ]
        case .simCard: ["msisdn", "icc_id", "occurrence", "sim_msisdn", "type"]
        case .setting:
            ["msisdn", "setting_id", "occurrence", "name", "active", "can_activate", "can_deactivate"]
        case .addOn: ["msisdn", "product_id", "occurrence", "name", "cancellable", "valid_to"]
        case .subscriptionBinding: ["msisdn", "name", "type", "occurrence"]
        case .addOnBinding: ["msisdn", "product_id", "add_on_occurrence", "name", "type", "occurrence"]
        case .subscriptionUsageQuota:
            ["msisdn", "name", "unit", "traffic_type", "quota_type", "occurrence", "value", "valid_to"]
        case .addOnUsageQuota:
            [
                "msisdn", "product_id", "add_on_occurrence", "name", "unit", "traffic_type", "quota_type",
                "occurrence", "value", "valid_to",
            ]
        case .addOnOrderType: ["msisdn", "product_id", "add_on_occurrence", "order_type"]
        case .productText: ["owner", "product_id", "language", "type", "value"]
        case .account:
            [
                "id", "reference1", "reference2", "reference3", "status", "type", "owner_org_number",
                "owner_name",
            ]
        case .orderableAddOn: ["msisdn", "product_id", "name", "cancellable", "valid_to"]
        }
    }
}
