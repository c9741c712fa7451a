import MirrorCore
import PullJSON

// Each function reads one field of Millom's leniently: nil for null and for unreadable values. Readable
// values that are not written as documented are counted as well.
//
// Source: millom-notify.yaml, whose examples have a comma at the end of nearly every text, numbers as texts,
// and an object where a list is meant.

extension DocumentReader {
    /// Text byte for byte; a number gives its digits as written.
    mutating func millomText(_ path: FieldPath) throws(JSONError) -> String? {
        let scalar = try json.readScalar()
        switch scalar {
        case .string(let text): return text.string
        case .number(let number):
            anomalies.unexpectedForm(path, example: MaskedExample.of(scalar))
            return number.literal
        case .null: return absent(path)
        case .unreadableString, .boolean, .object, .array: return try unreadable(scalar, path)
        }
    }

    /// An id, byte for byte; nil for an empty text.
    mutating func millomID(_ path: FieldPath) throws(JSONError) -> String? {
        try nonEmpty(millomText(path), path)
    }

    /// An enumerated word or a code, without a trailing comma; nil for an empty text.
    mutating func millomCode(_ path: FieldPath) throws(JSONError) -> String? {
        guard let text = try millomText(path) else { return nil }
        guard text.utf8.last == UInt8(ascii: ",") else { return nonEmpty(text, path) }
        anomalies.unexpectedForm(path, example: "\"…,\"")
        return nonEmpty(String(text.unicodeScalars.dropLast()), path)
    }

    private mutating func nonEmpty(_ text: String?, _ path: FieldPath) -> String? {
        guard let text else { return nil }
        guard text.isEmpty else { return text }
        anomalies.unreadable(path, example: "\"\"")
        return nil
    }

    /// An amount from its literal digits, in a number or a text, possibly with an exponent.
    mutating func millomAmount(_ path: FieldPath) throws(JSONError) -> ExactDecimal? {
        let scalar = try json.readScalar()
        let amount: ExactDecimal?
        var isDocumented = false
        switch scalar {
        case .string(let text):
            let digits = Digits(text)
            amount = ExactDecimal(digits.text)
            isDocumented = !digits.hadComma
        case .number(let number): amount = ExactDecimal(literal: number.literal)
        case .null: return absent(path)
        case .unreadableString, .boolean, .object, .array: amount = nil
        }
        guard let amount, amount.fitsColumn else { return try unreadable(scalar, path) }
        if !isDocumented { anomalies.unexpectedForm(path, example: MaskedExample.of(scalar)) }
        return amount
    }

    /// A whole number of 64 bits, or a text with exactly that.
    mutating func millomInteger(_ path: FieldPath) throws(JSONError) -> Int64? {
        let scalar = try json.readScalar()
        switch scalar {
        case .number(let number):
            if let integer = number.integer { return integer }
        case .string(let text):
            if let integer = Digits(text).integer {
                anomalies.unexpectedForm(path, example: MaskedExample.of(scalar))
                return integer
            }
        case .null: return absent(path)
        case .unreadableString, .boolean, .object, .array: break
        }
        return try unreadable(scalar, path)
    }

    /// An instant; see ``InstantText``.
    mutating func millomInstant(_ path: FieldPath) throws(JSONError) -> InstantText? {
        let scalar = try json.readScalar()
        switch scalar {
        case .string(let text):
            let (instant, hadComma) = text.withBytes { bytes in
                let hasComma = bytes.last == UInt8(ascii: ",")
                let content = hasComma ? UnsafeBufferPointer(rebasing: bytes.dropLast()) : bytes
                return (InstantText(content), hasComma)
            }
            guard let instant else { return try unreadable(scalar, path) }
            if !instant.isDocumented || hadComma {
                anomalies.unexpectedForm(path, example: MaskedExample.of(scalar))
            }
            return instant
        case .null: return absent(path)
        case .unreadableString, .boolean, .number, .object, .array: return try unreadable(scalar, path)
        }
    }
}

// Lists.

extension DocumentReader {
    /// A list that was entered, or the single object in its place.
    enum MillomList {
        case none
        case array
        case single
    }

    /// Enters the list at `path`; an object in its place counts as a list of one, and as an anomaly.
    mutating func beginMillomList(_ path: FieldPath) throws(JSONError) -> MillomList {
        let scalar = try json.readScalar()
        switch scalar {
        case .array:
            try json.beginArray()
            return .array
        case .object:
            anomalies.unexpectedForm(path, example: MaskedExample.of(scalar))
            return .single
        case .null:
            if path.isRequired { anomalies.missing(path) }
        case .boolean, .number, .string, .unreadableString: try refuse(scalar, path)
        }
        return .none
    }

    /// Enters the next object of `list`, counting and skipping others; returns false at the end of the list.
    mutating func nextObject(of list: inout MillomList, _ path: FieldPath) throws(JSONError) -> Bool {
        switch list {
        case .none: return false
        case .array: return try nextObject(path)
        case .single:
            list = .none
            try json.beginObject()
            return true
        }
    }
}

/// The digits in a text, without a trailing comma.
private struct Digits {
    let text: String
    let hadComma: Bool

    init(_ text: JSONText) {
        let content = text.string
        hadComma = content.utf8.last == UInt8(ascii: ",")
        self.text = hadComma ? String(content.unicodeScalars.dropLast()) : content
    }

    var integer: Int64? {
        var text = text
        return text.withUTF8 { JSONNumber($0)?.integer }
    }
}

extension ExactDecimal {
    /// Reads a JSON number from its digits: `-10.00`, `1.5E3`.
    init?(literal: String) {
        let parts = literal.split(separator: "e", omittingEmptySubsequences: false).flatMap {
            $0.split(separator: "E", omittingEmptySubsequences: false)
        }
        guard let mantissa = ExactDecimal(parts[0]), parts.count <= 2 else { return nil }
        guard parts.count == 2 else {
            self = mantissa
            return
        }
        // A larger exponent gives no amount that a column can hold.
        guard let exponent = Int(parts[1]), abs(exponent) <= Self.longest else { return nil }
        let scale = mantissa.scale - exponent
        guard scale < 0 else {
            self.init(units: mantissa.units, scale: scale)
            return
        }
        var units = mantissa.units
        for _ in scale..<0 {
            let (more, overflows) = units.multipliedReportingOverflow(by: 10)
            guard !overflows else { return nil }
            units = more
        }
        self.init(units: units, scale: 0)
    }
}
