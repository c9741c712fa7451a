/// A relation of the mirror: its columns in the contract's order, and all that the program has to know of them.
///
/// Statements, views, snapshot tables, the dictionary and the lists of exports and `forget` are made from it.
package struct Relation: Hashable, Sendable {
    package enum Storage: Sendable {
        /// A table of its own name has its rows.
        case table
        /// A table of the agent's own has its rows, narrow; a view of its name shows them.
        case rows
        /// A table of the agent's own has every version of its rows, narrow; the views `<name>_history` and, for those of
        /// now, `<name>` show them.
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
    ///
    /// A narrow one has a text's id where the column is repeated, and seconds since 1970 in `observed_from` and
    /// `observed_to`; one without versions has the number's id in `number`, in place of `msisdn`.
    package var table: String? {
        let root = "_" + name.drop { $0 == "_" }
        return switch storage {
        case .table: name
        case .rows: root
        case .versions: root + "_version"
        case .view: nil
        }
    }

    /// Whether its table is narrow: see ``table``.
    package var isNarrow: Bool { storage == .rows || storage == .versions }

    /// The column that says whose a row is: a number's, or a subscriber's as Millom names one; nil where rows are nobody's.
    package var owner: Column? {
        fields.first { $0.name == "subscriber" } ?? fields.first { $0.name == "msisdn" }
    }

    /// Whether its rows are of a subscriber of Millom's each.
    package var isOfSubscribers: Bool { owner?.name == "subscriber" }

    /// The column of its table that says whose a row is.
    package var ownerColumn: String { storage == .rows ? "number" : owner?.name ?? "msisdn" }

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
