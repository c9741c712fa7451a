/// What a sandbox simulates: how much data, how strict a gateway, how sloppy a backend.
///
/// The defaults are friendly: no limit, no latency, no sloppiness, no churn.
package struct SandboxOptions: Sendable {
    /// The counted window of Apigee's quota policy.
    package struct Quota: Sendable, Equatable {
        /// Requests that one window lets through.
        package var limit: Int
        /// How long a window lasts, from its first request on.
        package var window: Duration

        package init(limit: Int, window: Duration) {
            self.limit = limit
            self.window = window
        }
    }

    /// How the accounts endpoints answer a company without that API product.
    package enum AccountsRefusal: Sendable {
        /// 403 with 40103: the product is not granted.
        case notGranted
        /// 404 with 40401: the gateway knows no such path.
        case unknownPath
    }

    /// The port on 127.0.0.1; 0 takes any free one.
    package var port = 0
    /// Subscriptions at the start.
    package var subscriptions = 1_000
    /// Invoice accounts, at least 1.
    package var accounts = 5
    /// Equal seeds give equal data, changes, tokens and sloppiness.
    package var seed: UInt64 = 1
    /// nil: requests are not counted.
    package var quota: Quota?
    /// Spike arrest: requests closer together than 1/perSecond are refused; nil: never.
    package var perSecond: Double?
    /// Whether a spent quota says in `Retry-After` when the window ends.
    package var announcesRetryAfter = false
    /// How long every reply is held back.
    package var latency = Duration.zero
    /// How long a token is good.
    package var tokenLifetime = Duration.seconds(3600)
    /// How far the server's clock is ahead of the real one.
    package var skew = Duration.zero
    /// Whether the accounts endpoints refuse.
    package var withoutAccounts = false
    /// How they refuse.
    package var accountsRefusal = AccountsRefusal.notGranted
    /// The longest `since` that the search accepts (a longer one is 400000); nil: any.
    package var longestSince: Duration?
    /// The probability, 0 to 1, that one value is spelled in another way or unreadably.
    package var sloppiness = 0.0
    /// Changes per second that happen by themselves; nil: none.
    package var churn: Double?
    /// Whether all Norwegian bodies are made and compressed before the first request.
    package var isWarmedUp = false

    /// What goes wrong, and when; the first rule that fires has a request.
    package var faults: [SandboxFaultRule] = []
    /// What the backend does on its own.
    package var world = SandboxWorld()
    /// How long a hanging request is kept, in real time, before its connection is closed.
    package var hangLimit = Duration.seconds(30)
    /// The real time between two pieces of a dripping body.
    package var dripPause = Duration.milliseconds(1)
    /// About how long a dripping body takes at most: a long one comes in larger pieces.
    package var dripLimit = Duration.seconds(1)
    /// How long a slow answer is held back, in real time.
    package var slowDelay = Duration.milliseconds(100)

    /// The client that the token endpoint accepts; made up, like all four.
    package var clientID = "sandbox-client"
    /// The client's secret.
    package var clientSecret = "sandbox-secret"
    /// The system user of the password grant.
    package var username = "sandbox-system-user"
    /// The system user's password.
    package var password = "sandbox-password"

    /// How Millom is played; nil: not at all.
    package var millom: SandboxMillom?

    package init() {}
}
