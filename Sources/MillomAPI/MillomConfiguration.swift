package import PacedHTTP

/// How Millom is reached, and as whom.
package struct MillomConfiguration: Sendable, Equatable {
    /// Addresses, credentials and patience.
    package var http: HTTPConfiguration
    /// The service provider's identifier, as agreed with Millom.
    package let serviceProvider: String
    /// Sent as `Accept-Language`, such as `nb`; nil leaves the language of texts to Millom (English).
    package var language: String?
    /// Where a CPID is fetched, which takes no credentials; nil is the base URL.
    ///
    /// Source: cpid-retrieval.yaml, "the API uses cleartext http, because many implementations rely on header enrichment from
    /// the packet network".
    package var cpidURL: BaseURL?

    /// A document of one subscriber that is larger than this is none.
    package static let bodyLimit = 8 << 20

    /// The rest has defaults.
    ///
    /// - Parameters:
    ///   - baseURL: `millom.base_url`.
    ///   - tokenURL: `millom.token_url`, on any host.
    ///   - credentials: nil for a server without authentication, as Millom's sandbox is.
    ///   - scopes: those of the calls to come; a token is for all of them.
    ///   - userAgent: `submirror/VERSION`.
    package init(
        baseURL: BaseURL, tokenURL: BaseURL?, credentials: Credentials?,
        scopes: Set<MillomScope> = [.inquire],
        serviceProvider: String, userAgent: String
    ) {
        var credentials = credentials
        credentials?.scope = Self.text(of: scopes)
        // Used without a token URL only, and then a path of the same server.
        http = HTTPConfiguration(
            baseURL: baseURL, tokenPath: "/oauth/token", credentials: credentials, userAgent: userAgent)
        http.tokenURL = tokenURL
        http.bodyLimit = Self.bodyLimit
        self.serviceProvider = serviceProvider
    }

    /// The same, with a token of other scopes.
    package func with(scopes: Set<MillomScope>) -> MillomConfiguration {
        var next = self
        next.http.credentials?.scope = Self.text(of: scopes)
        return next
    }

    /// In one order, so that a kept token is found again.
    private static func text(of scopes: Set<MillomScope>) -> String {
        scopes.map(\.rawValue).sorted().joined(separator: " ")
    }

    /// How the host of the CPID is reached: without credentials.
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
