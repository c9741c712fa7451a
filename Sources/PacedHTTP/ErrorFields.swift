import PullJSON

/// The fields of a JSON error body in which gateways and services write a code, as text.
package struct ErrorFields {
    private var errorCode: String?
    private var code: String?
    private var nestedCode: String?
    private var listedCode: String?
    private var faultCode: String?
    /// `{"cause": "TOO_MANY_REQUESTS"}`: an error name in some APIs, not a code in the others.
    package private(set) var cause: String?
    /// OAuth's `{"error": "invalid_client"}`.
    package private(set) var errorName: String?

    private init() {}

    /// Reads the fields of `body`, which may be anything; if it is not JSON, there are none.
    package init(_ body: [UInt8]) {
        self.init()
        guard
            let fields = try? JSONReader.read(
                body.span.bytes, { (reader) throws(JSONError) in try ErrorFields(&reader) })
        else { return }
        self = fields
    }

    /// The values present, most trusted first.
    package var inOrder: [String] {
        [errorCode, code, nestedCode, listedCode, faultCode, errorName].compactMap { $0 }
    }

    private init(_ reader: inout JSONReader) throws(JSONError) {
        guard try reader.peekKind() == .object else { return }
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "errorCode": errorCode = try Self.scalar(&reader)
            case "code": code = try Self.scalar(&reader)
            case "cause": cause = try Self.scalar(&reader)
            case "error":
                if try reader.peekKind() == .object {
                    nestedCode = try Self.member("code", &reader)
                } else {
                    errorName = try Self.scalar(&reader)
                }
            case "errors": listedCode = try Self.firstCode(&reader)
            case "fault": faultCode = try Self.detail(&reader)
            default: try reader.skipValue()
            }
        }
    }

    /// A number or a string as text; nil for anything else, which is skipped.
    private static func scalar(_ reader: inout JSONReader) throws(JSONError) -> String? {
        switch try reader.readScalar() {
        case .number(let number): return number.literal
        case .string(let text): return text.string
        case .null, .boolean, .unreadableString: return nil
        case .object, .array:
            try reader.skipValue()
            return nil
        }
    }

    /// The text that `read` finds under `name` in the next object; by default a scalar.
    private static func member(
        _ name: StaticString, _ reader: inout JSONReader,
        read: (inout JSONReader) throws(JSONError) -> String? = scalar
    ) throws(JSONError) -> String? {
        guard try reader.peekKind() == .object else {
            try reader.skipValue()
            return nil
        }
        var value: String?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key == name { value = try read(&reader) } else { try reader.skipValue() }
        }
        return value
    }

    /// `errors[0].code`.
    private static func firstCode(_ reader: inout JSONReader) throws(JSONError) -> String? {
        guard try reader.peekKind() == .array else {
            try reader.skipValue()
            return nil
        }
        var value: String?
        var isFirst = true
        try reader.beginArray()
        while try reader.nextElement() {
            if isFirst { value = try member("code", &reader) } else { try reader.skipValue() }
            isFirst = false
        }
        return value
    }

    /// `fault.detail.errorcode`.
    private static func detail(_ reader: inout JSONReader) throws(JSONError) -> String? {
        try member("detail", &reader) { reader throws(JSONError) in try member("errorcode", &reader) }
    }
}
