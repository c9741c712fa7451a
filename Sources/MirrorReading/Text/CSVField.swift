/// A field of a CSV file, as RFC 4180 quotes it.
enum CSVField {
    /// Appends `text`, in quotes where it is empty or holds a quote, a line's end or `delimiter`.
    static func append(_ text: some Collection<UInt8>, to output: inout OutputBuffer, delimiter: UInt8) {
        let quote = UInt8(ascii: "\"")
        let needsQuotes =
            text.isEmpty
            || text.contains { byte in
                byte == quote || byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
            }
        guard needsQuotes else { return output.append(contentsOf: text) }
        output.append(quote)
        for byte in text {
            if byte == quote { output.append(quote) }
            output.append(byte)
        }
        output.append(quote)
    }
}
