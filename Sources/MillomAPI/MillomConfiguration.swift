package import PacedHTTP

/// How to reach Millom, and under which identity.
package struct MillomConfiguration: Sendable, Equatable {
    /// Addresses, credentials and patience.
    package var http: HTTPConfiguration
    /// The service provider's identifier, as agreed with Millom.
    package let serviceProvider: String
    /// Sent as `Accept-Language`, such as `nb`; nil leaves the language of texts to Millom (English).
    package var language: String?
    /// The server that returns a CPID, which takes no credentials; nil means the base URL.
    ///
    /// Source: cpid-retrieval.yaml, "the API uses cleartext http, because many implementations rely on header
    /// enrichment from the packet network".
    package var cpidURL: BaseURL?

    /// The largest body accepted for one subscriber's document.
    package static let bodyLimit = 8 << 20

    /// Sets these values; all others have defaults.
    ///
    /// - Parameters:
    ///   - baseURL: `millom.base_url`.
    ///   - tokenURL: `millom.token_url`, on any host.
    ///   - credentials: nil for a server without authentication, such as Millom's sandbox.
    ///   - scopes: those that later calls need; one token covers them all.
    ///   - userAgent: `submirror/VERSION`.
    package init(
        baseURL: BaseURL, tokenURL: BaseURL?, credentials: Credentials?,
        scopes: Set<MillomScope> = [.inquire],
        serviceProvider: String, userAgent: String
    ) {
        var credentials = credentials
        credentials?.scope = Self.text(of: scopes)
        // Used only without a token URL, as a path on the same server.
        http = HTTPConfiguration(
            baseURL: baseURL, tokenPath: "/oauth/token", credentials: credentials, userAgent: userAgent)
        http.tokenURL = tokenURL
        http.bodyLimit = Self.bodyLimit
        self.serviceProvider = serviceProvider
    }

    /// A copy whose token has other scopes.
    package func with(scopes: Set<MillomScope>) -> MillomConfiguration {
        var next = self
        next.http.credentials?.scope = Self.text(of: scopes)
        return next
    }

    /// Always in the same order, so that a cached token is found again.
    private static func text(of scopes: Set<MillomScope>) -> String {
        scopes.map(\.rawValue).sorted().joined(separator: " ")
    }

    /// How to reach the CPID host: without credentials.
    var cpidHTTP: HTTPConfiguration {
        var next = http
        next.baseURL = cpidURL ?? http.baseURL
        next.credentials = nil
        next.tokenURL = nil
        return next
    }
}

/// The permission that a call needs.
///
/// Source: millom-standard-api.yaml, `securitySchemes`.
package enum MillomScope: String, Sendable, CaseIterable {
    /// To read a subscriber's records.
    case inquire = "cco.dd.data-plan.gen.inquire"
    /// To buy an offer.
    case activate = "cco.dd.data-plan.gen.activate"
    /// To register a subscriber for notifications.
    case register = "cco.dd.data-plan.gen.register"
}
