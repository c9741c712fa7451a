/// The subject of a column in an external list: a value to compare with the mirror's, or an amount.
package enum AuditField: String, Sendable, CaseIterable, Comparable {
    /// The setting `report.cost_centre` says which reference holds it.
    case costCentre = "cost_centre"
    case user
    case owner
    case ownerOrgNumber = "owner_org_number"
    case subscriptionType = "subscription_type"
    case account
    case userReference1 = "user_reference1"
    case userReference2 = "user_reference2"
    case userReference3 = "user_reference3"
    case iccID = "icc_id"
    /// Not compared: the mirror contains no prices.
    case amount

    package static func < (left: AuditField, right: AuditField) -> Bool { left.rawValue < right.rawValue }
}
