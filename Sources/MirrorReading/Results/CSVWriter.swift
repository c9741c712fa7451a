import Schema

/// Writes RFC 4180: UTF-8, commas, LF, a header line; NULL is empty and '' is `""`.
///
/// A blob is written as hexadecimal digits.
package struct CSVWriter: ResultWriter {
    private var output: OutputBuffer
    private var columnCount = 0

    package init(to sink: @escaping ByteSink) { output = OutputBuffer(to: sink) }

    package mutating func begin(_ columns: [String]) throws {
        columnCount = columns.count
        for (index, column) in columns.enumerated() {
            if index > 0 { output.append(CSVField.comma.delimiter) }
            CSVField.comma.append(column, to: &output)
        }
        try endLine()
    }

    package mutating func write(_ statement: ReadStatement) throws {
        for index in 0..<columnCount {
            if index > 0 { output.append(CSVField.comma.delimiter) }
            switch statement.cell(index) {
            case .null: break
            case .integer(let number): output.append(number)
            case .real(let number): output.append(String(number))
            case .text(let bytes): CSVField.comma.append(bytes, to: &output)
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
}
