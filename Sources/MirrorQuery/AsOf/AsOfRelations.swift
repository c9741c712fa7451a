/// What of the mirror can be known as of an earlier time.
enum AsOfRelations {
    /// Kept as they are now, and so read without a history.
    static let withoutHistory: Set<String> = [
        "add_on_binding", "add_on_order_type", "add_on_usage_quota", "anomaly", "orderable_add_on",
        "quarantine", "subscription_binding", "subscription_usage_quota",
    ]

    /// What many subscriptions share, of which only the present is kept.
    static let shared: Set<String> = ["account", "organization", "product_text", "subscription_type"]

    /// The internal tables that stand for their past, too.
    private static let internalKnown: Set<String> = [
        "_coverage_numbered", "_coverage_stretch", "_subscription", "_subscription_version",
    ]

    /// Whether the past of `relation` is known; of one that is not ours, such as `json_each`, yes.
    static func isKnown(_ relation: String) -> Bool {
        !withoutHistory.contains(relation)
            && (!relation.hasPrefix("_") || internalKnown.contains(relation))
    }
}
