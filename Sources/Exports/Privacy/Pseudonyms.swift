import Crypto
import Foundation
import GRDB
import MirrorCore
package import MirrorReading

/// Replaces personal data with pseudonyms: with one key, equal values have equal pseudonyms.
///
/// Without the key nobody can find the value, not even by trying all telephone numbers.
package struct Pseudonyms: Sendable {
    /// By class: the hash after the key and the class's name.
    private let prepared: [RelationColumn.Privacy: HMAC<SHA256>]

    /// Makes pseudonyms with `key`.
    package init(_ key: PseudonymKey) {
        let blank = HMAC<SHA256>(key: SymmetricKey(data: key.bytes))
        var prepared: [RelationColumn.Privacy: HMAC<SHA256>] = [:]
        for privacy in RelationColumn.Privacy.allCases {
            // Each class has its own pseudonyms, so that a name cannot be recognized in a reference.
            var code = blank
            code.update(data: Array(privacy.rawValue.utf8) + [0])
            prepared[privacy] = code
        }
        self.prepared = prepared
    }

    /// The pseudonym of `text`: 32 lower-case hexadecimal digits.
    ///
    /// An empty text stays empty: it identifies nobody, and a search for missing references must find it.
    package func pseudonym(of text: String, as privacy: RelationColumn.Privacy) -> String? {
        guard let code = prepared[privacy] else { return nil }
        guard !text.isEmpty else { return text }
        var text = text
        return text.withUTF8 { bytes in
            let digits = Self.digits(of: bytes, after: code)
            return digits.span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// The hexadecimal digits of a pseudonym: 128 of the 256 bits.
    ///
    /// The chance that any two of a billion values share a pseudonym is 1 in 10^20.
    typealias Digits = InlineArray<32, UInt8>

    /// The pseudonym of a non-empty text's bytes; `code` already includes its class.
    static func digits(of text: UnsafeBufferPointer<UInt8>, after code: HMAC<SHA256>) -> Digits {
        var code = code
        code.update(data: UnsafeRawBufferPointer(text))
        return code.finalize().withUnsafeBytes { bytes in
            Digits { index in
                let byte = bytes[index / 2]
                let half = index.isMultiple(of: 2) ? byte >> 4 : byte & 15
                return half < 10 ? UInt8(ascii: "0") + half : UInt8(ascii: "a") + half - 10
            }
        }
    }

    /// Registers SQL's `pseudonym(class, value)` on the connection.
    ///
    /// - Throws: `DatabaseError`.
    func addFunction(to db: Database) throws(DatabaseError) {
        let classes = prepared.map {
            PseudonymFunction.Class(name: Array($0.key.rawValue.utf8), code: $0.value)
        }
        try PseudonymFunction(classes).add(to: db)
    }
}

/// Why a value is not exported: a fault of the program.
enum PrivacyFault: Error {
    case notText
    case unknownClass
    case unknownField(String)
}
