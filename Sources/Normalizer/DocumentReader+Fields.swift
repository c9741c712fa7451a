import MirrorCore
import PullJSON

// Each function reads one field leniently: nil for null and for unreadable values, of which only the latter
// are counted.

extension DocumentReader {
    /// Text byte for byte; a number gives its digits as written.
    mutating func text(_ path: FieldPath) throws(JSONError) -> String? {
        let scalar = try json.readScalar()
        switch scalar {
        case .string(let text): return text.string
        case .number(let number): return number.literal
        case .null: return absent(path)
        case .unreadableString, .boolean, .object, .array: return try unreadable(scalar, path)
        }
    }

    /// `true`, `false`, or one of the two as a string in any letter case.
    mutating func boolean(_ path: FieldPath) throws(JSONError) -> Bool? {
        let scalar = try json.readScalar()
        switch scalar {
        case .boolean(let value): return value
        case .null: return absent(path)
        case .string(let text):
            if text.equalsIgnoringCase("true") { return true }
            if text.equalsIgnoringCase("false") { return false }
            return try unreadable(scalar, path)
        case .unreadableString, .number, .object, .array: return try unreadable(scalar, path)
        }
    }

    /// A whole number of 64 bits, or a string with exactly that; `100.0` is one, `1e2` is not.
    mutating func integer(_ path: FieldPath) throws(JSONError) -> Int64? {
        let scalar = try json.readScalar()
        switch scalar {
        case .number(let number):
            if let integer = number.integer { return integer }
            return try unreadable(scalar, path)
        case .string(let text):
            if let integer = text.withBytes({ JSONNumber($0)?.integer }) { return integer }
            return try unreadable(scalar, path)
        case .null: return absent(path)
        case .unreadableString, .boolean, .object, .array: return try unreadable(scalar, path)
        }
    }

    /// A number of any kind, or a string with exactly that; whole numbers become exact integers.
    mutating func amount(_ path: FieldPath) throws(JSONError) -> Value {
        let scalar = try json.readScalar()
        let amount: Value?
        switch scalar {
        case .number(let number): amount = Self.amount(number)
        case .string(let text): amount = text.withBytes { JSONNumber($0).flatMap(Self.amount) }
        case .null: return absent(path) ?? .null
        case .unreadableString, .boolean, .object, .array: amount = nil
        }
        if amount == nil { try refuse(scalar, path) }
        return amount ?? .null
    }

    private static func amount(_ number: JSONNumber) -> Value? {
        if let integer = number.integer { return .integer(integer) }
        // Beyond this a Double cannot represent every whole number, and would round.
        guard let real = number.double, real.magnitude < 0x1p53 else { return nil }
        // Adding zero turns a negative zero into zero, which is the same amount.
        return .real(real + 0)
    }

    /// An existing day, as `YYYY-MM-DD`.
    mutating func day(_ path: FieldPath) throws(JSONError) -> String? {
        let scalar = try json.readScalar()
        switch scalar {
        case .string(let text):
            if let day = text.withBytes(DayText.normalized) { return day }
            return try unreadable(scalar, path)
        case .null: return absent(path)
        case .unreadableString, .boolean, .number, .object, .array: return try unreadable(scalar, path)
        }
    }

    /// The number of a main SIM, as a string in any spelling or as a whole number.
    mutating func msisdn(_ path: FieldPath) throws(JSONError) -> Msisdn? {
        let scalar = try json.readScalar()
        let msisdn: Msisdn?
        switch scalar {
        case .string(let text): msisdn = try? Msisdn(spelled: text.string)
        case .number(let number): msisdn = number.exactInteger.flatMap { try? Msisdn(spelled: String($0)) }
        case .null: return absent(path)
        case .unreadableString, .boolean, .object, .array: msisdn = nil
        }
        guard let msisdn else { return try unreadable(scalar, path) }
        return msisdn
    }

    mutating func absent<Result>(_ path: FieldPath) -> Result? {
        if path.isRequired { anomalies.missing(path) }
        return nil
    }

    mutating func unreadable<Result>(
        _ scalar: JSONScalar, _ path: FieldPath
    ) throws(JSONError) -> Result? {
        try refuse(scalar, path)
        return nil
    }
}
