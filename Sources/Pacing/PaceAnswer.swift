/// An answer's information about the pace.
package enum PaceAnswer: Sendable, Equatable {
    /// The gateway let the request pass.
    case accepted
    /// 42901: the quota's window is spent; `retryAfter` is the reply's own, nil if it had none.
    case quotaSpent(retryAfter: Duration?)
    /// 42902: too soon after the previous request; `retryAfter` is the reply's own, nil if it had none.
    case spikeArrest(retryAfter: Duration?)
    /// Nothing: no answer came, or one that does not show whether a limit was reached.
    case nothing
}

/// When the next request may be sent.
package enum PaceDecision: Sendable, Equatable {
    /// At once.
    case now
    /// Not before this instant; ask again then, as an answer may have come meanwhile.
    case notBefore(Duration)
    /// Not before a request in flight has been answered or has left.
    case whenAnswered
}

/// The limit that holds up the next request.
package enum PaceLimit: Sendable, Equatable {
    /// The quota, learned, configured or announced.
    case quota
    /// The pause that the API asked for with a spike arrest.
    case pause
    /// The spacing between two requests.
    case spacing
}

/// Permission to send one request; handed back with the answer.
package struct PacePermit: Sendable, Equatable {
    /// Counts the requests of a run, from 1.
    package let number: Int
    /// When permission was given.
    package let sentAt: Duration
    /// Whether it followed the one before as closely as the spacing allows.
    let isTight: Bool
}
