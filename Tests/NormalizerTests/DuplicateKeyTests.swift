import MirrorCore
import Normalizer
import Testing

@Suite("Keys that stand twice in one object")
struct DuplicateKeyTests {
    @Test("the last one wins, wholly")
    func lastWins() throws {
        let doubled = try Fixture.normalize(
            """
            {"msisdn":"4790000009","status":7,"settings":[{"id":1,"active":"N/A"},{"id":2}],"owner":"x",
             "type":{"id":1,"name":"old"},"validFromDate":"x","type":{"id":2,"id":3},"n\\u0065w":1,"new":2,
             "validFromDate":"2020-02-29","owner":{},"settings":[{"id":3}],"msisdn":"4790000001","st\\u0061tus":"ACTIVE"}
            """)
        let single = try Fixture.normalize(
            """
            {"msisdn":"4790000001","status":"ACTIVE","settings":[{"id":3}],"owner":{},"type":{"id":3},
             "validFromDate":"2020-02-29","new":2}
            """)
        #expect(doubled == single)
        #expect(doubled.anomalyLines == ["$.new unknown_key 1 9"])
    }

    @Test("a number that was overwritten does not make a document that of another")
    func refusesOverwritten() {
        #expect(throws: DocumentError.anotherNumber) {
            try Fixture.normalize(
                Fixture.document(#""msisdn":"4790000009""#, #""msisdn":"4790000001","msisdn":"4790000009""#))
        }
    }

    @Test("of forty unknown keys, the doubled ones count once")
    func countsUnknownOnce() throws {
        let keys = (0..<40).map { "\"\(String(repeating: "k", count: 1 + $0 / 2))\":\($0)" }
        let read = try Fixture.normalize(Fixture.document(keys.joined(separator: ",")))
        #expect(read.anomalies.count == 20)
        #expect(read.anomalies.allSatisfy { $0.count == 1 && $0.kind == .unknownKey })
    }
}
