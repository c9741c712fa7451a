/// Why a document cannot be read, and where.
///
/// Contains none of the document's values, and only those of its keys that look like field names.
package struct JSONError: Error, Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// Nothing, or only whitespace.
        case empty
        /// More bytes than ``JSONLimits/maximumBytes``.
        case tooLarge
        /// More levels than ``JSONLimits/maximumDepth``.
        case tooDeep
        /// A UTF-8 byte order mark, which RFC 8259 forbids.
        case byteOrderMark
        /// The document stops inside a value.
        case unexpectedEnd
        /// A byte that the grammar does not allow there.
        case unexpectedByte
        /// Something other than whitespace after the document.
        case trailingContent
        /// A number with a leading zero, a bare sign, or nothing after its point or exponent.
        case invalidNumber
        /// A value of another kind than the caller asked for; the reader still stands before it.
        case wrongKind(expected: JSONKind, found: JSONKind)
        /// The caller asked for something that cannot come here: a bug of ours, never the document's.
        case outOfTurn
    }

    package let kind: Kind
    /// Byte offset from the document's start.
    package let offset: Int
    /// The place in the document, such as `$.settings[3].active`; a key that does not look like a field name
    /// is shown as `?`.
    package let path: String

    package init(kind: Kind, offset: Int, path: String) {
        self.kind = kind
        self.offset = offset
        self.path = path
    }
}

extension JSONError: CustomStringConvertible {
    package var description: String { "\(kind.words) at byte \(offset), \(path)" }
}

extension JSONError.Kind {
    fileprivate var words: String {
        switch self {
        case .empty: "no JSON document"
        case .tooLarge: "document too large"
        case .tooDeep: "nested too deep"
        case .byteOrderMark: "byte order mark before the document"
        case .unexpectedEnd: "document ends too early"
        case .unexpectedByte: "unexpected byte"
        case .trailingContent: "something follows the document"
        case .invalidNumber: "malformed number"
        case .wrongKind(let expected, let found): "\(found.rawValue) where \(expected.rawValue) is expected"
        case .outOfTurn: "read out of turn"
        }
    }
}
