/// A relation of the mirror: its name, its columns in the contract's order, and what tells its rows apart.
package struct Relation: Hashable, Sendable {
    package let name: String
    package let columns: [String]
    /// How many of the leading columns identify a row.
    package let identityWidth: Int
    /// Whether every version of a row is kept, in `<name>_history`.
    package let isHistorized: Bool

    init(_ name: String, identity: [String], content: [String], isHistorized: Bool = false) {
        self.name = name
        columns = identity + content
        identityWidth = identity.count
        self.isHistorized = isHistorized
    }
}

extension Relation {
    package static let subscription = Relation(
        "subscription", identity: ["msisdn"],
        content: [
            "status", "subscription_type_id", "user_reference1", "user_reference2", "user_reference3",
            "valid_from_date", "valid_to_date",
        ], isHistorized: true)
    package static let party = Relation(
        "party", identity: ["msisdn", "role"],
        content: [
            "kind", "first_name", "middle_name", "last_name", "birth_date", "org_number", "organization_name",
        ],
        isHistorized: true)
    package static let simCard = Relation(
        "sim_card", identity: ["msisdn", "icc_id", "occurrence"], content: ["sim_msisdn", "type"],
        isHistorized: true)
    package static let setting = Relation(
        "setting", identity: ["msisdn", "setting_id", "occurrence"],
        content: ["name", "active", "can_activate", "can_deactivate"], isHistorized: true)
    package static let addOn = Relation(
        "add_on", identity: ["msisdn", "product_id", "occurrence"],
        content: ["name", "cancellable", "valid_to"], isHistorized: true)
    package static let subscriptionBinding = Relation(
        "subscription_binding", identity: ["msisdn", "name", "type", "occurrence"], content: [])
    package static let addOnBinding = Relation(
        "add_on_binding",
        identity: ["msisdn", "product_id", "add_on_occurrence", "name", "type", "occurrence"], content: [])
    package static let subscriptionUsageQuota = Relation(
        "subscription_usage_quota",
        identity: ["msisdn", "name", "unit", "traffic_type", "quota_type", "occurrence"],
        content: ["value", "valid_to"])
    package static let addOnUsageQuota = Relation(
        "add_on_usage_quota",
        identity: [
            "msisdn", "product_id", "add_on_occurrence", "name", "unit", "traffic_type", "quota_type",
            "occurrence",
        ],
        content: ["value", "valid_to"])
    package static let addOnOrderType = Relation(
        "add_on_order_type", identity: ["msisdn", "product_id", "add_on_occurrence", "order_type"],
        content: [])
    package static let orderableAddOn = Relation(
        "orderable_add_on", identity: ["msisdn", "product_id"],
        content: ["name", "cancellable", "valid_to"])
    package static let subscriptionType = Relation(
        "subscription_type", identity: ["id"], content: ["name", "payment_type", "access_type"])
    package static let organization = Relation(
        "organization", identity: ["org_number"],
        content: [
            "name", "street_name", "street_number", "entrance_code", "postal_code", "postal_place",
        ])
    package static let account = Relation(
        "account", identity: ["id"],
        content: [
            "reference1", "reference2", "reference3", "status", "type", "owner_org_number", "owner_name",
        ])
    /// Internal: where a number's detail could not be read.
    package static let unreadable = Relation(
        "_unreadable", identity: ["msisdn", "path"], content: ["count"], isHistorized: true)
    package static let productText = Relation(
        "product_text", identity: ["owner", "product_id", "language", "type", "value"], content: [])
}

/// A row of one relation.
package protocol RelationRow: Hashable, Sendable {
    static var relation: Relation { get }
    /// The row's cells, in the order of the relation's columns.
    var values: [Value] { get }
}
