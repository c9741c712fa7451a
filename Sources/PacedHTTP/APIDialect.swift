import Pacing

/// How one API words its refusals, and how the client must react to them.
package protocol APIDialect: Sendable {
    /// Finds the code that an error body names; the body may be anything.
    func errorCode(in body: [UInt8]) -> ErrorCode
    /// Whether the reply's code is documented: a success with such a body is an error; other codes are
    /// counted as unknown.
    func isDocumented(_ reply: ErrorReply) -> Bool
    /// Whether a success that is an object as requested may still be an error: then each one is searched for
    /// a code.
    var hidesErrorsInObjects: Bool { get }
    /// Decides how the client reacts to an error reply.
    func consequence(of reply: ErrorReply) -> RefusalConsequence
}

extension APIDialect {
    package var hidesErrorsInObjects: Bool { false }
}

/// How the client reacts to an error reply.
package enum RefusalConsequence: Sendable, Equatable {
    /// The token is not valid (any more): send again with another one.
    case renewToken
    /// The quota's window is spent: send again once it opens.
    case waitForQuota
    /// Too close to the request before: send again at a wider spacing.
    case widenSpacing
    /// A problem at the server: worth a retry.
    case retry
    /// The request has its answer; `isCounted` is false if that may come from before or after the point where
    /// the API counts requests.
    case fail(isCounted: Bool)

    /// The reply's information about the pace.
    ///
    /// A refused token and a server's problem may come from before or after the point where requests are
    /// counted.
    func paceAnswer(retryAfter: Duration?) -> PaceAnswer {
        switch self {
        case .waitForQuota: .quotaSpent(retryAfter: retryAfter)
        case .widenSpacing: .spikeArrest(retryAfter: retryAfter)
        case .fail(isCounted: true): .accepted
        case .renewToken, .retry, .fail(isCounted: false): .nothing
        }
    }
}
