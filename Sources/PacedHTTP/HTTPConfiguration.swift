/// How an API is reached: addresses, credentials, patience.
package struct HTTPConfiguration: Sendable, Equatable {
    /// The address that every path is below.
    package var baseURL: BaseURL
    /// Where tokens are fetched, a path below the base URL, unless ``tokenURL`` is set.
    package var tokenPath: String
    /// Where tokens are fetched when that is another server's matter; nil takes ``tokenPath``.
    package var tokenURL: BaseURL?
    /// The credentials for the token endpoint; nil sends no token, and asks for none.
    package var credentials: Credentials?
    /// The credentials that are used: none where what is sent could be overheard.
    var usedCredentials: Credentials? { baseURL.isPublic ? nil : credentials }
    /// Sent as `User-Agent`, `submirror/VERSION`.
    package var userAgent: String
    /// `network.proxy`, for https only; nil goes straight to the API.
    package var proxy: ProxyAddress?
    /// `network.ca_file`; nil trusts the system's authorities alone.
    package var trustRoots: TrustRoots?
    /// The proxy that requests go through: what goes to this machine stays on it.
    var usedProxy: ProxyAddress? { baseURL.server.isSecure ? proxy : nil }

    /// How the server of the tokens is reached.
    var ofTokens: HTTPConfiguration {
        var next = self
        next.baseURL = tokenURL ?? baseURL
        return next
    }

    /// Where tokens are fetched, as a whole address; nil where ``tokenPath`` leads to another server, or where the secret
    /// could be overheard.
    var tokenAddress: String? {
        if let tokenURL { return tokenURL.isPublic ? nil : tokenURL.exactText }
        return baseURL.isPublic ? nil : baseURL.address(of: tokenPath)
    }

    /// Connections that may be open at once: as many as the caller has requests in flight.
    package var concurrency = 32
    /// How long a request may take.
    package var timeouts = Timeouts()
    /// How often a fault is tried again.
    package var retries = RetrySettings()
    /// The largest body that is read, in bytes after decompression.
    package var bodyLimit = 64 << 20

    /// The rest has defaults.
    package init(baseURL: BaseURL, tokenPath: String, credentials: Credentials?, userAgent: String) {
        self.baseURL = baseURL
        self.tokenPath = tokenPath
        self.credentials = credentials
        self.userAgent = userAgent
    }

    /// How long a request may take, stage by stage.
    package struct Timeouts: Sendable, Equatable {
        /// To open a connection, TLS included.
        package var connect = Duration.seconds(10)
        /// From the start of a request to the head of its reply; also the longest silence within a body.
        package var firstByte = Duration.seconds(60)
        /// From the head of the reply to the end of its body.
        package var body = Duration.seconds(300)

        /// 10 s, 60 s, 300 s.
        package init() {}
    }
}
