import Foundation
import Logging
import MirrorCore
import PacedHTTP
import Pacing
import ScriptedHTTP
import Synchronization
import TelenorAPI
import TestSupport

/// Noon on 22 November 2026, the start of every test.
let noon = Date(timeIntervalSince1970: 1_795_348_800)

/// An invented number.
let number = Msisdn("4790000001")

/// The settings that a test can change before the client is made.
struct ScriptedSetup {
    var tokens: [ScriptedReply] = [.token("token-1"), .token("token-2"), .token("token-3")]
    var context: TelenorClient.Context
    /// The server's clock minus ours.
    var skew = Duration.zero
    var credentials = Credentials(
        clientID: "client", clientSecret: "hush", username: "system user", password: "p&ss=ø")
    var configure: (inout APIConfiguration) throws -> Void = { _ in }
}

/// Runs `body` with a client of a server that plays `replies`; waits take no time.
func withScriptedAPI<Result: Sendable>(
    _ replies: [ScriptedReply], _ prepare: (inout ScriptedSetup) -> Void = { _ in },
    body: (TelenorClient, ScriptedServer, JumpClock) async throws -> Result
) async throws -> Result {
    let clock = JumpClock()
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    var setup = ScriptedSetup(context: TelenorClient.Context(logger: logger))
    setup.context.time = clock.timeSource(from: noon)
    setup.context.http.jitter = { 0.5 }
    prepare(&setup)
    let time = setup.context.time
    let server = ScriptedServer(
        replies: replies, tokens: setup.tokens,
        date: { [skew = setup.skew] in time.now().addingTimeInterval(skew.inSeconds) })
    let (context, credentials, configure) = (setup.context, setup.credentials, setup.configure)
    return try await server.run { port in
        var configuration = APIConfiguration(
            baseURL: try BaseURL("http://127.0.0.1:\(port)", setting: "api.base_url"),
            credentials: credentials,
            userAgent: "submirror/test")
        configuration.http.timeouts = HTTPConfiguration.Timeouts(for: replies)
        try configure(&configuration)
        return try await TelenorClient.with(configuration, context) { try await body($0, server, clock) }
    }
}

/// The failure of `body`, or nil if it succeeds; any other error is rethrown.
func failure(of body: () async throws -> Void) async throws -> APIFailure? {
    do {
        try await body()
        return nil
    } catch let failure as APIFailure {
        return failure
    }
}
