import MirrorCore
import Normalizer
import PullJSON
import Testing

@Suite("Documents that are refused as a whole")
struct RefusalTests {
    @Test(
        "a document about another number, or about none",
        arguments: [
            (#"{"msisdn":"4790000002"}"#, .anotherNumber), (#"{"msisdn":4790000002}"#, .anotherNumber),
            (#"{"msisdn":"479000000"}"#, .anotherNumber), ("{}", .msisdnMissing),
            (#"{"msisdn":null}"#, .msisdnMissing),
            (#"{"msisdn":""}"#, .msisdnMissing), (#"{"msisdn":"+4790000002"}"#, .anotherNumber),
            (#"{"msisdn":"90000001"}"#, .msisdnMissing), (#"{"msisdn":"4790000001.5"}"#, .msisdnMissing),
            (#"{"msisdn":"1234567890123456"}"#, .msisdnMissing),
            (#"{"msisdn":1234567890123456}"#, .msisdnMissing),
            (#"{"msisdn":4790000001.5}"#, .msisdnMissing), (#"{"msisdn":-4790000001}"#, .msisdnMissing),
            (#"{"msisdn":["4790000001"]}"#, .msisdnMissing), (#"{"MSISDN":"4790000001"}"#, .msisdnMissing),
            (#"{"simCards":[{"msisdn":"4790000001"}]}"#, .msisdnMissing),
            (#"{"msisdn":"４790000001"}"#, .msisdnMissing),
            ("[]", .wrongKind(expected: .object, found: .array)),
            ("null", .wrongKind(expected: .object, found: .null)),
            (#""4790000001""#, .wrongKind(expected: .object, found: .string)),
        ] as [(String, DocumentError)])
    func refusesOtherNumber(document: String, expected: DocumentError) {
        #expect(throws: expected) { try Fixture.normalize(document) }
    }

    @Test(
        "what is no JSON document, wherever the fault stands",
        arguments: [
            ("", .empty, 0, "$"), ("<html>", .unexpectedByte, 0, "$"),
            (#"{"msisdn":"4790000001""#, .unexpectedEnd, 22, "$.msisdn"),
            (#"{"msisdn":"4790000001"} x"#, .trailingContent, 24, "$"),
            (#"{"msisdn":"4790000001","new":[1,{"a":01}]}"#, .invalidNumber, 38, "$.new[1].a"),
            (
                #"{"settings":[{},{"active":tru}],"msisdn":"4790000001"}"#, .unexpectedByte, 29,
                "$.settings[1].active"
            ),
        ] as [(String, JSONError.Kind, Int, String)])
    func refusesMalformed(document: String, kind: JSONError.Kind, offset: Int, path: String) {
        #expect(throws: DocumentError.malformed(JSONError(kind: kind, offset: offset, path: path))) {
            try Fixture.normalize(document)
        }
    }

    @Test(
        "the msisdn may come in any spelling that needs no guess",
        arguments: [
            #""+4790000001""#, #""004790000001""#, #"" 4790000001""#, #""4790000001 ""#, #""47 900 00 001""#,
            #""4790000001.0""#, "4790000001.0", "4790000001.00", "\"47\u{A0}90000001\"",
        ])
    func acceptsSpelling(json: String) throws {
        let read = try Fixture.normalize(Fixture.document(#""msisdn":\#(json)"#))
        #expect(read.msisdn == asked)
        #expect(read.anomalies.isEmpty)
    }

    @Test("the msisdn may come as a number, and last")
    func acceptsNumber() throws {
        let read = try Fixture.normalize(#"{"simCards":[{"msisdn":1}],"msisdn":4790000001}"#)
        #expect(read.msisdn == asked)
        #expect(read.simCards.map(\.msisdn) == [asked])
    }
}
