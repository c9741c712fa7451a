package import PacedHTTP

/// How Telenor's API is reached, and what is asked of it.
package struct APIConfiguration: Sendable, Equatable {
    /// Addresses, credentials and patience.
    package var http: HTTPConfiguration
    /// The `language` of details and catalogue; nil leaves it to the API (Norwegian).
    package var language: String?
    /// Where accounts are listed; `{accountsPath}/{id}/mobile-subscriptions` lists one's subscriptions.
    ///
    /// Source: API.md 1.6, assumed, hence a setting.
    package var accountsPath = "/corporate-accounts/v2/accounts"

    /// The rest has defaults.
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
