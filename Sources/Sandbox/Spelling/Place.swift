/// A place in the documents about one owner, on which sloppiness decisions depend.
struct Place: Sendable {
    /// The msisdn, or a number for a shared entity.
    let owner: UInt64
    let field: Field
    /// Distinguishes items of one list; stays with the item.
    var item = 0

    enum Field: UInt16, Sendable {
        case msisdn = 1
        case reference1, reference2, reference3, validFrom, validTo, status, rootExtra, rootOrder
        case typeQuotas, typeQuotasKey, typeBindings
        case user, payer, party
        case firstName, middleName, lastName, birthDate, absentPart
        case simMsisdn, simType, simList
        case settingList, settingActive, settingCanActivate, settingCanDeactivate, settingExtra
        case addOnList, addOnCancellable, addOnValidTo, addOnOrderTypes, addOnExtra
        case addOnQuotas, addOnQuotasKey, addOnBindings, junkElement
        case bindingName, bindingType
        case quotaName, quotaValue, quotaUnit, quotaTrafficType, quotaType, quotaValidTo
        case productID, productName, productTexts, textType, textValue, paymentType, accessType
        case organizationNumber, organizationName, address, streetName, streetNumber, entranceCode
        case postalCode, postalPlace
        case accountID, accountReference1, accountReference2, accountReference3, accountStatus, accountType
        case orderableCancellable, orderableValidTo
    }

    /// The owner number of a shared entity, outside the range of subscription numbers.
    static func shared(_ family: UInt64, _ id: Int) -> UInt64 {
        family << 56 | UInt64(truncatingIfNeeded: id)
    }
}
