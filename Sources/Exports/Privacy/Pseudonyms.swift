import Crypto
import GRDB
import MirrorCore
package import MirrorReading
import Synchronization

/// Stands in for what tells of people: the same value has the same pseudonym as long as the key is the same, and
/// without the key nobody finds the value, not even by trying all telephone numbers.
package struct Pseudonyms: Sendable {
    /// 128 of the 256 bits: two of a billion values share a pseudonym with a chance of 1 in 10^20.
    private static let byteCount = 16

    private let prepared: [RelationColumn.Privacy: HMAC<SHA256>]

    /// The pseudonyms that `key` makes.
    package init(_ key: PseudonymKey) {
        let blank = HMAC<SHA256>(key: SymmetricKey(data: key.bytes))
        var prepared: [RelationColumn.Privacy: HMAC<SHA256>] = [:]
        for privacy in RelationColumn.Privacy.allCases {
            // Each class has pseudonyms of its own, so that a name is not found again as a reference.
            var code = blank
            code.update(data: Array(privacy.rawValue.utf8) + [0])
            prepared[privacy] = code
        }
        self.prepared = prepared
    }

    /// The pseudonym of `text`: 32 lower-case hexadecimal digits.
    ///
    /// A text without characters stays what it is: it tells of nobody, and who looks for missing references has to
    /// find it.
    package func pseudonym(of text: String, as privacy: RelationColumn.Privacy) -> String? {
        guard var code = prepared[privacy] else { return nil }
        guard !text.isEmpty else { return text }
        code.update(data: Array(text.utf8))
        return Hexadecimal.text(code.finalize().prefix(Self.byteCount))
    }

    /// SQL's `pseudonym(class, value)`; of NULL it is NULL.
    var function: DatabaseFunction {
        let last = LastPseudonym()
        return DatabaseFunction("pseudonym", argumentCount: 2, pure: true) { values in
            guard let text = String.fromDatabaseValue(values[1]) else {
                guard values[1].isNull else { throw PrivacyFault.notText }
                return nil
            }
            guard
                let privacy = String.fromDatabaseValue(values[0]).flatMap(RelationColumn.Privacy.init),
                let pseudonym = last.value(of: text, as: privacy, pseudonym)
            else { throw PrivacyFault.unknownClass }
            return pseudonym
        }
    }
}

/// Spares most of the work, as the rows of a number follow each other.
private final class LastPseudonym: Sendable {
    private struct Entry {
        var text: String
        var pseudonym: String
    }

    private let entries = Mutex<[RelationColumn.Privacy: Entry]>([:])

    func value(
        of text: String, as privacy: RelationColumn.Privacy,
        _ make: (_ text: String, _ privacy: RelationColumn.Privacy) -> String?
    ) -> String? {
        entries.withLock { entries in
            if let entry = entries[privacy], entry.text.hasSameBytes(as: text) { return entry.pseudonym }
            let pseudonym = make(text, privacy)
            entries[privacy] = pseudonym.map { Entry(text: text, pseudonym: $0) }
            return pseudonym
        }
    }
}

/// Why a value does not leave: a fault of the program.
enum PrivacyFault: Error {
    case notText
    case unknownClass
    case unknownField(String)
}
