package import Schema

extension OutputBuffer {
    private static let null = Array("null".utf8)

    /// Appends `cell` as a JSON value; a blob is its hexadecimal digits.
    package mutating func append(json cell: ReadStatement.Cell) {
        switch cell {
        case .null: append(Self.null)
        case .integer(let number): append(number)
        case .text(let text) where Self.isPlain(text):
            append(UInt8(ascii: "\""))
            append(text)
            append(UInt8(ascii: "\""))
        case let cell: append(JSONValue(cell.value).text)
        }
    }

    /// Whether the text needs only quotes around it.
    private static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let traits = ByteTraits(of: text)
        return traits.isDisjoint(with: [.quote, .backslash, .lineEnd, .control])
            && (!traits.contains(.beyondASCII) || text.letterCount != nil)
    }
}
