import Foundation
import MirrorCore
import PacedHTTP
import TelenorAPI
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
        ] as [(RunWait.Reason, String, String)])
    func sentence(reason: RunWait.Reason, until: String, expected: String) throws {
        let now = try #require(Instant.date("2026-11-22T13:00:00Z"))
        let wait = RunWait(reason: reason, until: try #require(Instant.date(until)))
        #expect(wait.sentence(at: now) == expected)
    }
}
