import Pacing

/// How one API words its refusals, and what they mean for the client that sends.
package protocol APIDialect: Sendable {
    /// Finds the code that an error body names; the body may be anything.
    func errorCode(in body: [UInt8]) -> ErrorCode
    /// Whether the reply's code is documented: a success with such a body is an error, and others are counted.
    func isDocumented(_ reply: ErrorReply) -> Bool
    /// Whether a success may be an error though it is an object, as was asked for: then each is searched for a code.
    var hidesErrorsInObjects: Bool { get }
    /// Decides how sending goes on after an error reply.
    func consequence(of reply: ErrorReply) -> RefusalConsequence
}

extension APIDialect {
    package var hidesErrorsInObjects: Bool { false }
}

/// How sending goes on after an error reply.
package enum RefusalConsequence: Sendable, Equatable {
    /// The token is not valid (any more): send again with another.
    case renewToken
    /// The quota's window is spent: send again once it opens.
    case waitForQuota
    /// Too close to the request before: send again at a wider spacing.
    case widenSpacing
    /// The server's trouble: worth another try.
    case retry
    /// The request has its answer. `isCounted` is false where that may come from before or behind the place where the API
    /// counts requests.
    case fail(isCounted: Bool)

    /// The lesson of the reply for the pace.
    ///
    /// A refused token and a server's trouble may come from before or behind the place where requests are counted.
    func paceAnswer(retryAfter: Duration?) -> PaceAnswer {
        switch self {
        case .waitForQuota: .quotaSpent(retryAfter: retryAfter)
        case .widenSpacing: .spikeArrest(retryAfter: retryAfter)
        case .fail(isCounted: true): .accepted
        case .renewToken, .retry, .fail(isCounted: false): .nothing
        }
    }
}
