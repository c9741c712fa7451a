import Foundation
import Logging
import NIOSSL
import PacedHTTP
import Pacing
import PullJSON
import ScriptedHTTP
import TestSupport

/// Noon on 22 November 2026, the start of every test.
let noon = Date(timeIntervalSince1970: 1_795_348_800)

/// An invented warehouse's API: its queries are POSTed, and its errors read `{"problem":{"id":"E-18"}}`.
struct InventedDialect: APIDialect {
    /// The token has expired, with status 403.
    static let tokenSpent = 1
    /// Too close to another request, with status 429.
    static let tooClose = 17
    /// The day's allowance is used up, with status 429.
    static let allowanceUsed = 18
    /// There is no such part, with status 400.
    static let noSuchPart = 40
    /// The list has no such page, with status 400.
    static let noSuchPage = 41

    func errorCode(in body: [UInt8]) -> ErrorCode {
        let text = try? JSONReader.read(body.span.bytes) { (reader) throws(JSONError) in
            try Self.problem(&reader)
        }
        return ErrorCode(number: text.flatMap { $0.hasPrefix("E-") ? Int($0.dropFirst(2)) : nil }, name: nil)
    }

    func isDocumented(_ reply: ErrorReply) -> Bool {
        let known = [
            Self.tokenSpent, Self.tooClose, Self.allowanceUsed, Self.noSuchPart, Self.noSuchPage,
        ]
        return reply.code.map(known.contains) ?? false
    }

    func consequence(of reply: ErrorReply) -> RefusalConsequence {
        switch reply.code {
        case Self.tokenSpent: .renewToken
        case Self.tooClose: .widenSpacing
        case Self.allowanceUsed: .waitForQuota
        case Self.noSuchPart, Self.noSuchPage: .fail(isCounted: true)
        default: reply.status >= 500 ? .retry : .fail(isCounted: false)
        }
    }

    /// `problem.id`; nil if there is none.
    private static func problem(_ reader: inout JSONReader) throws(JSONError) -> String? {
        guard try reader.peekKind() == .object else { return nil }
        var id: String?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key == "problem", try reader.peekKind() == .object else {
                try reader.skipValue()
                continue
            }
            try reader.beginObject()
            while let key = try reader.nextKey() {
                guard key == "id", try reader.peekKind() == .string else {
                    try reader.skipValue()
                    continue
                }
                if case .string(let text) = try reader.readScalar() { id = text.string }
            }
        }
        return id
    }
}

extension RequestPurpose {
    static let stock = RequestPurpose(rawValue: "stock")
}

extension Call {
    /// Asks for the stock of `part`.
    static func stock(of part: String) -> Call {
        Call(.stock, .object) { _ in
            var question = Question("/stock/query")
            question.body = Array(#"{"part":"\#(part)"}"#.utf8)
            return question
        }
    }

    /// Asks for one page (from 0) of all parts.
    static func parts(page: Int) -> Call {
        Call(.stock, .array) { _ in
            var question = Question("/stock/list")
            question.body = Array(#"{"page":\#(page)}"#.utf8)
            return question
        }
    }
}

extension ScriptedReply {
    /// One of ``InventedDialect``'s errors.
    static func problem(_ id: Int, status: Int, retryAfter: String? = nil) -> ScriptedReply {
        .json(#"{"problem":{"id":"E-\#(id)"}}"#, status: status, retryAfter: retryAfter)
    }

    /// The allowance is used up; `retryAfter` says for how long.
    static func allowanceUsed(retryAfter: String? = nil) -> ScriptedReply {
        .problem(InventedDialect.allowanceUsed, status: 429, retryAfter: retryAfter)
    }

    static let tooClose = ScriptedReply.problem(InventedDialect.tooClose, status: 429)
}

/// The settings that a test can change before the client is made.
struct InventedSetup {
    var tokens: [ScriptedReply] = [.token("token-1"), .token("token-2"), .token("token-3")]
    /// Tokens that the API refuses.
    var revoked: Set<String> = []
    /// The server's clock minus ours.
    var skew = Duration.zero
    /// The run's deadline; nil sets no limit.
    var end: Date?
    /// The run's clock; nil for one on which waits take no time.
    var clock: RunClock?
    /// The port that the client uses; nil for the server's.
    var port: Int?
    /// The server's TLS context; nil for plain http.
    var tls: NIOSSLContext?
    /// The scheme of the client's base URL.
    var scheme = "http"
    /// The host of the client's base URL.
    var host = "127.0.0.1"
    var context: PacedClient.Context
    /// The client's configuration; its base URL is set to the server's later.
    var configuration: HTTPConfiguration
}

/// Runs `body` with a client of a warehouse that plays `replies`; waits take no time.
func withInventedAPI<Result: Sendable>(
    _ replies: [ScriptedReply], _ prepare: (inout InventedSetup) throws -> Void = { _ in },
    body: (PacedClient, ScriptedServer, JumpClock) async throws -> Result
) async throws -> Result {
    let clock = JumpClock()
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    var context = PacedClient.Context(logger: logger)
    context.jitter = { 0.5 }
    var credentials = Credentials(clientID: "warehouse", clientSecret: "hush")
    credentials.scope = "stock.read stock.count"
    var setup = InventedSetup(
        context: context,
        configuration: HTTPConfiguration(
            baseURL: try BaseURL("http://127.0.0.1", setting: "stock.base_url"), tokenPath: "/auth/grant",
            credentials: credentials, userAgent: "submirror/test"))
    setup.configuration.timeouts = HTTPConfiguration.Timeouts(for: replies)
    try prepare(&setup)
    let server = ScriptedServer(
        replies: replies, tokens: setup.tokens, tokenPath: setup.configuration.tokenPath,
        revoked: setup.revoked, refusal: .problem(InventedDialect.tokenSpent, status: 403), tls: setup.tls,
        date: { [skew = setup.skew] in noon.addingTimeInterval((clock.now.offset + skew).inSeconds) })
    let prepared = setup
    let scheme = setup.tls == nil ? setup.scheme : "https"
    return try await server.run { port in
        var configuration = prepared.configuration
        configuration.baseURL = try BaseURL(
            "\(scheme)://\(prepared.host):\(prepared.port ?? port)", setting: "stock.base_url",
            mayBePublic: true)
        let time = prepared.clock ?? RunClock(from: noon, on: clock, end: prepared.end)
        return try await PacedClient.with(
            configuration, InventedDialect(), prepared.context, clock: time
        ) { try await body($0, server, clock) }
    }
}

/// The failure of `body`, or nil if it succeeds; any other error is rethrown.
func failure(of body: () async throws -> Void) async throws -> RequestFailure? {
    do {
        try await body()
        return nil
    } catch let failure as RequestFailure {
        return failure
    }
}
