import MirrorCore

// What a document says of things that it shares with others.

extension CanonicalContent {
    /// An organization whose address is not known differs from one that has an empty address.
    mutating func add(_ row: OrganizationRow) {
        row.write(to: &self)
        add(row.address != nil)
    }

    /// Also what no row holds: a new key makes another document, so that the store keeps it as it came.
    mutating func add(_ anomalies: [Anomaly]) {
        add("anomaly")
        add(Int64(anomalies.count))
        for anomaly in anomalies {
            add(anomaly.path)
            add(anomaly.kind.rawValue)
            add(Int64(anomaly.count))
        }
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
