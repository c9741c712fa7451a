import Foundation
import MirrorCore
import Normalizer
import PullJSON
import TestSupport
import Testing

/// Source: millom-standard-api.yaml and millom-notify.yaml, whose examples are read here.
@Suite("Millom's documents")
struct MillomDocumentTests {
    private static let subscriber = MillomSubscriber.invented(1)

    static func normalize(_ record: MillomRecord, _ document: String) throws(DocumentError)
        -> NormalizedMillomRecord
    {
        let bytes = Array(document.utf8)
        return try Normalizer.normalize(record, bytes.span.bytes, of: subscriber)
    }

    private static func cells<Row: RelationRow>(_ rows: [Row]) -> [String] {
        rows.map { row in
            row.values.dropFirst().map { value in
                switch value {
                case .null: "NULL"
                case .integer(let number): String(number)
                case .real(let number): String(number)
                case .text(let text): text
                }
            }.joined(separator: "|")
        }
    }

    @Test("accountInfo: the wallets, each with the document's currency")
    func accountInfo() throws {
        let record = try Self.normalize(
            .accountInfo,
            """
            {"accountType": "PREPAID", "balances": [
                {"balanceType": "main", "balance": "1.01", "expiry": "2026-12-31T23:59:59+01:00"},
                {"balanceType": "loan", "balance": "-10.00"}, {"balanceType": "main", "balance": "0.5"}],
             "currency": "USD", "validUntil": "2026-11-26T12:00:00Z"}
            """)
        #expect(record.accountType == "PREPAID" && record.account == nil)
        #expect(
            Self.cells(record.moneyBalances) == [
                "account_info|loan|1|-10.00|USD|NULL", "account_info|main|1|0.5|USD|NULL",
                "account_info|main|2|1.01|USD|2026-12-31T22:59:59Z",
            ])
        #expect(record.validUntil == Instant.date("2026-11-26T12:00:00Z"))
        #expect(record.expiries == [Instant.date("2026-12-31T22:59:59Z")].compactMap(\.self))
        #expect(record.anomalies == [])
    }

    @Test(
        "balance: the account, the plans with their gauges and texts, and the money, from the documented examples"
    )
    func balance() throws {
        let record = try Self.normalize(
            .balance,
            """
            {"activePlans": [{"planId": "P1234", "planName": [{"language": "en-us", "text": "Super plan"}],
                "planDescription": "10 GB monthly data for USD 10", "expiry": "2026-12-01T00:00:00Z",
                "gauge": [{"unit": "bytes", "quota": 1073741824, "remaining": 100},
                    {"unit": "sms", "quota": 9223372036854775807, "remaining": 9223372036854775807}],
                "applications": ["video", "music", "video"]}],
             "validUntil": "2026-11-26T13:00:00Z", "operator": "celcom", "expiry": "2099-12-31T23:59:59",
             "accountType": "POSTPAID", "accountId": "A1", "accountStatus": "ACTIVE", "ratePlanId": "R1",
             "monetaryBalance": {"expiry": "2099-12-31T23:59:59", "balance": "1.01"},
             "dataBalance": {"expiry": "2099-12-31T23:59:59", "balance": "100"},
             "tenure": 20, "dateOfBirth": "1990-12-31T23:59:59"}
            """)
        #expect(
            Self.cells(record.account.map { [$0] } ?? [])
                == ["NULL|A1|ACTIVE|R1|1990-12-31|2099-12-31T23:59:59Z|100|2099-12-31T23:59:59Z"])
        #expect(record.accountType == "POSTPAID" && record.tenureDays == 20)
        #expect(
            Self.cells(record.moneyBalances) == ["balance|monetary|1|1.01|NULL|2099-12-31T23:59:59Z"])
        #expect(Self.cells(record.plans) == ["P1234|1|2026-12-01T00:00:00Z|music, video"])
        #expect(
            Self.cells(record.planGauges) == [
                "P1234|1|bytes|1|1073741824|100|0", "P1234|1|sms|1|NULL|NULL|1",
            ])
        #expect(
            Self.cells(record.texts) == [
                "plan|P1234|1|description|NULL|1|10 GB monthly data for USD 10",
                "plan|P1234|1|name|en-us|1|Super plan",
            ])
        let now = try #require(Instant.date("2026-11-26T12:00:00Z"))
        #expect(record.nextExpiry(after: now) == Instant.date("2026-12-01T00:00:00Z"))
        #expect(
            record.nextExpiry(after: now.addingTimeInterval(86_400 * 30))
                == Instant.date("2099-12-31T23:59:59Z"))
        #expect(
            record.anomalies.map(\.line) == [
                #"balance:$.activePlans[].planDescription unexpected_form 1 "99 AA aaaaaaa aaaa aaa AAA 99""#,
                #"balance:$.dataBalance.expiry unexpected_form 1 "9999-99-99A99:99:99""#,
                #"balance:$.dateOfBirth unexpected_form 1 "9999-99-99A99:99:99""#,
                #"balance:$.expiry unexpected_form 1 "9999-99-99A99:99:99""#,
                #"balance:$.monetaryBalance.expiry unexpected_form 1 "9999-99-99A99:99:99""#,
            ])
    }

    @Test("upsellOffer: the state, and the offers with their quotas and texts; the context byte for byte")
    func offers() throws {
        let record = try Self.normalize(
            .upsellOffer,
            """
            {"subscriberState": "NEED_OFFERS", "offers": [
                {"planId": "P2", "cost": "14", "costCurrency": "NOK", "type": "Data", "fundSource": "LOAN",
                 "planName": [{"language": "nb", "text": "Én uke"}, {"language": "en", "text": "A week"}],
                 "planDescription": [], "quota": [{"unit": "bytes", "quota": 1073741824}],
                 "offerContext": " a\\u0301 b,"},
                {"planId": "P2", "cost": "12"}, {"planId": "P1", "currencyCode": "MMK", "cost": "5000.00"}]}
            """)
        #expect(Self.cells(record.state.map { [$0] } ?? []) == ["NEED_OFFERS"])
        #expect(
            Self.cells(record.offers) == [
                "P1|1|NULL|5000.00|MMK|NULL|NULL", "P2|1|NULL|12|NULL|NULL|NULL",
                "P2|2|Data|14|NOK|LOAN| a\u{301} b,",
            ])
        #expect(Self.cells(record.offerQuotas) == ["P2|2|bytes|1|1073741824|0"])
        #expect(
            Self.cells(record.texts) == ["offer|P2|2|name|en|1|A week", "offer|P2|2|name|nb|1|Én uke"])
        #expect(
            record.anomalies.map(\.line) == [#"upsell_offer:$.offers[].currencyCode unexpected_form 1 "AAA""#]
        )
    }

    @Test(
        "a value that is not written as documented is read where it can be, and counted",
        arguments: [
            (#""1.01""#, "1.01", nil), (#""105.20,""#, "105.20", "unexpected_form"),
            ("105.20", "105.20", "unexpected_form"), ("1.5E3", "1500", "unexpected_form"),
            ("-25e-1", "-2.5", "unexpected_form"), (#""-10.00""#, "-10.00", nil), (#""-0.00""#, "0.00", nil),
            (#""12345678901234567890.123456789""#, "12345678901234567890.123456789", nil),
            (#""99999999999999999999""#, "99999999999999999999", nil),
            (#""100000000000000000000""#, nil, "unreadable_value"),
            (#""0.000000000000000001""#, "0.000000000000000001", nil),
            (#""0.0000000000000000001""#, nil, "unreadable_value"), ("1e400", nil, "unreadable_value"),
            ("1e-19", nil, "unreadable_value"), ("1e20", nil, "unreadable_value"),
            (#""12,49""#, nil, "unreadable_value"), (#""1 000""#, nil, "unreadable_value"),
            (#""""#, nil, "unreadable_value"), (#"",""#, nil, "unreadable_value"),
            ("true", nil, "unreadable_value"), ("[]", nil, "unreadable_value"),
            (#""\ud83d""#, nil, "unreadable_value"), ("null", nil, "missing_required"),
        ] as [(String, String?, String?)])
    func amounts(json: String, expected: String?, anomaly: String?) throws {
        let record = try Self.normalize(
            .accountInfo, #"{"balances": [{"balanceType": "main", "balance": \#(json)}]}"#)
        #expect(record.moneyBalances.map { $0.amount?.description } == [expected])
        #expect(record.anomalies.map(\.kind.rawValue) == (anomaly.map { [$0] } ?? []))
        #expect(record.anomalies.allSatisfy { $0.path == "account_info:$.balances[].balance" })
    }

    @Test(
        "an instant becomes UTC, whatever its offset; without one it is taken for UTC and counted",
        arguments: [
            ("2019-02-28T23:59:59.723+05:00", "2019-02-28T18:59:59Z", nil),
            ("2026-11-26t12:00:00z", "2026-11-26T12:00:00Z", nil),
            ("2026-01-01T00:30:00-01:30", "2026-01-01T02:00:00Z", nil),
            ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z", nil),
            ("2024-02-29T00:00:00+00:01", "2024-02-28T23:59:00Z", nil),
            ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", nil),
            ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z", nil),
            ("9999-12-31T23:59:59-01:00", "9999-12-31T23:59:59Z", "unexpected_form"),
            ("2099-12-31T23:59:59", "2099-12-31T23:59:59Z", "unexpected_form"),
            ("2099-12-31T23:59:59Z,", "2099-12-31T23:59:59Z", "unexpected_form"),
            ("2099-12-31 23:59", "2099-12-31T23:59:00Z", "unexpected_form"),
            ("2099-12-31T23:59:59+0100", "2099-12-31T22:59:59Z", "unexpected_form"),
            ("2099-12-31", "2099-12-31T00:00:00Z", "unexpected_form"),
            ("2023-02-29T00:00:00Z", nil, "unreadable_value"),
            ("2026-11-26T24:00:00Z", nil, "unreadable_value"),
            ("0001-01-01T00:00:00+01:00", nil, "unreadable_value"),
            ("2026-11-26T12:00:00+", nil, "unreadable_value"),
            ("2026-11-26T12:00:00.Z", nil, "unreadable_value"),
            ("2026-11-26T12:00:00+01:", nil, "unreadable_value"),
            ("soon", nil, "unreadable_value"), ("", nil, "unreadable_value"),
        ] as [(String, String?, String?)])
    func instants(text: String, expected: String?, anomaly: String?) throws {
        let record = try Self.normalize(
            .accountInfo,
            #"{"balances": [{"balanceType": "main", "balance": "1", "expiry": "\#(text)"}]}"#)
        #expect(record.moneyBalances.map(\.expiresAt) == [expected])
        #expect(record.anomalies.map(\.kind.rawValue) == (anomaly.map { [$0] } ?? []))
        #expect(record.expiries.map(Instant.text) == (expected.map { [$0] } ?? []))
    }

    @Test(
        "a quota is a whole number of 64 bits; the largest means that there is no limit",
        arguments: [
            ("1073741824", "100", "1073741824|100|0", []), ("9223372036854775807", "5", "NULL|5|1", []),
            (#""9223372036854775807,""#, "null", "NULL|NULL|1", ["unexpected_form"]),
            ("9223372036854775808", "1", "NULL|1|NULL", ["unreadable_value"]),
            ("9.223372036854776E18", "1", "NULL|1|NULL", ["unreadable_value"]),
            ("null", "9223372036854775807", "NULL|NULL|1", []), ("-1", "-5", "-1|-5|0", []),
            ("100.5", "7", "NULL|7|NULL", ["unreadable_value"]),
            (#""209715200,""#, #""10345""#, "209715200|10345|0", ["unexpected_form", "unexpected_form"]),
        ] as [(String, String, String, [String])])
    func quotas(quota: String, remaining: String, expected: String, anomalies: [String]) throws {
        let record = try Self.normalize(
            .balance,
            """
            {"activePlans": [{"planId": "P", "planName": [],
                "gauge": [{"unit": "bytes", "quota": \(quota), "remaining": \(remaining)}]}]}
            """)
        #expect(Self.cells(record.planGauges) == ["P|1|bytes|1|" + expected])
        #expect(record.anomalies.map(\.kind.rawValue) == anomalies)
    }

    @Test("an object where a list is meant is a list of one, and counted")
    func objects() throws {
        let record = try Self.normalize(
            .balance,
            """
            {"activePlans": {"planId": 123456, "planName": {"language": "en,", "text": "Volume"},
                "gauge": {"unit": "bytes,", "quota": 1, "remaining": 0}, "applications": "video"}}
            """)
        #expect(Self.cells(record.plans) == ["123456|1|NULL|video"])
        #expect(Self.cells(record.planGauges) == ["123456|1|bytes|1|1|0|0"])
        #expect(Self.cells(record.texts) == ["plan|123456|1|name|en|1|Volume"])
        let unexpected = record.anomalies.filter { $0.kind == .unexpectedForm }.map(\.path)
        #expect(
            unexpected == [
                "balance:$.activePlans", "balance:$.activePlans[].applications",
                "balance:$.activePlans[].gauge", "balance:$.activePlans[].gauge[].unit",
                "balance:$.activePlans[].planId", "balance:$.activePlans[].planName",
                "balance:$.activePlans[].planName[].language",
            ])
        #expect(unexpected.count == record.anomalies.count)
    }

    @Test("what has no id is left out and counted; what stands twice is numbered, in any order of the list")
    func identities() throws {
        let plans = [
            #"{"planId": "P", "planName": [], "expiry": "2026-12-02T00:00:00Z"}"#,
            #"{"planId": "P", "planName": [], "expiry": "2026-12-01T00:00:00Z"}"#,
            #"{"planId": "P", "planName": [], "expiry": "2026-12-01T00:00:00Z"}"#,
            #"{"planName": []}"#, #"{"planId": "", "planName": []}"#,
            #"{"planId": "\ud83d", "planName": []}"#,
            "7",
        ]
        let first = try Self.normalize(
            .balance, #"{"activePlans": [\#(plans.joined(separator: ","))]}"#)
        let second = try Self.normalize(
            .balance, #"{"activePlans": [\#(plans.reversed().joined(separator: ","))]}"#)
        #expect(
            Self.cells(first.plans) == [
                "P|1|2026-12-01T00:00:00Z|NULL", "P|2|2026-12-01T00:00:00Z|NULL",
                "P|3|2026-12-02T00:00:00Z|NULL",
            ])
        #expect(first == second)
        #expect(
            first.anomalies.map { "\($0.path) \($0.kind.rawValue) \($0.count)" } == [
                "balance:$.activePlans[] unreadable_value 1",
                "balance:$.activePlans[].planId missing_required 1",
                "balance:$.activePlans[].planId unreadable_value 2",
            ])
    }

    @Test("a key that stands twice is counted at its place, and the last value is believed")
    func duplicates() throws {
        let record = try Self.normalize(.upsellOffer, #"{"subscriberState": "A", "subscriberState": "B"}"#)
        #expect(record.state?.subscriberState == "B")
        #expect(record.anomalies.map(\.line) == ["upsell_offer:$.subscriberState duplicate_key 1"])
    }

    @Test("the hash tells contents apart, and not the days since the account was opened")
    func hashes() throws {
        func hash(_ members: String) throws -> [UInt8] {
            try Self.normalize(.balance, "{\(members)}").contentHash
        }
        let one = try hash(#""accountId": "1", "tenure": 20, "validUntil": "2026-11-26T13:00:00Z""#)
        #expect(try hash(#""tenure": 21, "validUntil": "2026-11-27T13:00:00Z", "accountId": "1""#) == one)
        #expect(try hash(#""accountId": "2""#) != one)
        #expect(try hash(#""ratePlanId": "1""#) != one)
        #expect(try hash(#""accountId": "1", "new": 1"#) != one)
        #expect(one.count == 32)
    }

    @Test(
        "a document that is no object, is cut off or is too deep is refused", arguments: MillomRecord.allCases
    )
    func refused(record: MillomRecord) {
        let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        let bombs = ["", "[]", "7", "{", #"{"offers": "#, #"{"x": \#(deep)}"#, #"{"activePlans": \#(deep)}"#]
        for document in bombs {
            #expect(throws: DocumentError.self) { try Self.normalize(record, document) }
        }
    }
}
