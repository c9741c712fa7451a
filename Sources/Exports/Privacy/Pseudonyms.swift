import Crypto
import Foundation
import GRDB
import MirrorCore
package import MirrorReading

/// Stands in for what tells of people: the same value has the same pseudonym as long as the key is the same, and
/// without the key nobody finds the value, not even by trying all telephone numbers.
package struct Pseudonyms: Sendable {
    /// By class, with the key and the class's name in it.
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
    /// Two of a billion values share a pseudonym with a chance of 1 in 10^20.
    typealias Digits = InlineArray<32, UInt8>

    /// The pseudonym of the bytes of a text that is not empty; `code` has its class already.
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

    /// Gives the connection SQL's `pseudonym(class, value)`.
    ///
    /// - Throws: `DatabaseError`.
    func addFunction(to db: Database) throws(DatabaseError) {
        let classes = prepared.map {
            PseudonymFunction.Class(name: Array($0.key.rawValue.utf8), code: $0.value)
        }
        try PseudonymFunction(classes).add(to: db)
    }
}

/// Why a value does not leave: a fault of the program.
enum PrivacyFault: Error {
    case notText
    case unknownClass
    case unknownField(String)
}
