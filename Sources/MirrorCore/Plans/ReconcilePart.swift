/// The source of a complete list.
package enum ReconcileMethod: String, Sendable {
    /// The corporate-accounts API.
    case accounts
    /// The search, if access to that API is not granted. Source: API.md 1.6.
    case fallback
}

/// One part of a complete list, read page by page to its end.
package enum ReconcilePart: Hashable, Sendable {
    /// The list of accounts.
    case accounts
    /// The subscriptions of one account.
    case account(String)
    /// A search for all changes of many years.
    case longSearch
    /// A search for all subscriptions with one product.
    case product(Int64)
    /// The numbers that the operator supplies in a file.
    case numbersFile

    /// Whether there are others like it, so that a refusal may concern this one alone.
    package var isOneOfMany: Bool {
        switch self {
        case .account, .product: true
        case .accounts, .longSearch, .numbersFile: false
        }
    }

    /// The text that the mirror stores for it.
    package var text: String {
        switch self {
        case .accounts: "accounts"
        case .account(let id): "account:\(id)"
        case .longSearch: "search"
        case .product(let id): "product:\(id)"
        case .numbersFile: "numbers_file"
        }
    }

    /// Reads ``text``; nil for anything else.
    package init?(_ text: String) {
        let pieces = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch (pieces.first, pieces.dropFirst().first) {
        case ("accounts", nil): self = .accounts
        case ("account", let id?): self = .account(String(id))
        case ("search", nil): self = .longSearch
        case ("product", let id?):
            guard let number = Int64(id) else { return nil }
            self = .product(number)
        case ("numbers_file", nil): self = .numbersFile
        default: return nil
        }
    }

    /// Two parts are equal if their texts are, byte for byte: an account's id is text from the API.
    package static func == (left: ReconcilePart, right: ReconcilePart) -> Bool {
        left.text.hasSameBytes(as: right.text)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(ExactText(text)) }
}
