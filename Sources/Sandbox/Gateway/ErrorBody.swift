/// The shapes of an error code in a body; API.md 1.8 names them, none is documented.
package enum SandboxErrorShape: String, Sendable, CaseIterable {
    /// `{"errorCode": 404001, "errorMessage": …}`.
    case errorCode = "error_code"
    /// The same with the code as a string.
    case errorCodeText = "error_code_text"
    /// `{"code": 404001, "message": …}`.
    case code
    /// `{"error": {"code": 404001, "message": …}}`.
    case error
    /// `{"errors": [{"code": "404001", "message": …}]}`.
    case errors
    /// `{"fault": {"faultstring": …, "detail": {"errorcode": …}}}`, with Apigee's own names if there are any.
    case fault
    /// `Error code 404001 - …`, as plain text.
    case text
    /// A body without any code.
    case none
}

/// The body of an error reply.
struct ErrorBody {
    let bytes: [UInt8]
    let contentType: String

    /// `shape` nil: that of the gateway's own errors (Apigee's fault), or of the backend's (errorCode).
    init(code: Int, shape: SandboxErrorShape?) {
        let message = Self.messages[code] ?? "Error"
        let shape = shape ?? (Self.apigeeWords[code] == nil ? .errorCode : .fault)
        var writer = JSONWriter(capacity: 160)
        switch shape {
        case .errorCode: Self.plain("errorCode", .integer(code), "errorMessage", message, into: &writer)
        case .errorCodeText:
            Self.plain("errorCode", .text(String(code)), "errorMessage", message, into: &writer)
        case .code: Self.plain("code", .integer(code), "message", message, into: &writer)
        case .error:
            writer.object { writer in
                writer.object("error") { Self.members("code", .integer(code), "message", message, into: &$0) }
            }
        case .errors:
            writer.object { writer in
                writer.array("errors") {
                    Self.plain("code", .text(String(code)), "message", message, into: &$0)
                }
            }
        case .fault: Self.writeFault(code: code, message: message, into: &writer)
        case .none: Self.plain("status", .text("error"), "message", "Something failed", into: &writer)
        case .text:
            bytes = Array("Error code \(code) - \(message)".utf8)
            contentType = "text/plain"
            return
        }
        bytes = writer.bytes
        contentType = "application/json"
    }

    private static func plain(
        _ codeKey: StaticString, _ code: Token, _ messageKey: StaticString, _ message: String,
        into writer: inout JSONWriter
    ) {
        writer.object { members(codeKey, code, messageKey, message, into: &$0) }
    }

    private static func members(
        _ codeKey: StaticString, _ code: Token, _ messageKey: StaticString, _ message: String,
        into writer: inout JSONWriter
    ) {
        writer.field(codeKey, code)
        writer.field(messageKey, .text(message))
    }

    private static func writeFault(code: Int, message: String, into writer: inout JSONWriter) {
        let words = apigeeWords[code]
        writer.object { writer in
            writer.object("fault") { writer in
                writer.field("faultstring", .text(words?.sentence ?? message))
                writer.object("detail") { $0.field("errorcode", .text(words?.code ?? String(code))) }
            }
        }
    }

    /// Source: API.md 1.8.
    private static let apigeeWords: [Int: (code: String, sentence: String)] = [
        42901: (
            "policies.ratelimit.QuotaViolation",
            "Rate limit quota violation. Quota limit exceeded. Identifier : _default"
        ),
        42902: (
            "policies.ratelimit.SpikeArrestViolation",
            "Spike arrest violation. Allowed rate : MessageRate{messagesPerPeriod=10}"
        ),
        40105: ("keymanagement.service.invalid_access_token", "Invalid Access Token"),
        40106: ("keymanagement.service.access_token_expired", "Access Token expired"),
    ]

    /// Source: mobile-subscription-info-api.txt, "Error responses".
    private static let messages: [Int: String] = [
        400000:
            "Bad request. Check that the provided values are valid as described in the API documentation.",
        400005: "One of the query parameters 'since' or 'productId' are required.",
        400016:
            "Invalid MSISDN country code. The MSISDN must be prefixed with the Norwegian country code (47).",
        400017: "Invalid parameter combination.", 400018: "Invalid MSISDN provided.",
        40001: "Missing or invalid enduserId", 400023: "User not found.", 40101: "Invalid resource",
        40102: "Missing authorization header", 40103: "No API product found",
        40104: "Not authorized to use given MSISDN", 40105: "Invalid access token",
        40106: "Access token expired", 40107: "Basic authentication not allowed for external access",
        40108: "Invalid client id or secret for basic authentication", 40301: "Invalid scope",
        404001: "Subscription not found", 40401: "Path or method not found",
        4_042_000: "Path or method not found on back-end server", 42901: "Rate limit quota violation",
        42902: "Spike arrest violation", 50001: "Internal Server Error", 50002: "Failed to validate acr",
        50003: "Failed to validate subscription", 500100: "Internal server error",
        503200: "External server error", 503300: "Bad data returned by external service",
    ]

    /// The HTTP status of a code: its first three digits.
    static func status(of code: Int) -> Int {
        var status = code
        while status > 999 { status /= 10 }
        return status
    }
}
