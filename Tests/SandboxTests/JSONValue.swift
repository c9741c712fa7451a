import Foundation

/// Any JSON value, as JSONSerialization reads it.
enum JSONValue: Equatable {
    case null
    case flag(Bool)
    case integer(Int64)
    case real(Double)
    case text(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// - Parameter object: the result of JSONSerialization.
    init(_ object: Any) {
        switch object {
        case let text as String: self = .text(text)
        case let number as NSNumber: self = Self.number(number)
        case let elements as [Any]: self = .array(elements.map(JSONValue.init))
        case let members as [String: Any]: self = .object(members.mapValues(JSONValue.init))
        default: self = .null
        }
    }

    private static func number(_ number: NSNumber) -> JSONValue {
        switch String(cString: number.objCType) {
        case "c": .flag(number.boolValue)
        case "d", "f": .real(number.doubleValue)
        default: .integer(number.int64Value)
        }
    }

    subscript(key: String) -> JSONValue? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    /// An array's elements; empty for anything else.
    var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }

    /// A string, or a whole number's digits.
    var text: String? {
        switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        default: nil
        }
    }

    var number: Int64? { if case .integer(let number) = self { number } else { nil } }

    var isObject: Bool { if case .object = self { true } else { false } }

    private static let apigeeWords = [
        "policies.ratelimit.QuotaViolation": 42901, "policies.ratelimit.SpikeArrestViolation": 42902,
        "keymanagement.service.access_token_expired": 40106,
        "keymanagement.service.invalid_access_token": 40105,
    ]

    /// The code in an error body, in any JSON form that API.md 1.8 lists.
    var errorCode: Int? {
        let word = self["fault"]?["detail"]?["errorcode"]?.text
        let found =
            self["errorCode"] ?? self["code"] ?? self["error"]?["code"]
            ?? self["errors"]?.elements.first?["code"]
        return found?.text.flatMap { Int($0) } ?? word.flatMap { Self.apigeeWords[$0] ?? Int($0) }
    }
}
