package import PacedHTTP

extension ErrorCode {
    /// The numeric codes for Apigee's error names.
    static let numbersByName = [
        "policies.ratelimit.QuotaViolation": 42_901,
        "policies.ratelimit.SpikeArrestViolation": 42_902,
        "keymanagement.service.access_token_expired": 40_106,
        "keymanagement.service.invalid_access_token": 40_105,
    ]

    /// Searches `body`, which may be anything, for a code of 5 to 7 digits, and for a name of ``knownNames``
    /// that has no number.
    ///
    /// The code may have any of the shapes in which gateways and services write it. Source: API.md 1.8.
    package static func read(_ body: [UInt8]) -> ErrorCode {
        let fields = ErrorFields(body)
        let found = fields.inOrder.lazy.compactMap(number).first
        let text = fields.inOrder.lazy.filter { number($0) == nil }.compactMap(name).first
        return ErrorCode(number: found ?? ErrorText.code(in: body), name: text)
    }

    /// A value as a code: 5 to 7 digits, optionally surrounded by blanks, or one of Apigee's names.
    private static func number(_ value: String) -> Int? {
        let trimmed = value.drop { $0 == " " }.prefix { $0 != " " }
        if (5...7).contains(trimmed.utf8.count), trimmed.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return Int(trimmed)
        }
        return numbersByName[String(trimmed)]
    }

    /// Error names of OAuth and Apigee; any other name could be anything, even a secret that the server
    /// echoes.
    ///
    /// Source: Apigee's runtime error catalogue.
    private static let knownNames: Set<String> = namesOfOAuth.union([
        "oauth.v2.InvalidClientIdentifier", "oauth.v2.InvalidAccessToken", "oauth.v2.InvalidApiKey",
        "oauth.v2.FailedToResolveAPIKey", "oauth.v2.InsufficientScope", "oauth.v2.UnauthorizedClient",
        "steps.oauth.v2.FailedToResolveToken", "steps.oauth.v2.invalid_access_token",
        "keymanagement.service.InvalidAPICallAsNoApiProductMatchFound",
        "keymanagement.service.apiproduct_doesnot_exist", "keymanagement.service.app_not_approved",
        "policies.concurrentratelimit.ConcurrentRatelimtViolation",
        "messaging.adaptors.http.flow.ApplicationNotFound",
        "messaging.adaptors.http.flow.GatewayTimeout", "messaging.adaptors.http.flow.ServiceUnavailable",
        "messaging.adaptors.http.flow.UnexpectedEOFAtTarget", "messaging.runtime.RouteFailed",
    ])

    private static func name(_ value: String) -> String? { knownNames.contains(value) ? value : nil }
}
