/// A string or key as written in the document; valid only as long as the document's bytes.
///
/// Comparing it with a literal copies nothing. Escapes are decoded whenever the content is read.
package struct JSONText {
    let start: UnsafePointer<UInt8>
    let count: Int
    let hasEscapes: Bool
    /// Whether it is text: valid UTF-8 without raw control characters, with only JSON's own escapes.
    ///
    /// If it is not, only ``raw`` is of use.
    package let isReadable: Bool

    /// The content.
    package var string: String {
        guard hasEscapes else { return String(decoding: raw, as: UTF8.self) }
        return String(unsafeUninitializedCapacity: count) { decode(into: $0) }
    }

    /// The bytes between the quotes as written in the document, including escapes.
    package var raw: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    /// Passes the content's UTF-8 bytes to `body`.
    package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        guard hasEscapes else { return body(raw) }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { buffer in
            let length = decode(into: buffer)
            return body(UnsafeBufferPointer(rebasing: buffer[..<length]))
        }
    }

    /// The content if it looks like a field name and so may be shown; nil otherwise.
    ///
    /// Letters, digits and `_`, at most 40 characters with fewer than four digits: nothing that could be a
    /// person's number.
    package var fieldName: String? { withBytes(Self.fieldName) }

    static func fieldName(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        var digits = 0
        for byte in bytes {
            switch byte {
            case Ascii.zero...Ascii.nine: digits += 1
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "_"):
                break
            default: return nil
            }
        }
        guard (1...40).contains(bytes.count), digits < 4 else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
