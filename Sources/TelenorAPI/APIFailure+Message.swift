import MirrorCore
import PacedHTTP
import Pacing

extension APIFailure: CustomStringConvertible {
    /// The failure, its object, its cause and the remedy; shows at most three digits of a number and no secret.
    package var description: String {
        switch self {
        case .numberGone(let msisdn, let reply):
            "subscription \(msisdn.redacted) does not exist (\(reply))"
        case .numberNotOurs(let msisdn, let reply):
            "subscription \(msisdn.redacted) is not available to this system user (\(reply))"
        case .numberInvalid(let msisdn, let reply):
            "the API refuses the number \(msisdn.redacted) (\(reply))"
        case .credentialsRefused(let reply):
            "\(reply.purpose == .token ? "no token given" : "token refused") (\(reply)): "
                + "check oauth.client_id, oauth.client_secret, oauth.username and oauth.password"
        case .misconfigured(let reply):
            "the API refuses the \(reply.purpose.rawValue) request (\(reply)): \(Self.advice(reply))"
        case .badRequest(let reply):
            "the API calls the \(reply.purpose.rawValue) request wrong (\(reply)): "
                + "check api.language and api.access_types, else it is a fault of submirror"
        case .foreignServer(let purpose):
            "the \(purpose.rawValue) request would go to another server than that of api.base_url: "
                + "check api.base_url and api.accounts_path"
        case .quotaSpent(let until):
            "the quota is spent until \(Instant.text(until)): run again then"
        case .tooClose(let since):
            "the API has refused every request since \(Instant.text(since)) as too close to another (42902), however far "
                + "apart: run again later, and ask Telenor about the client's limits if that stays"
        case .timeSpent, .cutOff: "the allowed time is over: run again"
        case .fault(let fault, let purpose, let tries):
            "the \(purpose.rawValue) request failed \(tries == 1 ? "once" : "\(tries) times, the last time"): "
                + "\(fault)\(fault.isWorthRetrying ? "; try again later" : "")"
        case .detailsUnusable(let reason): "no detail can be used, the last one: \(reason)"
        case .pageRepeated(let purpose, let page):
            "page \(page) of the \(purpose.rawValue) list repeats the page before it: the list has no end"
        case .tooManyPages(let purpose, let ceiling):
            "the \(purpose.rawValue) list has more than \(ceiling) pages: the list has no end"
        case .clockInDoubt(let offset): Self.doubt(offset)
        }
    }

    /// The message when the server's clock differs in a way that no earlier run has seen.
    package static func doubt(_ offset: Duration) -> String {
        let days = Int((abs(offset.inSeconds) / 86_400).rounded())
        return
            "the server's clock is \(days) days \(offset < .zero ? "behind" : "ahead of") this machine's: nothing was read, "
            + "since one of them is wrong; check this machine's clock; a run that still sees it 5 minutes later goes by it"
    }

    private static func advice(_ reply: ErrorReply) -> String {
        switch (reply.status, reply.code) {
        case (300...399, _): "check api.base_url, it answers with a redirection"
        case (404, _): "check api.base_url and api.accounts_path"
        case (403, _): "ask Telenor whether the client has the scope of this API product"
        case (_, 40_103): "ask Telenor whether the client has this API product"
        default: "ask Telenor whether the client may use this API product"
        }
    }
}
