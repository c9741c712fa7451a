import MirrorCore

// Rows that a document shares with others.

extension CanonicalContent {
    /// Adds the row, and whether its address is known: an unknown address differs from an empty one.
    mutating func add(_ row: OrganizationRow) {
        row.write(to: &self)
        add(row.address != nil)
    }

    /// Adds anomalies too, though no row holds them: a new key makes a different document, so that the store
    /// keeps the original.
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
