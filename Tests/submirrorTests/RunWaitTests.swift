import Foundation
import MirrorCore
import PacedHTTP
import Sandbox
import TelenorAPI
import TestSupport
import Testing

@testable import submirror

@Suite("What a run waits for")
struct RunWaitTests {
    @Test(
        "is said with its end, with the day only where it is another",
        arguments: [
            (.quotaSpent, "2026-11-22T14:05:00Z", "quota spent, waiting until 14:05:00Z"),
            (.quotaSpent, "2026-11-23T00:05:00Z", "quota spent, waiting until 2026-11-23T00:05:00Z"),
            (.noToken, "2026-11-22T14:05:00Z", "no token received, waiting to retry until 14:05:00Z"),
            (
                .tooClose, "2026-11-22T14:05:00Z",
                "requests refused as too close together, waiting until 14:05:00Z"
            ),
            (.spacing, "2026-11-22T14:05:00Z", "keeping requests apart, waiting until 14:05:00Z"),
            (.failed, "2026-11-22T14:05:00Z", "request failed, waiting to retry until 14:05:00Z"),
        ] as [(RunWait.Reason, String, String)])
    func sentence(reason: RunWait.Reason, until: String, expected: String) throws {
        let now = try #require(Instant.date("2026-11-22T13:00:00Z"))
        let wait = RunWait(reason: reason, until: try #require(Instant.date(until)))
        #expect(wait.sentence(at: now) == expected)
    }

    /// A refusal that asks for five seconds, and the request that gets it.
    enum Refusal: CaseIterable {
        case quota, spike, token, retry

        private static let pause = "5"

        func inject(into sandbox: SandboxServer) {
            var unavailable = Sandbox.ScriptedReply.body("{}", status: 503)
            unavailable.headers = [("Retry-After", Self.pause)]
            switch self {
            case .quota: sandbox.inject(.error(42901, retryAfter: Self.pause), endpoint: .detail)
            case .spike: sandbox.inject(.error(42902, retryAfter: Self.pause), endpoint: .detail)
            case .token: sandbox.inject(unavailable, endpoint: .token)
            case .retry: sandbox.inject(unavailable, endpoint: .accounts)
            }
        }

        var sentence: String {
            switch self {
            case .quota: "quota spent, waiting until "
            case .spike: "requests refused as too close together, waiting until "
            case .token: "no token received, waiting to retry until "
            case .retry: "request failed, waiting to retry until "
            }
        }
    }

    @Test(
        "is shown on a terminal as soon as the run only waits, and replaced afterwards",
        arguments: Refusal.allCases)
    func onTerminal(_ refusal: Refusal) async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            refusal.inject(into: stage.sandbox)
            let begin = Int(Date().timeIntervalSince1970)
            let shown = try await stage.onTerminal(columns: 120, "sync")
            let end = Int(Date().timeIntervalSince1970)
            let parts = shown.components(separatedBy: refusal.sentence)
            try #require(parts.count > 1, "\(shown)")
            let until = try #require(parts[1].prefixMatch(of: /[^\s]+Z/), "\(shown)").output
            // Five seconds after some moment of the run, which lasted longer than that.
            let instants = (begin + 5..<max(begin + 6, end + 1)).map {
                Date(timeIntervalSince1970: Double($0))
            }
            #expect(instants.contains { Instant.text($0).hasSuffix(until) }, "\(shown)")
            let last = try #require(parts.last)
            #expect(last.contains("\r") && last.contains("run 1 complete"), "\(shown)")
        }
    }
}
