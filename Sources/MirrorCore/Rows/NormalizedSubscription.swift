/// The content of one detail document, as rows.
package struct NormalizedSubscription: Sendable, Equatable {
    package var subscription: SubscriptionRow
    package var parties: [PartyRow] = []
    package var simCards: [SimCardRow] = []
    package var settings: [SettingRow] = []
    package var addOns: [AddOnRow] = []
    package var bindings: [SubscriptionBindingRow] = []
    package var addOnBindings: [AddOnBindingRow] = []
    package var usageQuotas: [SubscriptionUsageQuotaRow] = []
    package var addOnUsageQuotas: [AddOnUsageQuotaRow] = []
    package var addOnOrderTypes: [AddOnOrderTypeRow] = []

    /// Data that the document shares with other documents.
    package var subscriptionType: SubscriptionTypeRow?
    package var organizations: [OrganizationRow] = []
    package var texts: [ProductTexts] = []

    package var anomalies: [Anomaly] = []
    /// SHA-256 over all rows in canonical order; equal for two documents that say the same.
    package var contentHash: [UInt8] = []

    package var msisdn: Msisdn { subscription.msisdn }

    package init(subscription: SubscriptionRow) { self.subscription = subscription }
}

/// A deviation of a document from the documentation.
package struct Anomaly: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case unknownKey = "unknown_key"
        case unreadableValue = "unreadable_value"
        case missingRequired = "missing_required"
        /// A key that occurs more than once in one object; the last value is used.
        case duplicateKey = "duplicate_key"
        /// A value that was read although it is not written as documented: a number as text, an instant
        /// without its offset.
        case unexpectedForm = "unexpected_form"
    }

    /// The place, without array indexes: `$.settings[].active`.
    package var path: String
    package var kind: Kind
    /// How often it occurred in what was read.
    package var count: Int
    /// The value's shape, with its letters and digits masked; nil if there is no value.
    package var example: String?

    package init(path: String, kind: Kind, count: Int = 1, example: String? = nil) {
        self.path = path
        self.kind = kind
        self.count = count
        self.example = example
    }
}
