/// How one sending of a request ended.
package enum RequestOutcome: String, Sendable, CaseIterable {
    /// With the requested data.
    case answered
    /// With a refusal of this request or of its token.
    case refused
    /// With a refusal because of the pace: the quota is spent, or the request came too close to another.
    case throttled
    /// With no reply, an incomplete or unusable one, or a problem at the server.
    case failed

    /// How an error reply is counted.
    init(_ consequence: RefusalConsequence) {
        self =
            switch consequence {
            case .renewToken, .fail: .refused
            case .waitForQuota, .widenSpacing: .throttled
            case .retry: .failed
            }
    }
}
