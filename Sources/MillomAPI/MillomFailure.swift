package import Foundation
package import MirrorCore
package import PacedHTTP
import Pacing

/// Why a call of Millom's has no result.
package enum MillomFailure: Error, Equatable, Sendable {
    /// A word about the one subscriber that was asked for, who is shown as in a log.
    case aboutSubscriber(ErrorReply, shown: String)
    /// This machine's network is none that a CPID can be had from.
    case wrongNetwork(ErrorReply)
    /// The token endpoint refuses us, or Millom refuses a token that is brand new.
    case credentialsRefused(ErrorReply)
    /// Millom wants a token, and no credentials are set.
    case credentialsMissing(RequestPurpose)
    case misconfigured(ErrorReply)
    case badRequest(ErrorReply)
    /// A request that would take our credentials to another server than those that were set; it was not sent.
    case foreignServer(RequestPurpose)
    /// An id or a setting that is no segment of a path, such as `..`; nothing was sent.
    case notASegment(RequestPurpose)
    /// Millom is asked too often, and is to be left alone for longer than this run may last.
    case quotaSpent(until: Date)
    /// The run's time was over before the request was sent.
    case timeSpent
    /// The run's time was over while the request was under way, or was to be sent again.
    case cutOff
    /// The last real fault, after `tries` sendings.
    case fault(Fault, purpose: RequestPurpose, tries: Int)
    /// A success in which what was asked for is missing.
    case unusable(RequestPurpose)
    /// The server's clock minus ours is more than a day from all that was known.
    case clockInDoubt(offset: Duration)
}

extension MillomFailure {
    /// The meaning of any API's failure here; `subscriber` is the one that was asked for.
    init(_ failure: RequestFailure, about subscriber: MillomSubscriber? = nil) {
        switch failure {
        case .refused(let reply): self.init(reply, about: subscriber)
        case .credentialsRefused(let reply): self = .credentialsRefused(reply)
        case .credentialsMissing(let purpose): self = .credentialsMissing(purpose)
        case .foreignServer(let purpose): self = .foreignServer(purpose)
        // The second does not come: Millom has no word for it.
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

    /// The cause that Millom named, such as `USER_ROAMING`; nil when it named none, or never answered.
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

    /// Whether it may be the fault of the one record or subscriber that was asked for, while others are answered.
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
    /// What failed, on what, why, and what to do; shows three characters of an id and no secret.
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
