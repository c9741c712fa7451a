/// What an answer says about the pace.
package enum PaceAnswer: Sendable, Equatable {
    /// The gateway let the request pass.
    case accepted
    /// 42901: the quota's window is spent; `retryAfter` as the reply had it.
    case quotaSpent(retryAfter: Duration?)
    /// 42902: too close to the request before; `retryAfter` as the reply had it.
    case spikeArrest(retryAfter: Duration?)
    /// Nothing: no answer came, or one that does not tell whether the limits were reached.
    case nothing
}

/// When the next request may be sent.
package enum PaceDecision: Sendable, Equatable {
    /// At once.
    case now
    /// Not before this instant; ask again then, as an answer may have come meanwhile.
    case notBefore(Duration)
    /// Not before a request that is under way has its answer, or has left.
    case whenAnswered
}

/// One request that was let through; it is handed back with its answer.
package struct PacePermit: Sendable, Equatable {
    /// Counts the requests of a run, from 1.
    package let number: Int
    /// When it was let through.
    package let sentAt: Duration
    /// Whether it followed the one before as closely as the spacing allows.
    let isTight: Bool
}
