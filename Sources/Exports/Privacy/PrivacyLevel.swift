import MirrorCore
package import MirrorReading

/// How much of people leaves the mirror.
package enum PrivacyLevel: String, Sendable, CaseIterable {
    /// Everything.
    case full
    /// Everything but days of birth.
    case namesOnly = "names-only"
    /// Numbers, names and references as pseudonyms; no days of birth.
    case pseudonymous
    /// Numbers as pseudonyms, since they tie the relations together; no names, births and references.
    case minimal

    /// How a value of one class leaves.
    package enum Treatment: Sendable, Equatable {
        case asItIs
        case pseudonym
        /// Not at all: the column is absent.
        case absent
        /// As the column that the row names.
        case byRow
    }

    /// Whether any value leaves as a pseudonym, so that a key is needed.
    package var needsKey: Bool {
        RelationColumn.Privacy.allCases.contains { treatment(of: $0) == .pseudonym }
    }

    /// How a value of the class `privacy` leaves.
    package func treatment(of privacy: RelationColumn.Privacy) -> Treatment {
        switch (self, privacy) {
        case (.full, _), (_, .open): .asItIs
        case (_, .mixed): .byRow
        case (_, .birth): .absent
        case (.namesOnly, .number), (.namesOnly, .name), (.namesOnly, .reference): .asItIs
        case (.pseudonymous, .number), (.pseudonymous, .name), (.pseudonymous, .reference): .pseudonym
        case (.minimal, .number): .pseudonym
        case (.minimal, .name), (.minimal, .reference): .absent
        }
    }

    /// A remark for readers of such a column besides its description; nil when it is as described.
    func remark(on privacy: RelationColumn.Privacy) -> Wording? {
        switch treatment(of: privacy) {
        case .asItIs, .absent: nil
        case .pseudonym:
            Wording(
                """
                Here a pseudonym, 32 hexadecimal digits: the same for the same value in every copy from this \
                mirror.
                """,
                norwegian: """
                    Her et pseudonym, 32 heksadesimale sifre: det samme for samme verdi i alle kopier av dette \
                    speilet.
                    """)
        case .byRow:
            switch self {
            case .full: nil
            case .namesOnly:
                Wording(
                    "Here without the changes of days of birth.",
                    norwegian: "Her uten endringer av fødselsdatoer.")
            case .pseudonymous:
                Wording(
                    "Here numbers, names and references are pseudonyms, without the changes of days of birth.",
                    norwegian: """
                        Her er numre, navn og referanser pseudonymer, uten endringer av fødselsdatoer.
                        """)
            case .minimal:
                Wording(
                    "Here numbers are pseudonyms, without the changes of names, days of birth and references.",
                    norwegian: """
                        Her er numre pseudonymer, uten endringer av navn, fødselsdatoer og referanser.
                        """)
            }
        }
    }
}
