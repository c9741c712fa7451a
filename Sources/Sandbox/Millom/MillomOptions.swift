/// How the sandbox simulates Millom and the operator behind it.
package struct SandboxMillom: Sendable {
    /// The receiver of Millom's pushes to a service provider.
    package struct Push: Sendable {
        /// The receiver's address, without a trailing slash.
        package var baseURL: String
        /// The client id with which Millom identifies itself at the receiver's token endpoint; made up, like
        /// its secret.
        package var clientID = "sandbox-millom"
        /// That client's secret.
        package var clientSecret = "sandbox-millom-secret"
        /// The receiver's path for tokens.
        package var tokenPath = "/oauth/token"
        /// Its path for rich notifications.
        package var notificationPath = "/millom/notification"
        /// Its path for events; `{operator}` is replaced.
        package var eventPath = "/millom/{operator}/v1/single"
        /// Its path for the results of purchases.
        package var callbackPath = "/millom/callback"
        /// The most attempts for one push.
        package var attempts = 6
        /// The real time before the second attempt; the wait doubles with each later one.
        package var pause = Duration.milliseconds(100)
        /// The share of pushes, 0 to 1, that are sent twice although the first was answered.
        package var repeatedShare = 0.0

        package init(baseURL: String) { self.baseURL = baseURL }
    }

    /// The service provider's identifier; any other is NOT_ALLOWED.
    ///
    /// Source: millom-callback.yaml, `appId`, has four; this is one of them.
    package var serviceProvider = "google"
    /// The operator's code; any other is NOT_ALLOWED.
    package var `operator` = "tp"
    /// How many of the first API's subscriptions are used; nil: all.
    ///
    /// The two numbers of Millom's own sandbox are added to them.
    package var subscribers: Int?
    /// The share of those, 0 to 1, that Millom does not know.
    package var unknownShare = 0.05
    /// Whether the paths of Millom and of the operator require a token; Millom's own sandbox requires none.
    package var requiresToken = false
    /// The service provider's client; made up, like all credentials here.
    package var clientID = "millom-client"
    /// That client's secret.
    package var clientSecret = "millom-secret"
    /// The operator's client, with the scopes of `notify` and `callback`.
    package var operatorClientID = "operator-client"
    /// That client's secret.
    package var operatorClientSecret = "operator-secret"
    /// How long a token is valid.
    package var tokenLifetime = Duration.seconds(3600)
    /// The quota window of the service provider's calls; nil: no quota.
    package var quota: SandboxOptions.Quota?
    /// Calls closer together than 1/perSecond are refused; nil: never.
    package var perSecond: Double?
    /// The share of purchases, 0 to 1, that are answered with 202 and finished by the operator.
    package var queuedShare = 0.3
    /// The share of purchases, 0 to 1, that fail at the operator.
    package var failedShare = 0.1
    /// The real time that the operator takes for a queued purchase; nil: until the control requests
    /// `complete`.
    package var completionDelay: Duration? = .milliseconds(500)
    /// How long before the same plan can be bought again.
    package var repurchasePause = Duration.seconds(60)
    /// How long a signed link is valid.
    package var linkLifetime = Duration.seconds(3600)
    /// How many notifications one subscriber gets per window; nil: no limit.
    package var notificationQuota: SandboxOptions.Quota?
    /// nil: nothing is pushed.
    package var push: Push?
    /// The subscriber whose network address every caller of `/cpid` has, unless the header `X-MSISDN` names
    /// another.
    package var networkSubscriber = MillomSubscriberFactory.wealthy

    package init() {}
}
