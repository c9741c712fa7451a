import MirrorCore

// What a document says of things that it shares with others.

extension CanonicalContent {
    mutating func add(_ row: SubscriptionTypeRow) {
        add(row.id)
        add(row.name)
        add(row.paymentType)
        add(row.accessType)
    }

    /// An organization whose address is not known differs from one that has an empty address.
    mutating func add(_ row: OrganizationRow) {
        add(row.orgNumber)
        add(row.name)
        add(row.address?.streetName)
        add(row.address?.streetNumber)
        add(row.address?.entranceCode)
        add(row.address?.postalCode)
        add(row.address?.postalPlace)
        add(row.address != nil)
    }

    mutating func add(_ product: ProductTexts) {
        add(product.owner.rawValue)
        add(product.productID)
        add(product.language)
        add(Int64(product.texts.count))
        for text in product.texts {
            add(text.type)
            add(text.value)
        }
    }
}
