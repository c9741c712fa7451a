package import MirrorCore
package import PullJSON

/// Why a whole document is refused.
package enum DocumentError: Error, Equatable, Sendable {
    /// The bytes are not one well-formed JSON document within the limits.
    case malformed(JSONError)
    /// JSON, but not the object or list that was requested.
    case wrongKind(expected: JSONKind, found: JSONKind)
    /// No msisdn, or no readable one: the subject of the document is unknown.
    case msisdnMissing
    /// The document is about a number other than the one requested.
    case anotherNumber
    /// The caller ended the reading.
    case interrupted
}

extension DocumentError {
    init(_ error: JSONError) {
        if case .wrongKind(let expected, let found) = error.kind {
            self = .wrongKind(expected: expected, found: found)
        } else {
            self = .malformed(error)
        }
    }
}

extension DocumentError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let error): "not a JSON document: \(error)"
        case .wrongKind(let expected, let found):
            "the document is \(found.rawValue), not \(expected.rawValue)"
        case .msisdnMissing: "the document has no readable msisdn"
        case .anotherNumber: "the document is about another number than the one asked for"
        case .interrupted: "the reading was interrupted"
        }
    }
}

extension DocumentError: UserFacingError {
    package var kind: FailureKind { self == .interrupted ? .tryLater : .unusableData }

    /// Only shown for a list; a number's error quarantines that number.
    package var message: String { "a list of the API cannot be read: \(self)" }
}
