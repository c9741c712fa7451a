/// A relation of the mirror: its columns in the contract's order, and everything else that the program needs
/// to know.
///
/// Statements, views, snapshot tables, the dictionary and the lists of exports and `forget` are generated
/// from it.
package struct Relation: Hashable, Sendable {
    package enum Storage: Sendable {
        /// A table with its name holds its rows.
        case table
        /// A narrow internal table holds its rows; a view with its name shows them.
        case rows
        /// A narrow internal table holds every version of its rows; the views `<name>_history` and, for
        /// current rows, `<name>` show them.
        case versions
        /// A view that is written by hand.
        case view
    }

    /// The rows that an as-of query sees.
    package enum Past: Sendable {
        /// The rows known then.
        case shown
        /// The current rows instead.
        case asNow
        /// An error: only the present is kept.
        case unknown
    }

    package let name: String
    package let description: Wording
    /// The description of `<name>_history`; nil for a relation without history, and for an internal one.
    package let history: Wording?
    package let storage: Storage
    package let past: Past
    /// All columns.
    package let fields: [Column]
    /// The columns that a row provides when it is written; the store itself fills those after them.
    package let columns: [String]
    /// How many of the leading columns identify a row.
    package let identityWidth: Int
    /// The column that distinguishes rows whose identity is unknown.
    package let fallback: String?
    /// The column that `change` shows for a row that was added or removed.
    package let label: String?
    /// Indexed columns in a snapshot, besides the keys.
    package let indexes: [String]
    package let historyIndexes: [String]
    private let givenOrder: [String]?

    /// - Parameters:
    ///   - own: columns that the store fills, not the row.
    ///   - order: the columns to sort by if the identity does not distinguish all rows.
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

    /// Whether it is internal to the agent, not for readers.
    package var isInternal: Bool { name.hasPrefix("_") }

    /// Whether each of its rows belongs to a number.
    package var isOfNumbers: Bool { fields.contains { $0.name == "msisdn" } }

    /// Whether its rows belong to subscriptions; a quarantined number may not be one.
    package var isOfSubscriptions: Bool {
        name == "subscription" || fields.contains { $0.name == "msisdn" && $0.target == "subscription" }
    }

    /// The table that holds its rows or their versions; nil for a view.
    ///
    /// A narrow table has a text's id in repeated columns, and seconds since 1970 in `observed_from` and
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

    /// The column that names the owner of a row, a number or a subscriber as Millom identifies one; nil if
    /// rows have no owner.
    package var owner: Column? {
        fields.first { $0.name == "subscriber" } ?? fields.first { $0.name == "msisdn" }
    }

    /// Whether each of its rows belongs to a subscriber of Millom's.
    package var isOfSubscribers: Bool { owner?.name == "subscriber" }

    /// The column of its table that names the owner of a row.
    package var ownerColumn: String { storage == .rows ? "number" : owner?.name ?? "msisdn" }

    package var historyName: String { name + "_history" }

    package var identity: [Column] { Array(fields.prefix(identityWidth)) }

    /// The identity if every part of it is always known; otherwise empty.
    package var key: [String] { identity.allSatisfy(\.isKnown) ? identity.map(\.name) : [] }

    /// The columns that together define an order of any two different rows.
    package var order: [String] {
        if let givenOrder { return givenOrder }
        return identity.flatMap { column in
            // Next to the part of the identity that it replaces.
            column.isKnown ? [column.name] : [column.name] + (fallback.map { [$0] } ?? [])
        }
    }
}
