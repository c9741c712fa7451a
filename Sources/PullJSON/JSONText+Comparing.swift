extension JSONText {
    /// Lets `switch` compare a key with literals.
    package static func ~= (literal: StaticString, text: JSONText) -> Bool { text == literal }

    /// Whether the content is `literal`, byte for byte.
    package static func == (text: JSONText, literal: StaticString) -> Bool {
        if text.hasEscapes { return text.withBytes { equal($0, literal) } }
        return equal(text.raw, literal)
    }

    /// Whether both have the same content, however it is escaped.
    package func hasSameContent(as other: JSONText) -> Bool {
        withBytes { mine in other.withBytes { mine.elementsEqual($0) } }
    }

    /// Whether the content equals `literal`, which is in lower case, ignoring the case of ASCII letters.
    package func equalsIgnoringCase(_ literal: StaticString) -> Bool {
        withBytes { bytes in
            guard bytes.count == literal.utf8CodeUnitCount else { return false }
            return bytes.indices.allSatisfy { index in
                let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[index])
                return (isUpper ? bytes[index] | 0x20 : bytes[index]) == literal.utf8Start[index]
            }
        }
    }

    /// Compares eight bytes at a time; no operation is as frequent as comparing keys.
    @inline(__always)
    private static func equal(_ bytes: UnsafeBufferPointer<UInt8>, _ literal: StaticString) -> Bool {
        let count = literal.utf8CodeUnitCount
        guard bytes.count == count, let mine = UnsafeRawPointer(bytes.baseAddress) else { return false }
        let theirs = literal.utf8Start
        if count < 8 {
            for index in 0..<count where mine.load(fromByteOffset: index, as: UInt8.self) != theirs[index] {
                return false
            }
            return true
        }
        // The last word may overlap the one before it.
        var index = 0
        while index < count {
            let offset = min(index, count - 8)
            let left = mine.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard left == UnsafeRawPointer(theirs).loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            else { return false }
            index += 8
        }
        return true
    }
}
