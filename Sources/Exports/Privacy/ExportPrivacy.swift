import GRDB
import MirrorCore
package import MirrorReading

/// A privacy level with everything needed to apply it.
package struct ExportPrivacy: Sendable {
    package let level: PrivacyLevel
    private let pseudonyms: Pseudonyms?

    /// Exports everything.
    package static let full = ExportPrivacy(level: .full, pseudonyms: nil)

    /// The given level; `key` is called if the level needs pseudonyms.
    package init(_ level: PrivacyLevel, key: () throws -> PseudonymKey) rethrows {
        self.init(level: level, pseudonyms: level.needsKey ? Pseudonyms(try key()) : nil)
    }

    private init(level: PrivacyLevel, pseudonyms: Pseudonyms?) {
        self.level = level
        self.pseudonyms = pseudonyms
    }

    /// Distinguishes the pseudonyms of different keys without revealing a key.
    var fingerprint: String { pseudonyms?.pseudonym(of: "fingerprint", as: .open) ?? "" }

    /// The pseudonym of `text`; nil if the level uses none.
    package func pseudonym(of text: String, as privacy: RelationColumn.Privacy) -> String? {
        pseudonyms?.pseudonym(of: text, as: privacy)
    }

    /// Registers the functions that the statements of ``ExportSelection`` call.
    ///
    /// Do not call this while a statement is running.
    ///
    /// - Throws: `DatabaseError`.
    func prepare(_ db: Database) throws {
        try pseudonyms?.addFunction(to: db)
        db.add(
            function: DatabaseFunction(ChangePrivacy.refusal, argumentCount: 1) { values in
                throw PrivacyFault.unknownField(String.fromDatabaseValue(values[0]) ?? "")
            })
    }
}
