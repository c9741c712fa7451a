/// How a request ended, as far as one sending of it tells.
package enum RequestOutcome: String, Sendable, CaseIterable {
    /// With what was asked for.
    case answered
    /// With a refusal of this request or of its token.
    case refused
    /// With a refusal because of the pace: the quota is spent, or it came too close to another.
    case throttled
    /// With no reply, half a reply, one that cannot be used, or the server's own trouble.
    case failed

    /// What an error reply counts as.
    init(_ consequence: RefusalConsequence) {
        self =
            switch consequence {
            case .renewToken, .fail: .refused
            case .waitForQuota, .widenSpacing: .throttled
            case .retry: .failed
            }
    }
}
