import MirrorCore
import Normalizer
import TestSupport
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
        #expect(
            doubled.rows.map(\.cells) == single.rows.map(\.cells)
                && doubled.subscription == single.subscription)
        #expect(doubled.subscriptionType == single.subscriptionType)
        #expect(
            doubled.anomalyLines == [
                "$.msisdn duplicate_key 1", "$.new duplicate_key 1", "$.new unknown_key 1 9",
                "$.owner duplicate_key 1",
                "$.settings duplicate_key 1", "$.status duplicate_key 1", "$.type duplicate_key 1",
                "$.type.id duplicate_key 1", "$.validFromDate duplicate_key 1",
            ])
    }

    @Test("a list's row with two numbers that differ has none; the same number in any spelling is counted")
    func judgesLists() throws {
        let json = """
            [{"msisdn":"4790000001","msisdn":"4790000002"},{"msisdn":"x","msisdn":"y","msisdn":"4790000001"},
             {"msisdn":"4790000002","msisdn":"+47 900 00 002","msisdn":4790000002},{"msisdn":"4790000001","msisdn":null},
             {"msisdn":"4790000001","msisdn":"4790000002","msisdn":"4790000001"}]
            """
        let bytes = Array(json.utf8)
        let page = try Normalizer.readPage(bytes.span.bytes)
        #expect(page.msisdns == [Fixture.msisdn("4790000002")])
        #expect(page.unreadableCount == 4)
        #expect(
            page.anomalies.map(\.line) == [
                "$[].msisdn duplicate_key 8", "$[].msisdn missing_required 1",
                #"$[].msisdn unreadable_value 4 "a""#,
            ])
    }

    @Test("an account with two ids that differ has none; the same id twice is counted")
    func judgesAccounts() throws {
        let json = """
            [{"id":"10000001","status":"OPEN","id":"10000002"},{"id":10000003,"id":"10000003","status":"x","status":"OPEN"},
             {"id":"N/A","id":10000004}]
            """
        let bytes = Array(json.utf8)
        let page = try Normalizer.readAccounts(bytes.span.bytes)
        var account = AccountRow(id: "10000003")
        account.status = "OPEN"
        #expect(page.accounts == [account])
        #expect(page.unreadableCount == 2)
        #expect(
            page.anomalies.map(\.line) == [
                "$[].id duplicate_key 3", #"$[].id unreadable_value 2 "A/A""#, "$[].status duplicate_key 1",
            ])
    }

    @Test("places are told apart up to a hundred")
    func boundsPlaces() throws {
        let letters = "abcdefghijklmnopqrst".map { String($0) }
        let names = letters.flatMap { first in letters.prefix(15).map { first + $0 } }
        let keys = names.map { "\"\($0)\":1,\"\($0)\":2" }
        let read = try Fixture.normalize(Fixture.document(keys.joined(separator: ",")))
        let doubled = read.anomalies.filter { $0.kind == .duplicateKey }
        #expect(doubled.count == 101)
        #expect(doubled.map(\.count).reduce(0, +) == 300)
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
        #expect(read.anomalies.count == 40)
        #expect(read.anomalies.allSatisfy { $0.count == 1 })
        #expect(read.anomalies.count { $0.kind == .unknownKey } == 20)
    }
}
