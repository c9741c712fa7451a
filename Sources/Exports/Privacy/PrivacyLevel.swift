import MirrorCore
package import MirrorReading

/// How much personal data leaves the mirror.
package enum PrivacyLevel: String, Sendable, CaseIterable {
    /// Everything.
    case full
    /// Everything except dates of birth.
    case namesOnly = "names-only"
    /// Pseudonyms for numbers, names and references; no dates of birth.
    case pseudonymous
    /// Pseudonyms for numbers, since they join the relations; no names, dates of birth or references; months instead of days.
    case minimal

    /// How values of one privacy class are exported.
    package enum Treatment: Sendable, Equatable {
        case asItIs
        case pseudonym
        /// The column is omitted.
        case absent
        /// Treated like the column that the row names.
        case byRow
    }

    /// Whether any value is exported as a pseudonym, which requires a key.
    package var needsKey: Bool {
        RelationColumn.Privacy.allCases.contains { treatment(of: $0) == .pseudonym }
    }

    /// How values of the class `privacy` are exported.
    package func treatment(of privacy: RelationColumn.Privacy) -> Treatment {
        switch (self, privacy) {
        case (.full, _), (_, .open): .asItIs
        case (_, .mixed): .byRow
        case (_, .birth): .absent
        case (.namesOnly, .number), (.namesOnly, .listed), (.namesOnly, .name), (.namesOnly, .reference):
            .asItIs
        case (_, .listed): .absent
        case (.pseudonymous, .number), (.pseudonymous, .name), (.pseudonymous, .reference): .pseudonym
        case (.minimal, .number): .pseudonym
        case (.minimal, .name), (.minimal, .reference): .absent
        }
    }

    /// Whether people's names are exported as they are.
    package var isNamed: Bool { treatment(of: .name) == .asItIs }

    /// Whether days are exported as months: a subscription's first day, type and account together identify most people.
    package var hidesDays: Bool { self == .minimal }

    /// A remark for readers, beside the column's description; nil if the description alone is right.
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
                    """
                    Here numbers are pseudonyms, without the changes of names, days of birth and references, and of \
                    days the month alone.
                    """,
                    norwegian: """
                        Her er numre pseudonymer, uten endringer av navn, fødselsdatoer og referanser, og av \
                        dager bare måneden.
                        """)
            }
        }
    }
}
