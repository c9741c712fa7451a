extension Relation {
    /// A column: its content, its privacy class, and its source in the API.
    package struct Column: Hashable, Sendable {
        /// The kind of its values, which typed formats use.
        package enum Kind: String, Sendable, CaseIterable {
            case text
            case integer
            /// Whole, or with decimals.
            case number
            /// An exact amount in decimal digits, as text: never a binary fraction.
            case decimal
            /// 1 and 0.
            case boolean
            /// `YYYY-MM-DD`.
            case date
            /// UTC, `2026-11-22T13:05:00Z`.
            case instant
        }

        /// How its values identify a person.
        package enum Privacy: String, Sendable, CaseIterable {
            /// They identify nobody by themselves.
            case open
            /// A telephone or card number, or another id or secret of one person.
            case number
            /// A number beside its line in somebody's file: whoever has the file would know the number of a pseudonym.
            case listed
            case name
            case birth
            /// The company's free text, which may name people.
            case reference
            /// The class of another column, which the row names: see `change.field`.
            case mixed
        }

        package let name: String
        package let kind: Kind
        package let privacy: Privacy
        /// Whether it is never NULL.
        package let isKnown: Bool
        /// Whether the same few texts occur in many rows, so that the file stores each of them once, in
        /// `_text`.
        package let isRepeated: Bool
        /// The relation whose rows its values identify.
        package let target: String?
        /// Its source in the API's detail of a subscription, as JSON paths.
        package let sources: [String]
        package let description: Wording

        package init(
            _ name: String, _ kind: Kind, _ privacy: Privacy = .open, isKnown: Bool = false,
            isRepeated: Bool = false, refersTo target: String? = nil, from sources: [String] = [],
            english: String, norwegian: String
        ) {
            self.name = name
            self.kind = kind
            self.privacy = privacy
            self.isKnown = isKnown
            self.isRepeated = isRepeated
            self.target = target
            self.sources = sources
            description = Wording(english, norwegian: norwegian)
        }
    }
}

/// The same text in the languages of the mirror's readers.
package struct Wording: Hashable, Sendable {
    package let english: String
    package let norwegian: String

    package init(_ english: String, norwegian: String) {
        self.english = english
        self.norwegian = norwegian
    }
}
