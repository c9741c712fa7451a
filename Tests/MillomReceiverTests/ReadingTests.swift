import Foundation
import MillomJournal
import MirrorCore
import TestSupport
import Testing

@testable import MillomReceiver

@Suite("What the receiver reads")
struct ReadingTests {
    private static let now = Date(timeIntervalSince1970: 1_790_000_000)

    private func notification(_ body: String) throws -> ReceivedNotification {
        let person = try #require(MillomSubscriber(.msisdn, "4790000011", operator: "gp"))
        return try NotificationBody.read(Array(body.utf8).span.bytes, of: person, at: Self.now)
    }

    @Test("the specification's own examples, leniently, and counts in what way they are wrong")
    func examples() throws {
        let low = try notification(
            """
            {"transactionId": "a9d37c79-1760-4008,", "type": "pack-near-consumption,",
             "messages": {"language": "en,", "message": "almost used up"},
             "planDetails": {"planId": "123456,", "balance": "10345,", "quota": "209715200,",
                             "planName": {"language": "en,", "name": "Internet"}}}
            """)
        // An id is kept literally; a word and a number lose the comma.
        #expect(low.transactionID == "a9d37c79-1760-4008," && low.planID == "123456,")
        #expect(
            low.type == "pack-near-consumption" && low.planBalance == 10_345 && low.planQuota == 209_715_200)
        #expect(
            low.anomalies == [
                "notification:$.type unreadable_value", "notification:$.planDetails.balance unreadable_value",
                "notification:$.planDetails.quota unreadable_value",
            ])
        let expired = try notification(
            """
            {"transactionId": "123456,", "type": "pack-expired,", "planDetails": {"planId": "1",
             "expiry": "2019-02-28T23:59:59.723+05:00"}}
            """)
        #expect(expired.planExpiresAt.map(Instant.text) == "2019-02-28T18:59:59Z")
        let money = try notification(
            """
            {"transactionId": "2,", "type": "pay-as-you-go", "monetaryBalance":
             {"totalBalance": 95.20, "deltaBalance": "-10.00,", "currency": "MMK"}}
            """)
        #expect(money.totalBalance?.description == "95.20" && money.deltaBalance?.description == "-10.00")
        #expect(money.currency == "MMK")
        #expect(money.anomalies == ["notification:$.monetaryBalance.deltaBalance unreadable_value"])
    }

    @Test(
        "nothing is guessed of what cannot be read",
        arguments: [
            #""planDetails": "N/A""#,
            #""planDetails": {"balance": 1.5, "quota": true, "expiry": "tomorrow"}"#,
            #""planDetails": {"balance": "1e3", "quota": 9223372036854775808, "expiry": "2019-02-30T00:00:00Z"}"#,
            #""monetaryBalance": {"totalBalance": "1,5", "deltaBalance": [1], "currency": {}}"#,
        ])
    func unreadable(part: String) throws {
        let read = try notification(#"{"transactionId": "one", "type": "low-data", \#(part)}"#)
        #expect(read.planBalance == nil && read.planQuota == nil && read.planExpiresAt == nil)
        #expect(read.totalBalance == nil && read.deltaBalance == nil && read.currency == nil)
        #expect(!read.anomalies.isEmpty)
    }

    @Test(
        "times with any offset, and none that there is not",
        arguments: [
            ("2026-11-22T13:05:00Z", "2026-11-22T13:05:00Z", true),
            ("2026-11-22T13:05:00.123456789-05:30", "2026-11-22T18:35:00Z", true),
            ("2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z", true),
            ("2099-12-31T23:59:59", "2099-12-31T23:59:59Z", false),
            ("2024-02-29T00:00:00z", "2024-02-29T00:00:00Z", true),
            ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z", true), ("2023-02-29T00:00:00Z", nil, true),
            ("2026-13-01T00:00:00Z", nil, true), ("2026-11-22T24:00:00Z", nil, true),
            ("2026-11-22", nil, true),
            ("2026-11-22T13:05:00+99:00", nil, true), ("", nil, true),
        ] as [(String, String?, Bool)])
    func times(text: String, instant: String?, hasOffset: Bool) {
        let read = ReceivedTime.read(text)
        #expect(read.map { Instant.text($0.date) } == instant)
        if let read { #expect(read.hasOffset == hasOffset) }
    }

    @Test("links of refreshable offers with their time, and without those that have none or have expired")
    func links() throws {
        let body = """
            {"cpid": "a+b==,51001", "refresh": "https://m/x/offers?uuid=1&expirySeconds=1790000001&signature=s",
             "ping": "https://m/x/ping?expirySeconds=1790000000&signature=s", "shop": "https://m/x?uuid=1",
             "offers": [{"planId": "P", "paymentUri": "https://m/y??planId=P&expirySeconds=1800000000&signature=t"},
                        {"purchaseLink": "https://m/z?expirySeconds=99999999999999999999", "planId": "Q"}, 7]}
            """
        let read = try OffersBody.read(Array(body.utf8).span.bytes, at: Self.now)
        #expect(read.links.map(\.kind) == [.refresh, .payment])
        #expect(read.links.map(\.planID) == [nil, "P"])
        #expect(
            read.links.map { Instant.text($0.expiresAt) } == ["2026-09-21T14:13:21Z", "2027-01-15T08:00:00Z"])
        #expect(read.subscriber?.id == "a+b==,51001" && read.type == ReceivedNotification.refreshableOffers)
        #expect(
            try OffersBody.read(Array(body.utf8).span.bytes, at: Self.now).transactionID == read.transactionID
        )
    }

    @Test(
        "an error says that a purchase failed only where it cannot have been carried out",
        arguments: [
            ("", .callbackCompleted), (#","errorType":null"#, .callbackCompleted),
            (#","errorType":"""#, .callbackCompleted),
            (#","errorType":"INSUFFICIENT_FUNDS""#, .callbackFailed),
            (#","errorType":"BAD_CPID,""#, .callbackFailed),
            (#","errorType":"404""#, .callbackFailed), (#","errorType":403"#, .callbackFailed),
            (#","errorType":"408""#, .unknown), (#","errorType":"502""#, .unknown),
            (#","errorType":"TIMEOUT""#, .unknown), (#","errorType":"PURCHASE_ALREADY_EXECUTED""#, .unknown),
            (#","errorType":"PURCHASE_IN_PROGRESS""#, .processing), (#","errorType":"NEW_WORD""#, .unknown),
            (#","errorCode":"400.70.2""#, .unknown),
        ] as [(String, PurchaseEventKind)])
    func callbacks(part: String, kind: PurchaseEventKind) throws {
        let body = #"{"transactionId":"x","appId":"y"\#(part)}"#
        #expect(try CallbackBody.read(Array(body.utf8).span.bytes, at: Self.now)?.event.kind == kind)
    }

    @Test(
        "a callback that says two things, or whose dryRun is no flag, is refused",
        arguments: [
            #""errorType":"INSUFFICIENT_FUNDS","errorType":null"#, #""errorType":null,"errorType":null"#,
            #""transactionId":"y""#, #""dryRun":"yes""#, #""dryRun":1"#, #""dryRun":{}"#,
            #""dryRun":true,"dryRun":false"#, #""errorCode":"1","errorCode":"""#,
        ])
    func ambiguous(part: String) {
        let body = #"{"transactionId":"x","appId":"y",\#(part)}"#
        #expect(throws: BodyRefusal.self) {
            try CallbackBody.read(Array(body.utf8).span.bytes, at: Self.now)
        }
    }

    @Test("a notification with two ids or two types is refused")
    func ambiguousNotification() {
        for part in [#""transactionId":"two""#, #""type":"pack-expired""#] {
            #expect(throws: BodyRefusal.self) {
                try notification(#"{"transactionId":"one","type":"low-data",\#(part)}"#)
            }
        }
    }

    @Test(
        "a cause is a word or a code, and never somebody's number",
        arguments: [
            ("USER_BARRED", "USER_BARRED"), ("400.70.2", "400.70.2"), ("502", "502"),
            ("USER_BARRED 4790000011", "UNREADABLE_ERROR"), ("4790000011", "UNREADABLE_ERROR"),
            ("Kari Nordmann", "UNREADABLE_ERROR"), (String(repeating: "A", count: 65), "UNREADABLE_ERROR"),
        ])
    func causes(text: String, cause: String) throws {
        let body = #"{"transactionId":"x","appId":"y","errorType":"\#(text)"}"#
        let event = try CallbackBody.read(Array(body.utf8).span.bytes, at: Self.now)?.event
        #expect(event?.errorCause == cause)
    }

    @Test("every error of the specification is judged by name")
    func errorTypes() throws {
        let named = [
            "TIMEOUT", "PARSING_ERROR", "INTERNAL_ERROR", "FAILURE_IN_BU", "UNKNOWN_SUBSCRIBER_ID",
            "INVALID_PRODUCT", "CONNECTION_TROUBLE", "BAD_CPID", "BAD_MSISDN", "USER_BARRED", "ROAMING",
            "CONGESTED", "PURCHASE_IN_PROGRESS", "PURCHASE_ALREADY_EXECUTED", "DISABLED", "NOT_IMPLEMENTED",
            "BE_THROTTLED", "OPERATOR_THROTTLED", "INSUFFICIENT_FUNDS", "UNSUPPORTED_OPERATOR", "BAD_REQUEST",
            "CONFLICT", "FORBIDDEN", "KEY_NOT_FOUND", "NO_CONSENT", "PIN_ENTRY_ERROR", "SHUTTING_DOWN",
            "DUPLICATED_CALLBACK",
        ]
        let unknown = named.filter { CallbackBody.kind(ofError: $0) == .unknown }
        #expect(
            unknown == [
                "TIMEOUT", "PARSING_ERROR", "INTERNAL_ERROR", "FAILURE_IN_BU", "PURCHASE_ALREADY_EXECUTED",
                "DUPLICATED_CALLBACK",
            ])
    }

    @Test("a query that cannot be read, or says something twice, is none")
    func queries() {
        #expect(FormText.parameters("a=%2B+%c3%a6&b=&c") == ["a": "+ æ", "b": "", "c": ""])
        for text in ["a=%ZZ", "a=%", "a=%4", "a=1&a=1", "a=%ff"] { #expect(FormText.parameters(text) == nil) }
    }

    @Test("no body makes it trap or keep a control character", arguments: 0..<LongMode.choose(4, long: 200))
    func fuzz(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let pieces = [
            "{", "}", "[", "]", ",", ":", "\"transactionId\"", "\"type\"", "\"low-data\"", "\"planDetails\"",
            "\"x\"", "1",
            "-1.5e9", "null", "true", "\"\\u0000\"", "\"\\ud800\"", "\"cpid\"", "\"offers\"", "\"errorType\"",
            "\"appId\"", " ",
        ]
        for _ in 0..<2000 {
            let body = (0..<random.below(24)).map { _ in random.pick(pieces) }.joined()
            let bytes = Array(body.utf8)
            let read = try? notification(body)
            #expect(read.map { ReceivedBodyReader.isID($0.transactionID) } ?? true)
            let offers = try? OffersBody.read(bytes.span.bytes, at: Self.now)
            #expect(offers?.subscriber.map { ReceivedBodyReader.isPlain($0.id) } ?? true)
            let callback = try? CallbackBody.read(bytes.span.bytes, at: Self.now)
            #expect(callback.map { ReceivedBodyReader.isID($0.transid) } ?? true)
        }
    }
}

@Suite("The receiver's tokens")
struct TokenIssuerTests {
    private func authority(
        lifetime: Duration = .seconds(60), limit: Int = 3,
        _ clock: @escaping @Sendable () -> ContinuousClock.Instant
    ) -> TokenIssuer {
        var configuration = ReceiverConfiguration(host: "", port: 0, clientID: "id", clientSecret: "secret")
        configuration.tokenLifetime = lifetime
        configuration.limits.tokens = limit
        return TokenIssuer(configuration, clock: clock)
    }

    @Test("end when their time has come, and not before")
    func expiry() throws {
        let start = ContinuousClock.now
        let clock = JumpClock()
        let authority = authority { start + clock.now.offset }
        let token = try #require(authority.token(clientID: "id", clientSecret: "secret"))
        #expect(token.expiresIn == 60 && token.token.utf8.count == 43)
        clock.advance(by: .seconds(59))
        #expect(authority.admits("Bearer \(token.token)"))
        clock.advance(by: .seconds(1))
        #expect(!authority.admits("Bearer \(token.token)"))
    }

    @Test("are so many at one time: one more ends the oldest")
    func bound() throws {
        let start = ContinuousClock.now
        let authority = authority { start }
        let tokens = try (0..<5).map { _ in
            try #require(authority.token(clientID: "id", clientSecret: "secret")).token
        }
        #expect(Set(tokens).count == 5)
        #expect(tokens.map { authority.admits("Bearer \($0)") } == [false, false, true, true, true])
        #expect(authority.token(clientID: "id", clientSecret: "Secret") == nil)
        #expect(authority.token(clientID: "", clientSecret: "secret") == nil)
    }
}
