import MirrorCore
import PullJSON

/// Why a body is refused: the path of what is missing or wrong, and nothing of its values.
struct BodyRefusal: Error, Equatable {
    let path: String
}

/// A value of a body, as far as anything is made of it.
struct ReceivedValue {
    /// The digits of a number, or a text without its escapes; nil for everything else.
    let text: String?
    let isNumber: Bool
    let flag: Bool?
    let isNull: Bool

    /// Reads the next value, whatever it is.
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

/// Collects what could be read of one body, and notes what could not.
struct ReceivedNotes {
    /// What the paths begin with.
    let record: String
    private(set) var anomalies: [String] = []

    init(record: String) { self.record = record }

    mutating func unreadable(_ path: String) { note("\(record):\(path) unreadable_value") }

    private mutating func note(_ anomaly: String) {
        if !anomalies.contains(anomaly) { anomalies.append(anomaly) }
    }

    /// A text that stands for itself: an id, a name.
    mutating func text(_ value: ReceivedValue, _ path: String) -> String? {
        guard let text = value.text else {
            if !value.isNull { unreadable(path) }
            return nil
        }
        if value.isNumber { unreadable(path) }
        return Self.isPlain(text) ? text : nil
    }

    /// A text that stands for something else, without the comma that the documentation's examples end it with.
    mutating func word(_ value: ReceivedValue, _ path: String) -> String? {
        guard let text = text(value, path) else { return nil }
        guard text.hasSuffix(",") else { return text }
        unreadable(path)
        return String(text.dropLast())
    }

    /// Digits of a number, also where they are written as a text.
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

    /// Whether nothing in `text` ends a line, a text of C's or a terminal's patience.
    static func isPlain(_ text: String) -> Bool {
        !text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    }

    /// An id that another side made: not empty, not endless, nothing that is not seen.
    static func isID(_ text: String) -> Bool { (1...128).contains(text.utf8.count) && isPlain(text) }
}

/// Reads an object key by key.
extension JSONReader {
    /// Calls `body` for each key; `body` reads or skips its value.
    mutating func readObject(
        _ body: (JSONText, inout JSONReader) throws(JSONError) -> Void
    ) throws(JSONError) {
        try beginObject()
        while let key = try nextKey() { try body(key, &self) }
    }

    /// The same where an object may be missing: anything else is passed over, and `false` is returned.
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
