import Crypto
import MirrorCore

/// SHA-256 over what a document says, the same for two documents that say the same.
///
/// Hashed is: the version byte; then per relation, in a fixed order, its name and number of rows; then each row's
/// cells, every one with its type, and with its length where it has none of its own. So no two contents share bytes.
/// Rows are borrowed through spans: copying their strings' references would cost as much as the hashing.
enum ContentHash {
    /// Raised whenever the same document gives other rows or other bytes, so that old hashes match nothing.
    static let version: UInt8 = 2

    static func of(_ subscription: NormalizedSubscription) -> [UInt8] {
        var content = CanonicalContent(version: version)
        content.open(.subscription, count: 1)
        content.add(subscription.subscription)
        content.open(.party, count: subscription.parties.count)
        let parties = subscription.parties.span
        for index in parties.indices { content.add(parties[index]) }
        content.open(.simCard, count: subscription.simCards.count)
        let simCards = subscription.simCards.span
        for index in simCards.indices { content.add(simCards[index]) }
        content.open(.setting, count: subscription.settings.count)
        let settings = subscription.settings.span
        for index in settings.indices { content.add(settings[index]) }
        content.open(.subscriptionBinding, count: subscription.bindings.count)
        let bindings = subscription.bindings.span
        for index in bindings.indices { content.add(bindings[index]) }
        content.open(.subscriptionUsageQuota, count: subscription.usageQuotas.count)
        let usageQuotas = subscription.usageQuotas.span
        for index in usageQuotas.indices { content.add(usageQuotas[index]) }
        addAddOns(of: subscription, to: &content)
        addSharedRows(of: subscription, to: &content)
        addAnomalies(of: subscription, to: &content)
        return content.withBytes(of)
    }

    private static func addAddOns(of subscription: NormalizedSubscription, to content: inout CanonicalContent)
    {
        content.open(.addOn, count: subscription.addOns.count)
        let addOns = subscription.addOns.span
        for index in addOns.indices { content.add(addOns[index]) }
        content.open(.addOnBinding, count: subscription.addOnBindings.count)
        let addOnBindings = subscription.addOnBindings.span
        for index in addOnBindings.indices { content.add(addOnBindings[index]) }
        content.open(.addOnUsageQuota, count: subscription.addOnUsageQuotas.count)
        let addOnUsageQuotas = subscription.addOnUsageQuotas.span
        for index in addOnUsageQuotas.indices { content.add(addOnUsageQuotas[index]) }
        content.open(.addOnOrderType, count: subscription.addOnOrderTypes.count)
        let addOnOrderTypes = subscription.addOnOrderTypes.span
        for index in addOnOrderTypes.indices { content.add(addOnOrderTypes[index]) }
    }

    private static func addSharedRows(
        of subscription: NormalizedSubscription, to content: inout CanonicalContent
    ) {
        content.open(.subscriptionType, count: subscription.subscriptionType == nil ? 0 : 1)
        if let type = subscription.subscriptionType { content.add(type) }
        content.open(.organization, count: subscription.organizations.count)
        let organizations = subscription.organizations.span
        for index in organizations.indices { content.add(organizations[index]) }
        content.open(.productText, count: subscription.texts.count)
        let texts = subscription.texts.span
        for index in texts.indices { content.add(texts[index]) }
    }

    /// Also what no row holds: a new key makes another document, so that the store keeps it as it came.
    private static func addAnomalies(
        of subscription: NormalizedSubscription, to content: inout CanonicalContent
    ) {
        content.add("anomaly")
        content.add(Int64(subscription.anomalies.count))
        for anomaly in subscription.anomalies {
            content.add(anomaly.path)
            content.add(anomaly.kind.rawValue)
            content.add(Int64(anomaly.count))
        }
    }

    /// Of raw bytes.
    static func of(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        return Array(hash.finalize())
    }
}
