package import MirrorCore

/// The subscription types that one reply of the catalogue names.
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
