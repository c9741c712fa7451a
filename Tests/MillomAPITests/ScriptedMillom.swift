import Foundation
import Logging
import MillomAPI
import MirrorCore
import PacedHTTP
import Pacing
import ScriptedHTTP
import TestSupport
import Testing

/// Noon on 22 November 2026, the start of every test.
let noon = Date(timeIntervalSince1970: 1_795_348_800)

/// An invented subscriber of each kind.
enum Invented {
    static let cpidText = "a+b/c==,47001"

    static func msisdn(_ operator: String = "mycomm") throws -> MillomSubscriber {
        try #require(MillomSubscriber(.msisdn, "4790000001", operator: `operator`))
    }

    static func cpid() throws -> MillomSubscriber {
        try #require(MillomSubscriber(.cpid, cpidText, operator: "mycomm"))
    }

    static func order(_ offerContext: String? = nil) throws -> PurchaseOrder {
        try #require(
            PurchaseOrder(
                transid: "6f1d2c1e-0000-4000-8000-000000000001", subscriber: msisdn(), planID: "P1",
                offerContext: offerContext, fundSource: .wallet))
    }
}

/// The settings that a test can change before the client is made.
struct MillomSetup {
    var tokens: [ScriptedReply] = [.token("token-1"), .token("token-2"), .token("token-3")]
    var context: MillomClient.Context
    var credentials: Credentials? = Credentials(clientID: "provider", clientSecret: "hush-hush")
    var scopes: Set<MillomScope> = [.inquire]
    /// The API's port; nil for the server's.
    var port: Int?
    var configure: (inout MillomConfiguration) throws -> Void = { _ in }
}

/// Runs `body` with a client of a Millom that plays `replies`, with tokens at
/// another port; waits take no time.
func withScriptedMillom<Result: Sendable>(
    _ replies: [ScriptedReply], _ prepare: (inout MillomSetup) throws -> Void = { _ in },
    body: (MillomClient, _ millom: ScriptedServer, _ tokens: ScriptedServer, JumpClock) async throws -> Result
) async throws -> Result {
    let clock = JumpClock()
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    var setup = MillomSetup(context: MillomClient.Context(logger: logger))
    setup.context.time = clock.timeSource(from: noon)
    setup.context.http.jitter = { 0.5 }
    try prepare(&setup)
    let prepared = setup
    let time = setup.context.time
    let tokens = ScriptedServer(replies: [], tokens: setup.tokens, tokenPath: "/oauth/token", date: nil)
    let millom = ScriptedServer(replies: replies, tokens: [], tokenPath: "/none", date: { time.now() })
    return try await tokens.run { tokenPort in
        try await millom.run { port in
            var configuration = MillomConfiguration(
                baseURL: try BaseURL(
                    "http://127.0.0.1:\(prepared.port ?? port)", setting: "millom.base_url"),
                tokenURL: try BaseURL(
                    "http://localhost:\(tokenPort)/oauth/token", setting: "millom.token_url"),
                credentials: prepared.credentials, scopes: prepared.scopes, serviceProvider: "myspace",
                userAgent: "submirror/test")
            configuration.http.timeouts = HTTPConfiguration.Timeouts(for: replies)
            try prepared.configure(&configuration)
            return try await MillomClient.with(configuration, prepared.context) {
                try await body($0, millom, tokens, clock)
            }
        }
    }
}

/// The failure of `body`, or nil if it succeeds; any other error is rethrown.
func failure(of body: () async throws -> Void) async throws -> MillomFailure? {
    do {
        try await body()
        return nil
    } catch let failure as MillomFailure {
        return failure
    }
}

extension ScriptedReply {
    /// An error in Millom's format.
    static func cause(
        _ cause: String, status: Int = 400, message: String = "invented", retryAfter: String? = nil
    ) -> ScriptedReply {
        .json(
            #"{"cause":"\#(cause)","errorMessage":"\#(message)"}"#, status: status, retryAfter: retryAfter)
    }
}
