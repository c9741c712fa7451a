import Schema

/// Writes RFC 4180: UTF-8, commas, LF, a header line; NULL is empty and '' is `""`.
///
/// A blob is written as hexadecimal digits.
package struct CSVWriter: ResultWriter {
    private var output: OutputBuffer

    package init(to sink: @escaping ByteSink) { output = OutputBuffer(to: sink) }

    package mutating func begin(_ columns: [String]) throws {
        for (index, column) in columns.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            write(column.utf8)
        }
        try endLine()
    }

    package mutating func write(_ statement: ReadStatement) throws {
        for index in statement.columns.indices {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            switch statement.cell(index) {
            case .null: break
            case .integer(let number): output.append(String(number))
            case .real(let number): output.append(String(number))
            case .text(let bytes): write(bytes)
            case .blob(let bytes): output.append(Hexadecimal.text(bytes))
            }
        }
        try endLine()
    }

    package mutating func end() throws { try output.flush() }

    private mutating func endLine() throws {
        output.append(UInt8(ascii: "\n"))
        try output.flushIfFull()
    }

    private mutating func write(_ text: some Collection<UInt8>) {
        CSVField.append(text, to: &output, delimiter: UInt8(ascii: ","))
    }
}
