/// Quotes the fields of a CSV file, following RFC 4180.
struct CSVField {
    static let comma = CSVField(delimiter: UInt8(ascii: ","), .comma)
    static let semicolon = CSVField(delimiter: UInt8(ascii: ";"), .semicolon)

    /// The byte between fields.
    let delimiter: UInt8
    /// The bytes that require quotes around a field.
    private let quoted: ByteTraits

    private init(delimiter: UInt8, _ trait: ByteTraits) {
        self.delimiter = delimiter
        quoted = [trait, .quote, .lineEnd]
    }

    /// Appends `text`, quoted if it is empty or holds a quote, a line end or the delimiter.
    func append(_ text: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        append(text, ByteTraits(of: text), to: &output)
    }

    /// Appends a text whose traits are known.
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

    /// Appends a String.
    func append(_ text: String, to output: inout OutputBuffer) {
        var text = text
        text.withUTF8 { append($0, to: &output) }
    }
}
