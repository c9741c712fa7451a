/// A text about a product, in both languages of the API.
struct CatalogueText: Sendable {
    let type: String
    let norwegian: String
    let english: String
}

/// The common part of subscription types, settings and add-ons.
struct CatalogueProduct: Sendable {
    let id: Int
    let name: String
    let texts: [CatalogueText]
}

/// The amount of a usage quota.
enum QuotaAmount: Sendable, Hashable {
    case whole(Int)
    case decimal(Double)
}

/// An included amount, without its own validity.
struct QuotaTemplate: Sendable, Hashable {
    let name: String
    let amount: QuotaAmount
    let unit: String
    let trafficType: String
    let quotaType: String
}

struct SubscriptionKind: Sendable {
    let product: CatalogueProduct
    let paymentType: String
    let accessType: String
    /// Whether the catalogue endpoint still offers it; old customers may have others.
    let isOffered: Bool
    let quotas: [QuotaTemplate]
    let bindingNames: [String]
}

struct AddOnKind: Sendable {
    let product: CatalogueProduct
    let accessTypes: [String]
    /// Whether one subscription may have it more than once.
    let isRepeatable: Bool
    let isCancellable: Bool
    let orderTypes: [String]
    let quotas: [QuotaTemplate]
    let bindingName: String?
    /// Whether an active one has an end date.
    let expires: Bool
}

/// All products on sale; the same for every seed.
struct Catalogue: Sendable {
    let kinds: [SubscriptionKind]
    let settings: [CatalogueProduct]
    let addOns: [AddOnKind]

    static let accessTypes = ["MOBILE", "MBB", "M2M"]

    static let standard = Catalogue(
        kinds: subscriptionKinds, settings: settingProducts, addOns: addOnKinds)
}
