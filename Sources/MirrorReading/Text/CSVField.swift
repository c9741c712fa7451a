/// Fields of a CSV file, as RFC 4180 quotes them.
struct CSVField {
    static let comma = CSVField(delimiter: UInt8(ascii: ","), .comma)
    static let semicolon = CSVField(delimiter: UInt8(ascii: ";"), .semicolon)

    /// The byte between two fields.
    let delimiter: UInt8
    /// The bytes that a field holds only in quotes.
    private let quoted: ByteTraits

    private init(delimiter: UInt8, _ trait: ByteTraits) {
        self.delimiter = delimiter
        quoted = [trait, .quote, .lineEnd]
    }

    /// Appends `text`, in quotes where it is empty or holds a quote, a line's end or the delimiter.
    func append(_ text: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        append(text, ByteTraits(of: text), to: &output)
    }

    /// The same for a text whose traits are known.
    func append(_ text: UnsafeBufferPointer<UInt8>, _ traits: ByteTraits, to output: inout OutputBuffer) {
        guard text.isEmpty || !traits.isDisjoint(with: quoted) else { return output.append(text) }
        let quote = UInt8(ascii: "\"")
        output.append(quote)
        for byte in text {
            if byte == quote { output.append(quote) }
            output.append(byte)
        }
        output.append(quote)
    }

    /// The same for a String.
    func append(_ text: String, to output: inout OutputBuffer) {
        var text = text
        text.withUTF8 { append($0, to: &output) }
    }
}
