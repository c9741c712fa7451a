/// What a column of somebody else's list is about: a value of the mirror's that it is compared with, or an amount.
package enum AuditField: String, Sendable, CaseIterable, Comparable {
    /// Where it stands is the setting `report.cost_centre`.
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
    /// Compared with nothing: no price is in the mirror.
    case amount

    package static func < (left: AuditField, right: AuditField) -> Bool { left.rawValue < right.rawValue }
}
