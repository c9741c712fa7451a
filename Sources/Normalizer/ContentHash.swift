import Crypto
import MirrorCore

/// SHA-256 over a document's content, equal for two documents that say the same.
///
/// It covers the version byte; then for each relation, in a fixed order, its name and number of rows; then
/// each row's cells, every one with its type, and with its length if that varies. So no two contents give the
/// same bytes.
enum ContentHash {
    /// Raised whenever the same document would give other rows or other bytes, so that old hashes no longer
    /// match.
    static let version: UInt8 = 2

    static func of(_ subscription: NormalizedSubscription) -> [UInt8] {
        var content = CanonicalContent(version: version)
        content.open(Relation.subscription.name, count: 1)
        subscription.subscription.write(to: &content)
        content.add(subscription.parties)
        content.add(subscription.simCards)
        content.add(subscription.settings)
        content.add(subscription.bindings)
        content.add(subscription.usageQuotas)
        content.add(subscription.addOns)
        content.add(subscription.addOnBindings)
        content.add(subscription.addOnUsageQuotas)
        content.add(subscription.addOnOrderTypes)
        addSharedRows(of: subscription, to: &content)
        content.add(subscription.anomalies)
        return content.withBytes(of)
    }

    private static func addSharedRows(
        of subscription: NormalizedSubscription, to content: inout CanonicalContent
    ) {
        content.open(Relation.subscriptionType.name, count: subscription.subscriptionType == nil ? 0 : 1)
        subscription.subscriptionType?.write(to: &content)
        content.open(Relation.organization.name, count: subscription.organizations.count)
        let organizations = subscription.organizations.span
        for index in organizations.indices { content.add(organizations[index]) }
        content.open(Relation.productText.name, count: subscription.texts.count)
        let texts = subscription.texts.span
        for index in texts.indices { content.add(texts[index]) }
    }

    /// The hash of raw bytes.
    static func of(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        return Array(hash.finalize())
    }
}
