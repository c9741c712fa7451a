/// The options of a sandbox: how much data, how strict a gateway, how sloppy a backend.
///
/// The defaults are friendly: no limit, no latency, no sloppiness, no churn.
package struct SandboxOptions: Sendable {
    /// Apigee's quota policy: requests per window.
    package struct Quota: Sendable, Equatable {
        /// Requests allowed per window.
        package var limit: Int
        /// The length of a window, from its first request.
        package var window: Duration

        package init(limit: Int, window: Duration) {
            self.limit = limit
            self.window = window
        }
    }

    /// How the accounts endpoints answer a company without access to that API product.
    package enum AccountsRefusal: Sendable {
        /// 403 with 40103: the product is not granted.
        case notGranted
        /// 404 with 40401: the gateway does not know the path.
        case unknownPath
    }

    /// The port on 127.0.0.1; 0 takes any free one.
    package var port = 0
    /// Subscriptions at the start.
    package var subscriptions = 1_000
    /// The numbers that the subscriptions have, as many as there are numbers; nil: invented ones.
    package var numbers: [UInt64]?
    /// Invoice accounts, at least 1.
    package var accounts = 5
    /// Equal seeds give equal data, changes, tokens and sloppiness.
    package var seed: UInt64 = 1
    /// nil: no quota.
    package var quota: Quota?
    /// Spike arrest: requests closer together than 1/perSecond are refused; nil: never.
    package var perSecond: Double?
    /// Whether a spent quota announces in `Retry-After` when the window ends.
    package var announcesRetryAfter = false
    /// The delay of every reply.
    package var latency = Duration.zero
    /// How long a token is valid.
    package var tokenLifetime = Duration.seconds(3600)
    /// How far the server's clock is ahead of the real one.
    package var skew = Duration.zero
    /// Whether the accounts endpoints refuse.
    package var withoutAccounts = false
    /// How they refuse.
    package var accountsRefusal = AccountsRefusal.notGranted
    /// The longest `since` that the search accepts (a longer one is 400000); nil: any.
    package var longestSince: Duration?
    /// The probability, 0 to 1, that a value is spelled differently or unreadably.
    package var sloppiness = 0.0
    /// Spontaneous changes per second; nil: none.
    package var churn: Double?
    /// Whether all Norwegian bodies are created and compressed before the first request.
    package var isWarmedUp = false

    /// Which faults occur, and when; the first rule that fires applies to a request.
    package var faults: [SandboxFaultRule] = []
    /// The backend's own behaviour.
    package var world = SandboxWorld()
    /// How long a hanging request is held, in real time, before its connection is closed.
    package var hangLimit = Duration.seconds(30)
    /// The real time between two pieces of a dripping body.
    package var dripPause = Duration.milliseconds(1)
    /// The approximate maximum duration of a dripping body: a long one comes in larger pieces.
    package var dripLimit = Duration.seconds(1)
    /// The delay of a slow answer, in real time.
    package var slowDelay = Duration.milliseconds(100)

    /// The client id that the token endpoint accepts; made up, like all four credentials.
    package var clientID = "sandbox-client"
    /// The client's secret.
    package var clientSecret = "sandbox-secret"
    /// The system user of the password grant.
    package var username = "sandbox-system-user"
    /// The system user's password.
    package var password = "sandbox-password"

    /// How Millom is simulated; nil: not at all.
    package var millom: SandboxMillom?

    package init() {}
}
