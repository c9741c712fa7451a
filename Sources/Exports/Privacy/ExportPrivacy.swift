package import GRDB
import MirrorCore
package import MirrorReading

/// A privacy level with everything needed to apply it.
package struct ExportPrivacy: Sendable {
    package let level: PrivacyLevel
    /// Cost centres that are exported as they are, at a level where references are pseudonyms; nil for none.
    package let openCostCentres: CostCentres?
    private let pseudonyms: Pseudonyms?

    /// Exports everything.
    package static let full = ExportPrivacy(level: .full, openCostCentres: nil, pseudonyms: nil)

    /// The given level; `key` is called if the level needs pseudonyms.
    ///
    /// - Parameter openCostCentres: where to find the cost centres that are not replaced by pseudonyms.
    package init(
        _ level: PrivacyLevel, openCostCentres: CostCentres? = nil, key: () throws -> PseudonymKey
    ) rethrows {
        self.init(
            level: level,
            openCostCentres: level.treatment(of: .reference) == .pseudonym ? openCostCentres : nil,
            pseudonyms: level.needsKey ? Pseudonyms(try key()) : nil)
    }

    private init(level: PrivacyLevel, openCostCentres: CostCentres?, pseudonyms: Pseudonyms?) {
        self.level = level
        self.openCostCentres = openCostCentres
        self.pseudonyms = pseudonyms
    }

    /// Distinguishes the pseudonyms of different keys, and the open cost centres, without revealing a key.
    var fingerprint: String {
        let open = openCostCentres.map { " \($0.reference.rawValue) \($0.folds) \($0.pattern?.text ?? "")" }
        return (pseudonyms?.pseudonym(of: "fingerprint", as: .open) ?? "") + (open ?? "")
    }

    /// The pseudonym of `text`; nil if the level uses none.
    package func pseudonym(of text: String, as privacy: RelationColumn.Privacy) -> String? {
        pseudonyms?.pseudonym(of: text, as: privacy)
    }

    /// The SQL function that rejects a row of `change` whose field has no class.
    static let changeRefusal = "unclassified_change"

    /// The SQL functions that ``prepare(_:)`` registers.
    package static let functions: Set<String> = ["pseudonym", changeRefusal]

    /// Registers the functions that the statements of ``ExportSelection`` call.
    ///
    /// Do not call this while a statement is running.
    ///
    /// - Throws: `DatabaseError`.
    package func prepare(_ db: Database) throws {
        try pseudonyms?.addFunction(to: db)
        db.add(
            function: DatabaseFunction(Self.changeRefusal, argumentCount: 1) { values in
                throw PrivacyFault.unknownField(String.fromDatabaseValue(values[0]) ?? "")
            })
    }
}
