/// Something that goes wrong with one request.
///
/// A fault meets only requests that the gateway lets through, so it costs what a good answer costs.
package enum SandboxFault: Hashable, Sendable {
    /// This error with its status; shape nil: as the code usually comes.
    case code(Int, shape: SandboxErrorShape? = nil)
    /// 50001–50003, 500100, 503200 or 503300, in any shape, both by the seed.
    case serverError
    /// The connection is reset (RST) before the first byte.
    case reset
    /// The same before anything is done: what a request would change stays as it is.
    case resetUnread
    /// Everything is done as asked, and 500 is answered.
    case doneError
    /// The head and half of the body, then a reset.
    case resetBody
    /// Content-Length promises all, half of the body comes, then the connection is closed.
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
    /// The real body, called plain text.
    case contentType
    /// 200 with nothing in it.
    case empty
    /// The real body with something in it that is not JSON.
    case malformed
    /// Some rows of a list's page come twice; the page grows by them.
    case duplicateRows
    /// Page n of a list answers with what page n−1 holds.
    case repeatPage
    /// Every page of a list answers with what page 0 holds.
    case ignorePage
    /// The request's token is unknown from now on: 40105.
    case revokeToken
    /// The request's token is expired from now on: 40106.
    case expireToken

    /// All that have no code of their own.
    package static let withoutCode: [SandboxFault] = [
        .serverError, .reset, .resetUnread, .doneError, .resetBody, .truncate, .truncateChunked, .drip, .hang,
        .slow, .html, .html502,
        .contentType, .empty, .malformed, .duplicateRows, .repeatPage, .ignorePage, .revokeToken,
        .expireToken,
    ]

    /// How rules and statistics call it; the digits of a code, without its shape.
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

    /// Whether a request for `page` of `endpoint` has what this fault works on; page nil: it is no list.
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
