import PacedHTTP

/// The meaning of an error reply.
package enum MillomVerdict: Sendable, Equatable {
    /// The refusal concerns this subscriber; others are not affected.
    case aboutSubscriber
    /// The offer cannot be bought, now or at all.
    case purchaseRefused
    /// This network cannot be asked for a CPID.
    case wrongNetwork
    /// Requests to Millom are too frequent.
    case tooOften
    /// A problem at the server: worth a retry.
    case fault
    /// Millom does not understand the request: a bug of ours or a bad setting.
    case badRequest
    /// The token is not valid (any more).
    case renewToken
    /// Client, scope, service provider or path is wrong: nothing will work until it is corrected.
    case misconfigured
}

extension MillomVerdict {
    /// Every documented cause.
    ///
    /// Source: millom-standard-api.yaml, `ErrorDocument`; the last six, cpid-retrieval.yaml.
    package static let byCause: [String: MillomVerdict] = [
        "ERROR_CAUSE_UNSPECIFIED": .fault,
        "INVALID_NUMBER": .aboutSubscriber, "USER_ROAMING": .aboutSubscriber,
        "USER_OPT_OUT": .aboutSubscriber, "NOT_ALLOWED": .aboutSubscriber,
        "BAD_REQUEST": .badRequest,
        "TOO_MANY_REQUESTS": .tooOften,
        "SERVICE_UNAVAILABLE": .fault,
        "PURCHASE_CONFLICT": .purchaseRefused, "INSUFFICIENT_FUNDS": .purchaseRefused,
        "FORBIDDEN": .wrongNetwork, "UNSUPPORTED_OPERATOR": .wrongNetwork,
        "UNKNOWN_SUBSCRIBER_ID": .aboutSubscriber, "USER_BARRED": .aboutSubscriber,
        "INTERNAL_ERROR": .fault,
    ]

    /// The meaning of a reply: by its cause if that is known, else by its status.
    ///
    /// An unknown refusal proves nothing about a subscriber: it may come from a gateway, which would refuse
    /// everyone alike.
    package static func of(status: Int, cause: String?) -> MillomVerdict {
        let known = cause.flatMap { byCause[$0] }
        // No cause concerns a token, and fetching a CPID takes none.
        if status == 401, known != .wrongNetwork { return .renewToken }
        if let known { return known }
        switch status {
        case 429: return .tooOften
        case 408, 425, 500...599: return .fault
        case 300...399, 403, 404: return .misconfigured
        case 400...499: return .badRequest
        default: return .fault
        }
    }

    /// The verdict of ``of(status:cause:)`` on `reply`.
    static func of(_ reply: ErrorReply) -> MillomVerdict { of(status: reply.status, cause: reply.name) }

    /// How the sender reacts.
    var consequence: RefusalConsequence {
        switch self {
        case .renewToken: .renewToken
        // Millom does not say how close is too close, nor for how long: treating it as a spent quota retries
        // with care.
        case .tooOften: .waitForQuota
        case .fault: .retry
        case .aboutSubscriber, .purchaseRefused, .badRequest: .fail(isCounted: true)
        case .wrongNetwork, .misconfigured: .fail(isCounted: false)
        }
    }
}
