package import MirrorCore

/// A JSON value whose objects keep the order of their keys.
package enum JSONValue: Equatable {
    case null
    case integer(Int64)
    case real(Double)
    case string(String)
    case boolean(Bool)
    case array([JSONValue])
    case object([(key: String, value: JSONValue)])

    package init(_ value: Value) {
        self =
            switch value {
            case .null: .null
            case .integer(let number): .integer(number)
            case .real(let number): .real(number)
            case .text(let text): .string(text)
            }
    }

    package init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }
    package init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .null }

    package static func == (left: JSONValue, right: JSONValue) -> Bool { left.text == right.text }

    /// The value on one line.
    package var text: String {
        switch self {
        case .null: "null"
        case .integer(let number): String(number)
        // JSON has no infinity; every parser reads 9e999 as infinity.
        case .real(let number): number.isFinite ? String(number) : (number < 0 ? "-9e999" : "9e999")
        case .string(let text): Self.quoted(text)
        case .boolean(let flag): flag ? "true" : "false"
        case .array(let elements): "[" + elements.map(\.text).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { Self.quoted($0.key) + ": " + $0.value.text }.joined(separator: ", ") + "}"
        }
    }

    /// The value as a document for people: outer levels with one member per line, the innermost on one line.
    package func document(indent: String = "") -> String {
        let inner = indent + "  "
        switch self {
        case .array(let elements) where !elements.isEmpty:
            return "[\n" + elements.map { inner + $0.document(indent: inner) }.joined(separator: ",\n")
                + "\n\(indent)]"
        case .object(let members) where members.contains(where: { $0.value.isNested }) || indent.isEmpty:
            return "{\n"
                + members.map { inner + Self.quoted($0.key) + ": " + $0.value.document(indent: inner) }
                .joined(separator: ",\n") + "\n\(indent)}"
        default: return text
        }
    }

    private var isNested: Bool {
        switch self {
        case .array(let elements): !elements.isEmpty
        case .object: true
        case .null, .integer, .real, .string, .boolean: false
        }
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            byte >= 0x20 && byte != 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
        }
        if isPlain { return "\"\(text)\"" }
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}":
                result += "\\u00" + Hexadecimal.text([UInt8(scalar.value)])
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension JSONValue: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self = .string(text) }
}
