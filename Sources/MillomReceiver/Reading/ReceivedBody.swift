import MirrorCore
import PullJSON

/// Why a body is refused: the path of the missing or wrong value, without the value.
struct BodyRefusal: Error, Equatable {
    let path: String
}

/// A value in a body, reduced to what the receiver uses.
struct ReceivedValue {
    /// A number's digits, or an unescaped text; otherwise nil.
    let text: String?
    let isNumber: Bool
    let flag: Bool?
    let isNull: Bool

    /// Reads the next value, of any kind.
    static func read(_ reader: inout JSONReader) throws(JSONError) -> ReceivedValue {
        switch try reader.readScalar() {
        case .null: return ReceivedValue(text: nil, isNumber: false, flag: nil, isNull: true)
        case .boolean(let flag): return ReceivedValue(text: nil, isNumber: false, flag: flag, isNull: false)
        case .number(let number):
            return ReceivedValue(text: number.literal, isNumber: true, flag: nil, isNull: false)
        case .string(let text):
            return ReceivedValue(text: text.string, isNumber: false, flag: nil, isNull: false)
        case .unreadableString: break
        case .object, .array: try reader.skipValue()
        }
        return ReceivedValue(text: nil, isNumber: false, flag: nil, isNull: false)
    }
}

/// Reads the values of one body, and notes the unreadable ones.
struct ReceivedBodyReader {
    /// The first part of the noted paths.
    let record: String
    private(set) var anomalies: [String] = []

    init(record: String) { self.record = record }

    mutating func unreadable(_ path: String) { note("\(record):\(path) unreadable_value") }

    private mutating func note(_ anomaly: String) {
        if !anomalies.contains(anomaly) { anomalies.append(anomaly) }
    }

    /// A literal text: an id, a name.
    mutating func text(_ value: ReceivedValue, _ path: String) -> String? {
        guard let text = value.text else {
            if !value.isNull { unreadable(path) }
            return nil
        }
        if value.isNumber { unreadable(path) }
        return Self.isPlain(text) ? text : nil
    }

    /// A keyword, without the trailing comma of the documentation's examples.
    mutating func word(_ value: ReceivedValue, _ path: String) -> String? {
        guard let text = text(value, path) else { return nil }
        guard text.hasSuffix(",") else { return text }
        unreadable(path)
        return String(text.dropLast())
    }

    /// A number's digits, even if it is written as a text.
    private mutating func digits(_ value: ReceivedValue, _ path: String) -> String? {
        guard let text = value.text else {
            if !value.isNull { unreadable(path) }
            return nil
        }
        guard !value.isNumber else { return text }
        unreadable(path)
        return text.hasSuffix(",") ? String(text.dropLast()) : text
    }

    mutating func wholeNumber(_ value: ReceivedValue, _ path: String) -> Int64? {
        guard let digits = digits(value, path) else { return nil }
        guard let number = Int64(digits), !digits.hasPrefix("+") else {
            unreadable(path)
            return nil
        }
        return number
    }

    mutating func amount(_ value: ReceivedValue, _ path: String) -> ExactDecimal? {
        guard let digits = digits(value, path) else { return nil }
        guard let amount = ExactDecimal(digits) else {
            unreadable(path)
            return nil
        }
        return amount
    }

    /// Whether `text` has no control characters, which could end a line or a C string, or affect a terminal.
    static func isPlain(_ text: String) -> Bool {
        !text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    }

    /// Whether it can be an id from another party: not empty, at most 128 bytes, without control characters.
    static func isID(_ text: String) -> Bool { (1...128).contains(text.utf8.count) && isPlain(text) }
}

/// Reads an object key by key.
extension JSONReader {
    /// Calls `body` for each key; `body` reads or skips the value.
    mutating func readObject(
        _ body: (JSONText, inout JSONReader) throws(JSONError) -> Void
    ) throws(JSONError) {
        try beginObject()
        while let key = try nextKey() { try body(key, &self) }
    }

    /// Like ``readObject(_:)`` for an optional object: any other value is skipped, and the result is false.
    mutating func readObjectIfAny(
        _ body: (JSONText, inout JSONReader) throws(JSONError) -> Void
    ) throws(JSONError) -> Bool {
        guard try peekKind() == .object else {
            let isNull = try peekKind() == .null
            try skipValue()
            return isNull
        }
        try readObject(body)
        return true
    }
}
