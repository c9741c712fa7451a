/// Millom's causes of refusals.
///
/// Source: millom-standard-api.yaml, `ErrorDocument`. It gives no statuses; these are the sandbox's.
enum MillomCause: String, Sendable, CaseIterable {
    case unspecified = "ERROR_CAUSE_UNSPECIFIED"
    case invalidNumber = "INVALID_NUMBER"
    case badRequest = "BAD_REQUEST"
    case roaming = "USER_ROAMING"
    case optOut = "USER_OPT_OUT"
    case tooManyRequests = "TOO_MANY_REQUESTS"
    case unavailable = "SERVICE_UNAVAILABLE"
    case conflict = "PURCHASE_CONFLICT"
    case insufficientFunds = "INSUFFICIENT_FUNDS"
    case notAllowed = "NOT_ALLOWED"

    var status: Int {
        switch self {
        case .unspecified: 500
        case .invalidNumber: 404
        case .badRequest: 400
        case .roaming, .optOut, .notAllowed: 403
        case .tooManyRequests: 429
        case .unavailable: 503
        case .conflict: 409
        case .insufficientFunds: 402
        }
    }

    var message: String {
        switch self {
        case .unspecified: "Something failed"
        case .invalidNumber: "The user identifier is invalid"
        case .badRequest: "The request is malformed or misses parameters"
        case .roaming: "The user is roaming"
        case .optOut: "The user has not opted in"
        case .tooManyRequests: "The request rate exceeds the limit"
        case .unavailable: "The service is unavailable"
        case .conflict: "The purchase conflicts with another one"
        case .insufficientFunds: "The funds do not suffice"
        case .notAllowed: "This is not allowed"
        }
    }

    /// The cause of an error with this status.
    init(status: Int) {
        switch status {
        case 400: self = .badRequest
        case 401, 403: self = .notAllowed
        case 404: self = .invalidNumber
        case 429: self = .tooManyRequests
        case 502, 503, 504: self = .unavailable
        default: self = .unspecified
        }
    }
}
