/// A failure of one request.
///
/// A fault affects only requests that the gateway lets through, so it costs as much as a good answer.
package enum SandboxFault: Hashable, Sendable {
    /// This error with its status; shape nil: the code's usual shape.
    case code(Int, shape: SandboxErrorShape? = nil)
    /// 50001–50003, 500100, 503200 or 503300, in any shape; the seed decides both.
    case serverError
    /// The connection is reset (RST) before the first byte.
    case reset
    /// The same before anything is done, so that the request changes nothing.
    case resetUnread
    /// The request is carried out, but answered with 500.
    case doneError
    /// The head and half of the body, then a reset.
    case resetBody
    /// Content-Length announces the whole body, but the connection is closed after half of it.
    case truncate
    /// Half of the body, chunked and properly ended; a compressed stream breaks off in the middle.
    case truncateChunked
    /// The body comes a few bytes at a time.
    case drip
    /// No answer, until the client gives up or the limit is reached.
    case hang
    /// The real answer, late.
    case slow
    /// A page of HTML with status 200, as a proxy sends it.
    case html
    /// The same with status 502.
    case html502
    /// The real body, declared as plain text.
    case contentType
    /// 200 with an empty body.
    case empty
    /// The real body, made invalid as JSON.
    case malformed
    /// Some rows of a list's page come twice; the page gets longer.
    case duplicateRows
    /// Page n of a list returns the content of page n−1.
    case repeatPage
    /// Every page of a list returns the content of page 0.
    case ignorePage
    /// The request's token is unknown from now on: 40105.
    case revokeToken
    /// The request's token is expired from now on: 40106.
    case expireToken

    /// All faults without a code of their own.
    package static let withoutCode: [SandboxFault] = [
        .serverError, .reset, .resetUnread, .doneError, .resetBody, .truncate, .truncateChunked, .drip, .hang,
        .slow, .html, .html502,
        .contentType, .empty, .malformed, .duplicateRows, .repeatPage, .ignorePage, .revokeToken,
        .expireToken,
    ]

    /// The fault's name in rules and statistics; the digits of a code, without its shape.
    package var name: String {
        switch self {
        case .code(let code, _): String(code)
        case .serverError: "server-error"
        case .reset: "reset"
        case .resetUnread: "reset-unread"
        case .doneError: "done-error"
        case .resetBody: "reset-body"
        case .truncate: "truncate"
        case .truncateChunked: "truncate-chunked"
        case .drip: "drip"
        case .hang: "hang"
        case .slow: "slow"
        case .html: "html"
        case .html502: "html-502"
        case .contentType: "content-type"
        case .empty: "empty"
        case .malformed: "malformed"
        case .duplicateRows: "duplicate-rows"
        case .repeatPage: "repeat-page"
        case .ignorePage: "ignore-page"
        case .revokeToken: "revoke-token"
        case .expireToken: "expire-token"
        }
    }

    /// Whether this fault can affect a request for `page` of `endpoint`; page nil: it is not a list.
    func works(on endpoint: SandboxEndpoint, page: Int?) -> Bool {
        switch self {
        case .duplicateRows: page != nil
        case .repeatPage, .ignorePage: page ?? 0 > 0
        case .revokeToken, .expireToken: !endpoint.isAboutTokens || endpoint == .logout
        case .code, .serverError, .reset, .resetUnread, .doneError, .resetBody, .truncate, .truncateChunked,
            .drip, .hang, .slow, .html, .html502, .contentType, .empty, .malformed:
            true
        }
    }
}
