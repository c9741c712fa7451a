package import Foundation
package import MirrorCore
package import PacedHTTP
import Pacing

/// Why a call to Millom has no result.
package enum MillomFailure: Error, Equatable, Sendable {
    /// The refusal concerns only the subscriber asked for; `shown` identifies it as in a log.
    case aboutSubscriber(ErrorReply, shown: String)
    /// No CPID can be obtained from this machine's network.
    case wrongNetwork(ErrorReply)
    /// The token endpoint refuses us, or Millom refuses a brand-new token.
    case credentialsRefused(ErrorReply)
    /// Millom requires a token, and no credentials are set.
    case credentialsMissing(RequestPurpose)
    case misconfigured(ErrorReply)
    case badRequest(ErrorReply)
    /// The request would have sent our credentials to a server other than those configured; it was not sent.
    case foreignServer(RequestPurpose)
    /// An id or a setting that cannot be a path segment, such as `..`; nothing was sent.
    case notASegment(RequestPurpose)
    /// Millom refuses requests as too frequent until after the latest end of this run.
    case quotaSpent(until: Date)
    /// The run's time ended before the request was sent.
    case timeSpent
    /// The run's time ended while the request was in flight or waiting for a retry.
    case cutOff
    /// The last real fault, after the request was sent `tries` times.
    case fault(Fault, purpose: RequestPurpose, tries: Int)
    /// A success that lacks the requested data.
    case unusable(RequestPurpose)
    /// The server's clock differs from ours by more than a day from every known difference.
    case clockInDoubt(offset: Duration)
}

extension MillomFailure {
    /// Maps a failure of the HTTP client; `subscriber` is the one that was asked for.
    init(_ failure: RequestFailure, about subscriber: MillomSubscriber? = nil) {
        switch failure {
        case .refused(let reply): self.init(reply, about: subscriber)
        case .credentialsRefused(let reply): self = .credentialsRefused(reply)
        case .credentialsMissing(let purpose): self = .credentialsMissing(purpose)
        case .foreignServer(let purpose): self = .foreignServer(purpose)
        // `tooClose` does not occur: Millom has no code for it.
        case .quotaSpent(let until), .tooClose(let until): self = .quotaSpent(until: until)
        case .timeSpent: self = .timeSpent
        case .cutOff: self = .cutOff
        case .fault(let fault, let purpose, let tries): self = .fault(fault, purpose: purpose, tries: tries)
        case .clockInDoubt(let offset): self = .clockInDoubt(offset: offset)
        }
    }

    private init(_ reply: ErrorReply, about subscriber: MillomSubscriber?) {
        switch reply.purpose == .token ? .misconfigured : MillomVerdict.of(reply) {
        case .aboutSubscriber, .purchaseRefused:
            self = .aboutSubscriber(reply, shown: subscriber?.redacted ?? "the caller")
        case .wrongNetwork: self = .wrongNetwork(reply)
        case .misconfigured: self = .misconfigured(reply)
        case .badRequest: self = .badRequest(reply)
        case .renewToken: self = .credentialsRefused(reply)
        case .tooOften, .fault: self = .fault(.server(reply), purpose: reply.purpose, tries: 1)
        }
    }

    /// The cause that Millom named, such as `USER_ROAMING`; nil if it named none or never answered.
    package var cause: String? {
        switch self {
        case .aboutSubscriber(let reply, _), .wrongNetwork(let reply), .credentialsRefused(let reply),
            .misconfigured(let reply), .badRequest(let reply), .fault(.server(let reply), _, _):
            reply.name
        case .credentialsMissing, .foreignServer, .notASegment, .quotaSpent, .timeSpent, .cutOff, .fault,
            .unusable, .clockInDoubt:
            nil
        }
    }

    /// Whether the failure may concern only the record or subscriber asked for, while other requests succeed.
    package var mayConcernOneAlone: Bool {
        switch self {
        case .aboutSubscriber, .unusable, .notASegment: true
        case .credentialsRefused(let reply), .misconfigured(let reply), .badRequest(let reply):
            reply.purpose != .token
        case .fault(_, let purpose, _): purpose != .token
        case .wrongNetwork, .credentialsMissing, .foreignServer, .quotaSpent, .timeSpent, .cutOff,
            .clockInDoubt:
            false
        }
    }
}

extension MillomFailure: UserFacingError {
    package var kind: FailureKind {
        switch self {
        case .credentialsRefused, .credentialsMissing: .credentials
        case .misconfigured, .badRequest, .foreignServer: .configuration
        case .quotaSpent, .timeSpent, .cutOff, .clockInDoubt: .tryLater
        case .fault: .unreachable
        case .aboutSubscriber, .wrongNetwork, .notASegment, .unusable: .unusableData
        }
    }
}

extension MillomFailure: CustomStringConvertible {
    /// The failure, its object, its cause and the remedy; shows at most three characters of an id and no secret.
    package var description: String {
        switch self {
        case .aboutSubscriber(let reply, let shown):
            "Millom refuses the \(reply.purpose.rawValue) request for \(shown) (\(reply))"
        case .wrongNetwork(let reply):
            "Millom gives this network no CPID (\(reply)): ask from an operator's packet network"
        case .credentialsRefused(let reply):
            "\(reply.purpose == .token ? "Millom gives no token" : "Millom refuses the token") (\(reply)): "
                + "check millom.client_id and millom.client_secret"
        case .credentialsMissing(let purpose):
            "Millom wants a token for the \(purpose.rawValue) request: set millom.client_id, millom.client_secret and "
                + "millom.token_url"
        case .misconfigured(let reply):
            "Millom refuses the \(reply.purpose.rawValue) request (\(reply)): \(Self.advice(reply))"
        case .badRequest(let reply):
            "Millom calls the \(reply.purpose.rawValue) request wrong (\(reply)): check millom.service_provider and "
                + "millom.operator, else it is a fault of submirror"
        case .foreignServer(let purpose):
            "the \(purpose.rawValue) request would take credentials where they may not go: check millom.base_url and "
                + "millom.token_url"
        case .notASegment(let purpose):
            "the \(purpose.rawValue) request has no address: a subscriber's id, the operator or the service provider is "
                + "empty or dots only"
        case .quotaSpent(let until): "Millom is asked too often until \(Instant.text(until)): run again then"
        case .timeSpent, .cutOff: "the allowed time is over: run again"
        case .fault(let fault, let purpose, let tries):
            "Millom's \(purpose.rawValue) request failed "
                + "\(tries == 1 ? "once" : "\(tries) times, the last time"): "
                + "\(fault)\(fault.isWorthRetrying ? "; try again later" : "")"
        case .unusable(let purpose):
            "Millom's reply to the \(purpose.rawValue) request lacks what was asked for"
        case .clockInDoubt(let offset):
            "Millom's clock is \(Int((abs(offset.inSeconds) / 86_400).rounded())) days "
                + "\(offset < .zero ? "behind" : "ahead of") this machine's: nothing was read, since one of them is wrong"
        }
    }

    private static func advice(_ reply: ErrorReply) -> String {
        switch (reply.purpose, reply.status) {
        case (.token, _): "check millom.token_url"
        case (_, 300...399): "check millom.base_url, it answers with a redirection"
        case (_, 404): "check millom.base_url, millom.service_provider and millom.operator"
        default: "ask Millom whether the client has the scope of this call"
        }
    }
}
