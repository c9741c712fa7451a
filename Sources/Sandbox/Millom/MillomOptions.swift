/// How the sandbox plays Millom, and the operator behind it.
package struct SandboxMillom: Sendable {
    /// Where Millom pushes what a service provider has to be told.
    package struct Push: Sendable {
        /// The receiver's address, without a slash at the end.
        package var baseURL: String
        /// The client that Millom is at the receiver's token endpoint; made up, as its secret.
        package var clientID = "sandbox-millom"
        /// That client's secret.
        package var clientSecret = "sandbox-millom-secret"
        /// Where the receiver hands out tokens.
        package var tokenPath = "/oauth/token"
        /// Where it takes rich notifications.
        package var notificationPath = "/millom/notification"
        /// Where it takes events; `{operator}` is replaced.
        package var eventPath = "/millom/{operator}/v1/single"
        /// Where it takes the results of purchases.
        package var callbackPath = "/millom/callback"
        /// How often one push is tried at most.
        package var attempts = 6
        /// The real time before the second try; each later one waits twice as long.
        package var pause = Duration.milliseconds(100)
        /// The share of pushes, 0 to 1, that are sent twice although the first was answered.
        package var repeatedShare = 0.0

        package init(baseURL: String) { self.baseURL = baseURL }
    }

    /// The service provider's identifier; another one is NOT_ALLOWED.
    ///
    /// Source: millom-callback.yaml, `appId`, has four; this is one of them.
    package var serviceProvider = "google"
    /// The operator's code; another one is NOT_ALLOWED.
    package var `operator` = "tp"
    /// How many of the first API's subscriptions are considered; nil: all.
    ///
    /// The two numbers of Millom's own sandbox come on top.
    package var subscribers: Int?
    /// The share of those, 0 to 1, that Millom does not know.
    package var unknownShare = 0.05
    /// Whether the paths of Millom and of the operator demand a token; Millom's own sandbox does not.
    package var requiresToken = false
    /// The service provider's client; made up, like all credentials here.
    package var clientID = "millom-client"
    /// That client's secret.
    package var clientSecret = "millom-secret"
    /// The operator's client, with the scopes of `notify` and `callback`.
    package var operatorClientID = "operator-client"
    /// That client's secret.
    package var operatorClientSecret = "operator-secret"
    /// How long a token is good.
    package var tokenLifetime = Duration.seconds(3600)
    /// The counted window of the service provider's calls; nil: not counted.
    package var quota: SandboxOptions.Quota?
    /// Calls closer together than 1/perSecond are refused; nil: never.
    package var perSecond: Double?
    /// The share of purchases, 0 to 1, that are answered by 202 and finished by the operator.
    package var queuedShare = 0.3
    /// The share of purchases, 0 to 1, that the operator lets fail.
    package var failedShare = 0.1
    /// The real time that the operator takes for a queued purchase; nil: until the control says `complete`.
    package var completionDelay: Duration? = .milliseconds(500)
    /// How long the same plan cannot be bought again.
    package var repurchasePause = Duration.seconds(60)
    /// How long a signed link is good.
    package var linkLifetime = Duration.seconds(3600)
    /// How many notifications one subscriber gets in a window; nil: any number.
    package var notificationQuota: SandboxOptions.Quota?
    /// nil: nothing is pushed.
    package var push: Push?
    /// Whose network address every caller of `/cpid` has, unless the header `X-MSISDN` names another.
    package var networkSubscriber = MillomMaker.wealthy

    package init() {}
}
