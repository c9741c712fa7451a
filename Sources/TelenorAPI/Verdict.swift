import PacedHTTP

/// The meaning of an error reply.
package enum Verdict: Sendable, Equatable {
    /// The subscription does not exist (any more).
    case numberGone
    /// The subscription exists, but not for us (any more).
    case numberNotOurs
    /// The API does not accept this number.
    case numberInvalid
    /// The token is not valid (any more).
    case renewToken
    /// Client, scope, product or path is wrong: nothing will work until it is corrected.
    case misconfigured
    /// The API does not understand the request: a bug of ours or a bad setting.
    case badRequest
    case quotaSpent
    case spikeArrest
    /// A problem at the server: worth a retry.
    case fault
}

extension Verdict {
    /// Every documented code.
    ///
    /// Source: API.md 1.8.
    package static let byCode: [Int: Verdict] = [
        400_000: .badRequest, 400_005: .badRequest, 400_017: .badRequest, 40_001: .badRequest,
        400_016: .numberInvalid, 400_018: .numberInvalid,
        400_023: .numberNotOurs,
        40_105: .renewToken, 40_106: .renewToken,
        40_101: .misconfigured, 40_102: .misconfigured, 40_103: .misconfigured,
        40_107: .misconfigured, 40_108: .misconfigured,
        40_104: .numberNotOurs,
        40_301: .misconfigured,
        404_001: .numberGone,
        40_401: .misconfigured, 4_042_000: .misconfigured,
        42_901: .quotaSpent, 42_902: .spikeArrest,
        50_001: .fault, 50_002: .fault, 50_003: .fault, 500_100: .fault,
        503_200: .fault, 503_300: .fault,
    ]

    /// The meaning of a reply: by its code if that is known, else by its status.
    ///
    /// A code about a number counts only if the request asked for a number. An unknown refusal proves nothing
    /// about a number: it may come from a gateway, which would refuse every number alike.
    package static func of(status: Int, code: Int?, asksForNumber: Bool) -> Verdict {
        if let code, let known = byCode[code], asksForNumber || !known.isAboutNumber { return known }
        switch status {
        case 401: return .renewToken
        case 403: return .misconfigured
        case 429: return .quotaSpent
        case 408, 425, 500...599: return .fault
        case 300...399: return .misconfigured
        case 404: return .misconfigured
        case 400...499: return .badRequest
        default: return .fault
        }
    }

    private var isAboutNumber: Bool {
        switch self {
        case .numberGone, .numberNotOurs, .numberInvalid: true
        case .renewToken, .misconfigured, .badRequest, .quotaSpent, .spikeArrest, .fault: false
        }
    }

    /// The verdict of ``of(status:code:asksForNumber:)`` on `reply`.
    static func of(_ reply: ErrorReply) -> Verdict {
        of(status: reply.status, code: reply.code, asksForNumber: reply.purpose.asksForNumber)
    }

    /// How the sender reacts.
    var consequence: RefusalConsequence {
        switch self {
        case .renewToken: .renewToken
        case .quotaSpent: .waitForQuota
        case .spikeArrest: .widenSpacing
        case .fault: .retry
        case .numberGone, .numberNotOurs, .numberInvalid, .badRequest: .fail(isCounted: true)
        // A 403 may come from before or after the point where requests are counted.
        case .misconfigured: .fail(isCounted: false)
        }
    }
}
