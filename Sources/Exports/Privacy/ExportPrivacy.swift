import GRDB
import MirrorCore
package import MirrorReading

/// A privacy level with what it takes to keep it.
package struct ExportPrivacy: Sendable {
    package let level: PrivacyLevel
    private let pseudonyms: Pseudonyms?

    /// Everything leaves.
    package static let full = ExportPrivacy(level: .full, pseudonyms: nil)

    /// The given level; `key` is called when it takes pseudonyms.
    package init(_ level: PrivacyLevel, key: () throws -> PseudonymKey) rethrows {
        self.init(level: level, pseudonyms: level.needsKey ? Pseudonyms(try key()) : nil)
    }

    private init(level: PrivacyLevel, pseudonyms: Pseudonyms?) {
        self.level = level
        self.pseudonyms = pseudonyms
    }

    /// Tells one key's pseudonyms from another's, and nothing of the key.
    var fingerprint: String { pseudonyms?.pseudonym(of: "fingerprint", as: .open) ?? "" }

    /// The pseudonym of `text`; nil at a level without pseudonyms.
    package func pseudonym(of text: String, as privacy: RelationColumn.Privacy) -> String? {
        pseudonyms?.pseudonym(of: text, as: privacy)
    }

    /// Gives the connection the functions that the statements of ``ExportSelection`` call.
    ///
    /// To be called while no statement is under way.
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
