import Schema

/// Writes a JSON array with one object per line, keyed by column name.
///
/// Numbers are JSON numbers, NULL is null, a blob is its hexadecimal digits.
package struct JSONRowsWriter: ResultWriter {
    private var output: OutputBuffer
    private var keys: [[UInt8]] = []
    private var isFirst = true

    package init(to sink: @escaping ByteSink) { output = OutputBuffer(to: sink) }

    package mutating func begin(_ columns: [String]) throws {
        var seen: Set<String> = []
        for column in columns where !seen.insert(column).inserted {
            throw QueryFailure.repeatedColumn(column)
        }
        keys = columns.map { Array((JSONValue.string($0).text + ":").utf8) }
        output.append("[")
    }

    package mutating func write(_ statement: ReadStatement) throws {
        output.append(isFirst ? "\n{" : ",\n{")
        isFirst = false
        for (index, key) in keys.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            output.append(key)
            output.append(json: statement.cell(index))
        }
        output.append("}")
        try output.flushIfFull()
    }

    package mutating func end() throws {
        output.append(isFirst ? "]\n" : "\n]\n")
        try output.flush()
    }
}
