package import Foundation

/// Why a request has no result, as far as that does not depend on the API; each API adds its meaning and its words.
package enum RequestFailure: Error, Equatable, Sendable {
    /// The API's last word on this request, or a reply of the token endpoint that is neither a token nor a refusal.
    case refused(ErrorReply)
    /// The token endpoint refuses us, or the API refuses a token that is brand new.
    case credentialsRefused(ErrorReply)
    /// The API wants a token for this request, and there are no credentials to fetch one with.
    case credentialsMissing(RequestPurpose)
    /// The request would take our credentials to another server than that of the base URL, or where it can be overheard; it was not
    /// sent.
    case foreignServer(RequestPurpose)
    /// The quota is spent for longer than this run may last.
    case quotaSpent(until: Date)
    /// Every request since then was refused as too close to another, however far apart they were sent.
    case tooClose(since: Date)
    /// The run's time was over before the request was sent.
    case timeSpent
    /// The run's time was over while the request was under way, or was to be sent again.
    case cutOff
    /// The last real fault, after `tries` sendings.
    case fault(Fault, purpose: RequestPurpose, tries: Int)
    /// The server's clock minus ours is more than a day from all that was known, see `ServerClock`.
    case clockInDoubt(offset: Duration)
}
