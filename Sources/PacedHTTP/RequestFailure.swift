package import Foundation

/// Why a request has no result, in terms common to all APIs; each API adds its meaning and messages.
package enum RequestFailure: Error, Equatable, Sendable {
    /// The API's final answer to this request, or a reply of the token endpoint that is neither a token nor a
    /// refusal.
    case refused(ErrorReply)
    /// The token endpoint refuses us, or the API refuses a brand-new token.
    case credentialsRefused(ErrorReply)
    /// The API requires a token for this request, and there are no credentials to fetch one.
    case credentialsMissing(RequestPurpose)
    /// The request would have sent our credentials to a server other than that of the base URL, or where they
    /// can be overheard; it was not sent.
    case foreignServer(RequestPurpose)
    /// The quota reopens only after this run's deadline.
    case quotaSpent(until: Date)
    /// Every request since then was refused as too close to another, however far apart they were.
    case tooClose(since: Date)
    /// The run's time ended before the request was sent.
    case timeSpent
    /// The run's time ended while the request was in flight or waiting for a retry.
    case cutOff
    /// The last real fault, after the request was sent `tries` times.
    case fault(Fault, purpose: RequestPurpose, tries: Int)
    /// The server's clock offset is more than a day from every offset seen before; see `ServerClock`.
    case clockInDoubt(offset: Duration)

    /// Whether it is about the request itself, and not about the time and the pace of the run.
    var isAboutTheRequest: Bool {
        switch self {
        case .refused, .credentialsRefused, .credentialsMissing, .foreignServer, .fault: true
        case .quotaSpent, .tooClose, .timeSpent, .cutOff, .clockInDoubt: false
        }
    }
}
