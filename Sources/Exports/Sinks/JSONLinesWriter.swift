import MirrorCore
import MirrorReading
import Schema

/// Writes a JSON object a line, keyed by the columns' names, its values typed: true and false, numbers, null.
struct JSONLinesWriter: ResultWriter {
    private var output: OutputBuffer
    private let keys: [String]
    private let isBoolean: [Bool]

    init(_ columns: [RelationColumn], to sink: @escaping ByteSink) {
        output = OutputBuffer(to: sink)
        keys = columns.enumerated().map { index, column in
            (index == 0 ? "{" : ",") + JSONValue.string(column.name).text + ":"
        }
        isBoolean = columns.map { $0.kind == .boolean }
    }

    mutating func begin(_ columns: [String]) throws {}

    mutating func write(_ statement: ReadStatement) throws {
        for (index, key) in keys.enumerated() {
            output.append(key)
            switch statement.cell(index) {
            case .null: output.append("null")
            case .integer(let number) where isBoolean[index]: output.append(number == 0 ? "false" : "true")
            case .text(let bytes) where Self.isPlain(bytes):
                output.append(UInt8(ascii: "\""))
                output.append(contentsOf: bytes)
                output.append(UInt8(ascii: "\""))
            case let cell: output.append(JSONValue(cell.value).text)
            }
        }
        output.append("}\n")
        try output.flushIfFull()
    }

    mutating func end() throws { try output.flush() }

    /// Whether the text needs nothing but quotes around it.
    private static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.allSatisfy { byte in
            (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
        }
    }
}
