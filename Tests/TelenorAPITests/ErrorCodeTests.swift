import MirrorCore
import PacedHTTP
import TelenorAPI
import Testing

@Suite("Error codes")
struct ErrorCodeTests {
    /// Every code in API.md 1.8 with its HTTP status, judged independently.
    static let documented: [(status: Int, code: Int, verdict: Verdict)] = [
        (400, 400000, .badRequest), (400, 400005, .badRequest), (400, 400017, .badRequest),
        (400, 40001, .badRequest), (400, 400016, .numberInvalid), (400, 400018, .numberInvalid),
        (400, 400023, .numberNotOurs), (401, 40105, .renewToken), (401, 40106, .renewToken),
        (401, 40101, .misconfigured), (401, 40102, .misconfigured), (401, 40103, .misconfigured),
        (401, 40107, .misconfigured), (401, 40108, .misconfigured), (401, 40104, .numberNotOurs),
        (403, 40301, .misconfigured), (404, 404001, .numberGone), (404, 40401, .misconfigured),
        (404, 4042000, .misconfigured), (429, 42901, .quotaSpent), (429, 42902, .spikeArrest),
        (500, 50001, .fault), (500, 50002, .fault), (500, 50003, .fault), (500, 500100, .fault),
        (503, 503200, .fault), (503, 503300, .fault),
    ]

    static let shapes: [@Sendable (Int) -> String] = [
        { #"{"errorCode":\#($0)}"# },
        { #"{"errorCode":"\#($0)","errorMessage":"invented"}"# },
        { #"{"message":"no","code":\#($0)}"# },
        { #"{"code":" \#($0) "}"# },
        { #"{"error":{"message":"no","code":\#($0)}}"# },
        { #"{"error":{"code":"\#($0)"}}"# },
        { #"{"errors":[{"code":\#($0)},{"code":50001}]}"# },
        { #"{"errors":[{"code":"\#($0)","x":[1]}]}"# },
        { #"{"fault":{"faultstring":"no","detail":{"errorcode":"\#($0)"}}}"# },
        { #"{"code":400,"errors":[{"code":\#($0)}]}"# },
        { #"{"message":"Error code \#($0): no"}"# },
        { #"["Error code: \#($0)"]"# },
        { "Error code \($0)" },
        { "<html><body><h1>ERROR CODE <b>\($0)</b></h1></body></html>" },
        { #"{"truncated":"error code=\#($0)"# },
    ]

    @Test(
        "every documented code is read from every shape and judged as the table says", arguments: documented)
    func judges(status: Int, code: Int, verdict: Verdict) {
        for shape in Self.shapes {
            let body = shape(code)
            #expect(ErrorCode.read(Array(body.utf8)).number == code, "\(body)")
        }
        #expect(Verdict.of(status: status, code: code, asksForNumber: true) == verdict)
    }

    @Test("the table holds the documented codes and no other")
    func isComplete() {
        #expect(Set(Verdict.byCode.keys) == Set(Self.documented.map(\.code)))
    }

    @Test(
        "Apigee's names stand for numbers",
        arguments: [
            ("policies.ratelimit.QuotaViolation", 42901),
            ("policies.ratelimit.SpikeArrestViolation", 42902),
            ("keymanagement.service.access_token_expired", 40106),
            ("keymanagement.service.invalid_access_token", 40105),
        ])
    func readsNames(name: String, code: Int) {
        let body = #"{"fault":{"faultstring":"no","detail":{"errorcode":"\#(name)"}}}"#
        #expect(ErrorCode.read(Array(body.utf8)) == ErrorCode(number: code, name: nil))
    }

    @Test(
        "what is no code is not taken for one",
        arguments: [
            "", " ", "{}", "[]", "null", "oops", #"{"code":400}"#, #"{"code":12345678}"#, #"{"code":true}"#,
            #"{"code":4.29e4}"#, #"{"code":null,"errorCode":{}}"#, #"{"errors":[]}"#, #"{"errors":"none"}"#,
            #"{"fault":{"detail":[]}}"#, "error code", "Error code 1234", "error code 123456789",
            "error code 123456abcdef", "Error code: 1234567-x9",
            "errorless code 42901", "Error code about 42901", #"{"data":{"code":42901}}"#,
        ])
    func ignores(body: String) {
        #expect(ErrorCode.read(Array(body.utf8)).number == nil)
    }

    @Test("an OAuth error is named", arguments: [(#"{"error":"invalid_client"}"#, "invalid_client")])
    func namesOAuth(body: String, name: String) {
        #expect(ErrorCode.read(Array(body.utf8)) == ErrorCode(number: nil, name: name))
    }

    @Test(
        "any other name could be an echoed secret, and is not kept",
        arguments: [
            #"{"error":"hush-hush"}"#, #"{"error":"Invalid_Client"}"#, #"{"errorCode":"S3cretWord"}"#,
            #"{"fault":{"detail":{"errorcode":"oauth.v2.hush"}}}"#, #"{"errors":[{"code":"a.b.c"}]}"#,
        ])
    func namesNothingElse(body: String) {
        #expect(ErrorCode.read(Array(body.utf8)) == ErrorCode(number: nil, name: nil))
    }

    @Test(
        "without a known code the status decides",
        arguments: [
            (400, .badRequest), (401, .renewToken), (403, .misconfigured), (404, .misconfigured),
            (405, .badRequest), (408, .fault), (429, .quotaSpent), (500, .fault), (502, .fault),
            (599, .fault), (302, .misconfigured), (204, .fault),
        ] as [(Int, Verdict)])
    func fallsBack(status: Int, verdict: Verdict) {
        for code in [nil, 99999, 4299999] {
            for asksForNumber in [true, false] {
                #expect(Verdict.of(status: status, code: code, asksForNumber: asksForNumber) == verdict)
            }
        }
    }

    @Test(
        "a word about a number counts only where a number was asked for",
        arguments: [(400, 400018, .badRequest), (404, 404001, .misconfigured), (401, 40104, .renewToken)]
            as [(Int, Int, Verdict)])
    func needsNumber(status: Int, code: Int, verdict: Verdict) {
        #expect(Verdict.of(status: status, code: code, asksForNumber: false) == verdict)
    }
}
