import PacedHTTP
import Pacing
import Testing

@Suite("Rate limit headers")
struct PacingRateLimitHeadersTests {
    static let told = QuotaAnnouncement(limit: 100, remaining: 40, reset: .seconds(30))
    static let all = QuotaAnnouncement(limit: 100, remaining: 40, reset: .seconds(30), window: .seconds(60))

    @Test(
        "are read in every form that is in use",
        arguments: [
            (["ratelimit-limit": "100", "ratelimit-remaining": "40", "ratelimit-reset": "30"], told),
            (
                ["ratelimit-limit": "100, 100;w=60", "ratelimit-remaining": "40", "ratelimit-reset": "30"],
                all
            ),
            (["ratelimit": "limit=100, remaining=40, reset=30", "ratelimit-policy": "100;w=60"], all),
            (["ratelimit": #""default";r=40;t=30"#, "ratelimit-policy": #""default";q=100;w=60"#], all),
            (
                ["ratelimit": #""day";r=900;t=7000, "minute,1";r=40;t=30"#],
                QuotaAnnouncement(remaining: 40, reset: .seconds(30))
            ),
            (["x-ratelimit-limit": "100", "x-ratelimit-remaining": "40", "x-ratelimit-reset": "30"], told),
            (
                [
                    "x-rate-limit-limit": "100", "x-rate-limit-remaining": "40",
                    "x-rate-limit-reset": "1795348830",
                ], told
            ),
            (["x-ratelimit-remaining": "0"], QuotaAnnouncement(remaining: 0)),
            (
                ["x-ratelimit-reset": "Sun, 22 Nov 2026 12:00:30 GMT"],
                QuotaAnnouncement(reset: .seconds(30))
            ),
            (["ratelimit-limit": "many", "ratelimit-remaining": ""], nil),
            (["ratelimit": "\"", "ratelimit-policy": ";;,=,"], nil),
            ([:], nil),
        ] as [([String: String], QuotaAnnouncement?)])
    func reads(headers: [String: String], expected: QuotaAnnouncement?) {
        #expect(RateLimitHeaders.parse(serverNow: .seconds(1_795_348_800)) { headers[$0] } == expected)
        for name in headers.keys {
            #expect(RateLimitHeaders.begin(with: name))
            #expect(RateLimitHeaders.begin(with: name.uppercased()))
        }
    }

    @Test(
        "are not looked for among others",
        arguments: ["Date", "", "x-", "X-Rat", "retry-after", "x-request-id"])
    func passesOver(name: String) {
        #expect(!RateLimitHeaders.begin(with: name))
    }
}
