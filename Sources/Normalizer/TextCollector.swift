import MirrorCore

/// Collects the texts of products, grouped by product.
struct TextCollector {
    let language: String
    private var found: [ProductTexts] = []

    init(language: String) { self.language = language }

    /// Adds a product's texts; a product without any is left out, because missing texts say nothing about it.
    mutating func add(_ texts: [ProductTexts.Text], of owner: ProductTexts.Owner, _ productID: Int64) {
        guard !texts.isEmpty else { return }
        found.append(ProductTexts(owner: owner, productID: productID, language: language, texts: texts))
    }

    /// Each product once, sorted by owner and id; its texts sorted, each once.
    var texts: [ProductTexts] {
        let sorted = found.sorted { ($0.owner.rank, $0.productID) < ($1.owner.rank, $1.productID) }
        var merged: [ProductTexts] = []
        for next in sorted {
            if let last = merged.last, last.owner == next.owner, last.productID == next.productID {
                merged[merged.count - 1].texts += next.texts
            } else {
                merged.append(next)
            }
        }
        for index in merged.indices {
            merged[index].texts.sortAndUnite {
                ContentOrder.of($0.type, $1.type).then(.of($0.value, $1.value))
            }
        }
        return merged
    }
}

extension ProductTexts.Owner {
    fileprivate var rank: Int {
        switch self {
        case .subscriptionType: 0
        case .setting: 1
        case .addOn: 2
        }
    }
}
