import MirrorCore

// What a document says of things that it shares with others.

extension CanonicalContent {
    /// An organization whose address is not known differs from one that has an empty address.
    mutating func add(_ row: OrganizationRow) {
        row.write(to: &self)
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
