import Foundation
import PullJSON

/// A document as a tree, so that two readers of it can be compared.
enum JSONTree: Equatable {
    case null
    case boolean(Bool)
    case number(Near)
    case string([UInt8])
    case array([JSONTree])
    /// The last one of equal keys.
    case object([[UInt8]: JSONTree])

    /// A number that tolerates Foundation's loss of precision in reading long ones as `Decimal`.
    struct Near: Equatable {
        let value: Double

        static func == (left: Near, right: Near) -> Bool {
            left.value == right.value || abs(left.value - right.value) <= 1e-13 * abs(right.value)
        }
    }

    /// Whether a number exceeds a `Double`, which Foundation refuses and we pass on as text.
    var hasNumberBeyondDouble: Bool {
        switch self {
        case .number(let number): number.value.isInfinite
        case .array(let elements): elements.contains(where: \.hasNumberBeyondDouble)
        case .object(let members): members.values.contains(where: \.hasNumberBeyondDouble)
        case .null, .boolean, .string: false
        }
    }

    /// Our reader's result for `bytes`; refuses strings that are not valid text, like Foundation.
    static func pulled(from bytes: [UInt8]) throws(JSONError) -> JSONTree {
        try JSONReader.read(bytes.span.bytes) { (reader) throws(JSONError) in
            let tree = try JSONTree(from: &reader)
            try reader.end()
            return tree
        }
    }

    /// Foundation's result for `bytes`; nil if it refuses them.
    static func judged(_ bytes: [UInt8]) -> JSONTree? {
        (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)).map(
            JSONTree.init(any:))
    }

    init(from reader: inout JSONReader) throws(JSONError) {
        switch try reader.readScalar() {
        case .null: self = .null
        case .boolean(let value): self = .boolean(value)
        case .number(let number): self = .number(Near(value: number.double ?? .infinity))
        case .string(let text): self = .string(Array(text.string.utf8))
        case .unreadableString: throw Self.unreadable(reader)
        case .array:
            var elements: [JSONTree] = []
            try reader.beginArray()
            while try reader.nextElement() { elements.append(try JSONTree(from: &reader)) }
            self = .array(elements)
        case .object:
            var members: [[UInt8]: JSONTree] = [:]
            try reader.beginObject()
            while let key = try reader.nextKey() {
                guard key.isReadable else { throw Self.unreadable(reader) }
                members[key.withBytes { Array($0) }] = try JSONTree(from: &reader)
            }
            self = .object(members)
        }
    }

    private static func unreadable(_ reader: JSONReader) -> JSONError {
        JSONError(
            kind: .wrongKind(expected: .string, found: .string), offset: reader.offset, path: reader.path)
    }

    private init(any: Any) {
        switch any {
        case is NSNull: self = .null
        case let number as NSNumber where number.objCType.pointee == CChar(UInt8(ascii: "c")):
            self = .boolean(number.boolValue)
        case let number as NSNumber: self = .number(Near(value: number.doubleValue))
        case let text as String: self = .string(Array(text.utf8))
        case let elements as [Any]: self = .array(elements.map(JSONTree.init(any:)))
        case let members as [String: Any]:
            let pairs = members.map { (Array($0.key.utf8), JSONTree(any: $0.value)) }
            self = .object(Dictionary(pairs, uniquingKeysWith: { $1 }))
        default: self = .string(Array("unexpected \(type(of: any))".utf8))
        }
    }
}
