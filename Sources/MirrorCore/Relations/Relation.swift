/// A relation of the mirror: its columns in the contract's order, and all that the program has to know of them.
///
/// Statements, views, snapshot tables, the dictionary and the lists of exports and `forget` are made from it.
package struct Relation: Hashable, Sendable {
    package enum Storage: Sendable {
        /// A table has its rows.
        case table
        /// The table `<name>_history` has every version of its rows; a view of its own name has those of now.
        case versions
        /// A view that is written by hand.
        case view
    }

    /// The answer to a reader who asks for an earlier time.
    package enum Past: Sendable {
        /// The rows that were known then.
        case shown
        /// The present, which stands for it.
        case asNow
        /// A refusal: only the present is kept.
        case unknown
    }

    package let name: String
    package let description: Wording
    /// The description of `<name>_history`; nil for a relation without, and for an internal one.
    package let history: Wording?
    package let storage: Storage
    package let past: Past
    /// All columns.
    package let fields: [Column]
    /// The names of the columns that a row has when it is written; others after them are the store's own.
    package let columns: [String]
    /// How many of the leading columns identify a row.
    package let identityWidth: Int
    /// The column that tells rows apart whose identity is not known.
    package let fallback: String?
    /// The column that `change` shows of a row that came or went.
    package let label: String?
    /// The columns by which a snapshot is searched, besides its keys.
    package let indexes: [String]
    package let historyIndexes: [String]
    private let givenOrder: [String]?

    /// - Parameters:
    ///   - own: columns that no row brings along, as the store keeps them.
    ///   - order: where the identity tells no two rows apart, the columns that do.
    package init(
        _ name: String, _ description: Wording, history: Wording? = nil, storage: Storage = .table,
        past: Past = .shown, identity: [Column] = [], content: [Column] = [], own: [Column] = [],
        fallback: String? = nil, label: String? = nil, order: [String]? = nil, indexes: [String] = [],
        historyIndexes: [String]? = nil
    ) {
        self.name = name
        self.description = description
        self.history = history
        self.storage = storage
        self.past = past
        fields = identity + content + own
        columns = (identity + content).map(\.name)
        identityWidth = identity.count
        self.fallback = fallback
        self.label = label
        self.indexes = indexes
        self.historyIndexes = historyIndexes ?? indexes
        givenOrder = order
    }

    /// Whether every version of a row is kept, in `<name>_history`.
    package var isHistorized: Bool { storage == .versions || history != nil }

    /// Whether it is the agent's own, and no reader's.
    package var isInternal: Bool { name.hasPrefix("_") }

    /// Whether its rows are of a number each.
    package var isOfNumbers: Bool { fields.contains { $0.name == "msisdn" } }

    /// Whether its rows belong to subscriptions; a number in quarantine may be none.
    package var isOfSubscriptions: Bool {
        name == "subscription" || fields.contains { $0.name == "msisdn" && $0.target == "subscription" }
    }

    /// The table that its rows or their versions stand in; nil for a view.
    package var table: String? {
        switch storage {
        case .table: name
        case .versions: historyName
        case .view: nil
        }
    }

    package var historyName: String { name + "_history" }

    package var identity: [Column] { Array(fields.prefix(identityWidth)) }

    /// The identity, where every part of it is always known; else nothing.
    package var key: [String] { identity.allSatisfy(\.isKnown) ? identity.map(\.name) : [] }

    /// The columns that together put any two different rows in an order.
    package var order: [String] {
        if let givenOrder { return givenOrder }
        return identity.flatMap { column in
            // Beside the part of the identity that it stands in for.
            column.isKnown ? [column.name] : [column.name] + (fallback.map { [$0] } ?? [])
        }
    }
}
