/// How to reach an API: addresses, credentials, time limits.
package struct HTTPConfiguration: Sendable, Equatable {
    /// The address that every path is relative to.
    package var baseURL: BaseURL
    /// The path below the base URL where tokens are fetched, unless ``tokenURL`` is set.
    package var tokenPath: String
    /// The address where tokens are fetched, if another server grants them; nil uses ``tokenPath``.
    package var tokenURL: BaseURL?
    /// The credentials for the token endpoint; nil neither fetches nor sends a token.
    package var credentials: Credentials?
    /// The credentials in use: none if requests could be overheard.
    var usedCredentials: Credentials? { baseURL.isPublic ? nil : credentials }
    /// Sent as `User-Agent`, `submirror/VERSION`.
    package var userAgent: String
    /// `network.proxy`, for https only; nil connects directly.
    package var proxy: ProxyAddress?
    /// `network.ca_file`; nil trusts the system's authorities only.
    package var trustRoots: TrustRoots?
    /// The proxy that requests go through; none for requests to this machine, which stay on it.
    var usedProxy: ProxyAddress? { baseURL.server.isSecure ? proxy : nil }

    /// How to reach the server that grants tokens.
    var ofTokens: HTTPConfiguration {
        var next = self
        next.baseURL = tokenURL ?? baseURL
        return next
    }

    /// The complete address where tokens are fetched; nil if ``tokenPath`` leads to another server, or the
    /// secret could be overheard.
    var tokenAddress: String? {
        if let tokenURL { return tokenURL.isPublic ? nil : tokenURL.exactText }
        return baseURL.isPublic ? nil : baseURL.address(of: tokenPath)
    }

    /// The largest number of open connections: the caller's number of requests in flight.
    package var concurrency = 32
    /// How long a request may take.
    package var timeouts = Timeouts()
    /// How often to retry after a fault.
    package var retries = RetrySettings()
    /// The largest body accepted, in bytes after decompression.
    package var bodyLimit = 64 << 20

    /// Sets these values; all others have defaults.
    package init(baseURL: BaseURL, tokenPath: String, credentials: Credentials?, userAgent: String) {
        self.baseURL = baseURL
        self.tokenPath = tokenPath
        self.credentials = credentials
        self.userAgent = userAgent
    }

    /// How long each stage of a request may take.
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
