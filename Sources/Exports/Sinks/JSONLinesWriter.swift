import MirrorCore
import MirrorReading
import Schema

/// Writes one JSON object per line, keyed by column name, with typed values: true and false, numbers, null.
struct JSONLinesWriter: ResultWriter {
    private var output: OutputBuffer
    private let keys: [[UInt8]]
    private let isBoolean: [Bool]

    init(_ columns: [RelationColumn], to sink: @escaping ByteSink) {
        output = OutputBuffer(to: sink)
        keys = columns.enumerated().map { index, column in
            Array(((index == 0 ? "{" : ",") + JSONValue.string(column.name).text + ":").utf8)
        }
        isBoolean = columns.map { $0.kind == .boolean }
    }

    mutating func begin(_ columns: [String]) throws {}

    mutating func write(_ statement: ReadStatement) throws {
        for index in keys.indices {
            output.append(keys[index])
            switch statement.cell(index) {
            case .integer(let number) where isBoolean[index]: output.append(number == 0 ? "false" : "true")
            case let cell: output.append(json: cell)
            }
        }
        output.append(Self.lineEnd)
        try output.flushIfFull()
    }

    mutating func end() throws { try output.flush() }

    private static let lineEnd = Array("}\n".utf8)
}
