package import MirrorCore

/// The subscription types in one reply of the catalogue.
package struct SubscriptionTypeList: Equatable, Sendable {
    /// Each type once, sorted by id.
    package var types: [SubscriptionTypeRow] = []
    package var texts: [ProductTexts] = []
    package var anomalies: [Anomaly] = []

    package init() {}
}

/// The add-ons that could be ordered for one subscription.
package struct OrderableAddOnList: Equatable, Sendable {
    /// Each product once, sorted by id.
    package var addOns: [OrderableAddOnRow] = []
    package var texts: [ProductTexts] = []
    package var anomalies: [Anomaly] = []

    package init() {}
}
