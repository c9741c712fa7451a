package import MirrorCore
package import PullJSON

/// Why a document is refused as a whole.
package enum DocumentError: Error, Equatable, Sendable {
    /// The bytes are not one well-formed JSON document within the limits.
    case malformed(JSONError)
    /// JSON, but neither the object nor the list that was asked for.
    case wrongKind(expected: JSONKind, found: JSONKind)
    /// No msisdn, or none that can be read: nobody can say whom the document is about.
    case msisdnMissing
    /// The document is about another number than the one asked for.
    case anotherNumber
    /// The reading was ended by the one who asked for it.
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

    /// Only a list's is told to a person; a number's sets that number aside.
    package var message: String { "a list of the API cannot be read: \(self)" }
}
