/// Reads one JSON document piece by piece, straight from its bytes, without copying them.
///
/// The caller pulls: it enters objects and arrays, asks for the next key or element, and reads or skips each
/// value. A document that is read to its end has the structure of RFC 8259 exactly; duplicate keys are passed
/// on, and so are strings that are not text: see ``JSONText/isReadable``. The first error ends the reading,
/// except for ``JSONError/Kind/wrongKind(expected:found:)``, which leaves the reader before the value. No
/// document makes it trap.
///
/// ```swift
/// try reader.beginObject()
/// while let key = try reader.nextKey() {
///     switch key {
///     case "access_token": token = try reader.readScalar()
///     default: try reader.skipValue()
///     }
/// }
/// try reader.end()
/// ```
///
/// The bytes must outlive the reader and every ``JSONText`` and ``JSONNumber`` it hands out, and not change.
package struct JSONReader {
    /// The tokens that may come next.
    enum Turn: UInt8 {
        /// A value.
        case value
        /// The first key or element of the container just entered, or its end.
        case first
        /// A comma or the end of the current container; at the top level, the end of the document.
        case next
        /// Nothing: an error was thrown.
        case failed
    }

    let document: UnsafeRawBufferPointer
    let limit: UnsafePointer<UInt8>
    let maximumDepth: Int
    var cursor: UnsafePointer<UInt8>
    var turn = Turn.value
    var depth = 0
    /// One bit per open object (1) or array (0), the innermost in the lowest bit.
    private var containers: UInt64 = 0

    /// Starts reading `bytes`.
    ///
    /// - Throws: `empty`, `tooLarge` or `byteOrderMark`.
    package init(_ bytes: UnsafeRawBufferPointer, limits: JSONLimits = .standard) throws(JSONError) {
        guard bytes.count <= limits.maximumBytes else {
            throw JSONError(kind: .tooLarge, offset: limits.maximumBytes, path: "$")
        }
        guard let base = bytes.baseAddress, !bytes.isEmpty else {
            throw JSONError(kind: .empty, offset: 0, path: "$")
        }
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
            throw JSONError(kind: .byteOrderMark, offset: 0, path: "$")
        }
        document = bytes
        cursor = base.assumingMemoryBound(to: UInt8.self)
        limit = cursor + bytes.count
        maximumDepth = limits.maximumDepth
    }

    /// Passes a reader over `bytes` to `body`.
    package static func read<Result>(
        _ bytes: RawSpan, limits: JSONLimits = .standard,
        _ body: (inout JSONReader) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        try bytes.withUnsafeBytes { (buffer) throws(JSONError) in
            var reader = try JSONReader(buffer, limits: limits)
            return try body(&reader)
        }
    }

    /// The kind of the next value, which stays unread.
    package mutating func peekKind() throws(JSONError) -> JSONKind {
        guard turn == .value else { throw failure(.outOfTurn) }
        let byte = try nextByte()
        switch byte {
        case Ascii.quote: return .string
        case Ascii.openBrace: return .object
        case Ascii.openBracket: return .array
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
        case UInt8(ascii: "n"): return .null
        case Ascii.minus, Ascii.zero...Ascii.nine: return .number
        default: throw failure(.unexpectedByte)
        }
    }

    /// Enters an object; call ``nextKey()`` until it returns nil.
    package mutating func beginObject() throws(JSONError) {
        try expect(.object)
        try open(bit: 1)
    }

    /// Enters an array; call ``nextElement()`` until it returns false.
    package mutating func beginArray() throws(JSONError) {
        try expect(.array)
        try open(bit: 0)
    }

    /// The next key of the current object; nil once the object has ended, which leaves it.
    ///
    /// The key's value must be read or skipped before the next call.
    package mutating func nextKey() throws(JSONError) -> JSONText? {
        guard depth > 0, isInObject else { throw failure(.outOfTurn) }
        guard try advance(to: Ascii.closeBrace) else { return nil }
        guard cursor.pointee == Ascii.quote else { throw failure(.unexpectedByte) }
        let key = try scanString()
        guard try nextByte() == Ascii.colon else { throw failure(.unexpectedByte) }
        cursor += 1
        turn = .value
        return key
    }

    /// Whether the current array has another element, which must then be read or skipped; false leaves the
    /// array.
    package mutating func nextElement() throws(JSONError) -> Bool {
        guard depth > 0, !isInObject else { throw failure(.outOfTurn) }
        guard try advance(to: Ascii.closeBracket) else { return false }
        turn = .value
        return true
    }

    /// Checks that the document has been read completely and only whitespace follows.
    package mutating func end() throws(JSONError) {
        guard depth == 0, turn == .next else { throw failure(.outOfTurn) }
        skipWhitespace()
        guard cursor == limit else { throw failure(.trailingContent) }
    }

    /// Moves past the comma to the next key or element; returns false if `closing` comes instead.
    @inline(__always)
    private mutating func advance(to closing: UInt8) throws(JSONError) -> Bool {
        let byte = try nextByte()
        if turn == .next {
            if byte == Ascii.comma {
                cursor += 1
                _ = try nextByte()
                return true
            }
            guard byte == closing else { throw failure(.unexpectedByte) }
        } else {
            guard turn == .first else { throw failure(.outOfTurn) }
            guard byte == closing else { return true }
        }
        cursor += 1
        containers >>= 1
        depth -= 1
        turn = .next
        return false
    }

    private mutating func open(bit: UInt64) throws(JSONError) {
        guard depth < maximumDepth else { throw failure(.tooDeep) }
        cursor += 1
        containers = containers << 1 | bit
        depth += 1
        turn = .first
    }

    /// Whether the innermost open container is an object.
    var isInObject: Bool { containers & 1 == 1 }

    /// Throws unless a value of `kind` comes next; the cursor then stands on its first byte.
    mutating func expect(_ kind: JSONKind) throws(JSONError) {
        let found = try peekKind()
        guard found == kind else { throw complaint(.wrongKind(expected: kind, found: found)) }
    }
}
