package import PacedHTTP

/// How to reach Telenor's API, and what to ask of it.
package struct APIConfiguration: Sendable, Equatable {
    /// Addresses, credentials and patience.
    package var http: HTTPConfiguration
    /// The `language` of details and catalogue; nil leaves the choice to the API (Norwegian).
    package var language: String?
    /// The path that lists accounts; `{accountsPath}/{id}/mobile-subscriptions` lists the subscriptions of
    /// one.
    ///
    /// Source: API.md 1.6, assumed, hence a setting.
    package var accountsPath = "/corporate-accounts/v2/accounts"

    /// Sets these values; all others have defaults.
    ///
    /// Source: API.md 1.1, where tokens are fetched.
    ///
    /// - Parameters:
    ///   - baseURL: `api.base_url`.
    ///   - credentials: the four `oauth.` keys.
    ///   - userAgent: `submirror/VERSION`.
    package init(baseURL: BaseURL, credentials: Credentials, userAgent: String) {
        http = HTTPConfiguration(
            baseURL: baseURL, tokenPath: "/oauth/v2/token", credentials: credentials, userAgent: userAgent)
    }
}
