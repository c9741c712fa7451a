package import Foundation
package import MirrorCore
package import PacedHTTP

/// Why one of our requests has no result.
package enum APIFailure: Error, Equatable, Sendable {
    /// 404001: one of the two proofs of a tombstone.
    case numberGone(Msisdn, ErrorReply)
    /// 400023, 40104.
    case numberNotOurs(Msisdn, ErrorReply)
    /// 400016, 400018.
    case numberInvalid(Msisdn, ErrorReply)
    /// The token endpoint refuses us, or the API refuses a brand-new token.
    case credentialsRefused(ErrorReply)
    case misconfigured(ErrorReply)
    case badRequest(ErrorReply)
    /// The request would have sent our credentials to a server other than that of `api.base_url`; it was not
    /// sent.
    case foreignServer(RequestPurpose)
    /// The quota is spent until after the latest end of this run.
    case quotaSpent(until: Date)
    /// Every request since then was refused as too close to another (42902), however far apart they were.
    case tooClose(since: Date)
    /// The run's time ended before the request was sent.
    case timeSpent
    /// The run's time ended while the request was in flight or waiting for a retry.
    case cutOff
    /// The last real fault, after the request was sent `tries` times.
    case fault(Fault, purpose: RequestPurpose, tries: Int)
    /// None of the details read makes sense; `reason` is the reason for the last one.
    case detailsUnusable(reason: String)
    /// A page that equals the one before it byte for byte.
    case pageRepeated(RequestPurpose, page: Int)
    case tooManyPages(RequestPurpose, ceiling: Int)
    /// The server's clock differs from ours by more than a day from every known difference; which of the two
    /// is wrong is not known yet.
    case clockInDoubt(offset: Duration)
}

extension APIFailure {
    /// Maps a failure of the HTTP client; `msisdn` is the number that was asked for.
    init(_ failure: RequestFailure, about msisdn: Msisdn? = nil) {
        switch failure {
        case .refused(let reply): self.init(reply, about: msisdn)
        case .credentialsRefused(let reply): self = .credentialsRefused(reply)
        case .credentialsMissing(let purpose):
            // Cannot happen: the settings require credentials.
            self = .credentialsRefused(ErrorReply(purpose: purpose, status: 401))
        case .foreignServer(let purpose): self = .foreignServer(purpose)
        case .quotaSpent(let until): self = .quotaSpent(until: until)
        case .tooClose(let since): self = .tooClose(since: since)
        case .timeSpent: self = .timeSpent
        case .cutOff: self = .cutOff
        case .fault(let fault, let purpose, let tries): self = .fault(fault, purpose: purpose, tries: tries)
        case .clockInDoubt(let offset): self = .clockInDoubt(offset: offset)
        }
    }

    private init(_ reply: ErrorReply, about msisdn: Msisdn?) {
        switch (reply.purpose == .token ? .misconfigured : Verdict.of(reply), msisdn) {
        case (.numberGone, let msisdn?): self = .numberGone(msisdn, reply)
        case (.numberNotOurs, let msisdn?): self = .numberNotOurs(msisdn, reply)
        case (.numberInvalid, let msisdn?): self = .numberInvalid(msisdn, reply)
        case (.misconfigured, _): self = .misconfigured(reply)
        case (.renewToken, _): self = .credentialsRefused(reply)
        case (.quotaSpent, _), (.spikeArrest, _), (.fault, _):
            self = .fault(.server(reply), purpose: reply.purpose, tries: 1)
        case (.badRequest, _), (.numberGone, nil), (.numberNotOurs, nil), (.numberInvalid, nil):
            self = .badRequest(reply)
        }
    }

    init(_ fault: ListWalk.Fault, in purpose: RequestPurpose) {
        switch fault {
        case .pageRepeated(let page): self = .pageRepeated(purpose, page: page)
        case .tooManyPages(let ceiling): self = .tooManyPages(purpose, ceiling: ceiling)
        }
    }
}

/// The consequence of a failure.
package enum Disposition: Sendable, Equatable {
    /// The number no longer exists, or is no longer ours.
    case tombstone
    /// Set this one number aside.
    case quarantine
    /// Stop: the credentials are refused.
    case stopForCredentials
    /// Stop: a setting is wrong.
    case stopForConfiguration
    /// End the run as partial; a later run does the rest.
    case tryLater
    /// The API cannot be reached.
    case unreachable
    /// The reply cannot be used.
    case unusable
}

extension APIFailure {
    /// Its consequence.
    package var disposition: Disposition {
        switch self {
        case .numberGone, .numberNotOurs: .tombstone
        case .numberInvalid: .quarantine
        case .credentialsRefused: .stopForCredentials
        case .misconfigured, .badRequest, .foreignServer: .stopForConfiguration
        case .quotaSpent, .tooClose, .timeSpent, .cutOff, .clockInDoubt: .tryLater
        case .fault: .unreachable
        case .detailsUnusable, .pageRepeated, .tooManyPages: .unusable
        }
    }

    /// Whether the failure may concern only the number or list that was asked for, while other requests
    /// succeed.
    ///
    /// False for a refusal by the token endpoint: it concerns our credentials, and another attempt may lock the system user.
    package var mayConcernOneAlone: Bool {
        switch self {
        case .numberGone, .numberNotOurs, .numberInvalid, .detailsUnusable, .pageRepeated, .tooManyPages: true
        case .credentialsRefused(let reply), .misconfigured(let reply), .badRequest(let reply):
            reply.purpose != .token
        case .fault(_, let purpose, _): purpose != .token
        case .foreignServer, .quotaSpent, .tooClose, .timeSpent, .cutOff, .clockInDoubt: false
        }
    }

    /// Whether it may mean that a list has no such page.
    var meansNoSuchPage: Bool {
        switch self {
        case .badRequest: true
        case .misconfigured(let reply): reply.status == 404
        default: false
        }
    }

    /// Whether it means that we have no access to this API product, so that the fallback of API.md 1.6
    /// applies.
    ///
    /// Source: API.md 1.6, "403, 40103, 404 with 40401/4042000".
    package var meansNotGranted: Bool {
        guard case .misconfigured(let reply) = self else { return false }
        if let code = reply.code, [40_103, 40_301, 40_401, 4_042_000].contains(code) { return true }
        return reply.status == 403 || reply.status == 404
    }
}
