import Crypto
import MirrorCore
import Normalizer
import PullJSON
import Testing

@Suite("Pages of lists")
struct ListTests {
    private func page(_ json: String) throws -> ListPage {
        let bytes = Array(json.utf8)
        return try Normalizer.readPage(bytes.span.bytes)
    }

    @Test("a page gives its numbers in order, doubles included, and counts what it cannot read")
    func readsPage() throws {
        let json = """
            [{"msisdn":"4790000002","type":{"id":1}}, {"msisdn":4790000001}, {"msisdn":"x"}, {}, "4790000003",
             {"msisdn":"4790000002"}, {"msisdn":"x","simCards":[{"msisdn":"4790000009"}],"msisdn":"4790000004"}, {"msisdn":null}]
            """
        let read = try page(json)
        var expected = ListPage()
        expected.rowCount = 8
        expected.msisdns = ["4790000002", "4790000001", "4790000002", "4790000004"].map(Fixture.msisdn)
        expected.unreadableCount = 4
        expected.anomalies = [
            Anomaly(path: "$[]", kind: .unreadableValue, example: #""9999999999""#),
            Anomaly(path: "$[].msisdn", kind: .missingRequired, count: 2),
            Anomaly(path: "$[].msisdn", kind: .unreadableValue, example: #""a""#),
        ]
        expected.fingerprint = Array(SHA256.hash(data: Array(json.utf8)))
        #expect(read == expected)
    }

    @Test("an empty page is a page")
    func readsEmptyPage() throws {
        let empty = try page("[]")
        let padded = try page(" []")
        #expect(empty.rowCount == 0)
        #expect(empty.fingerprint != padded.fingerprint)
    }

    @Test("what is no list is refused", arguments: ["{}", "null", "[", "", #"[{"msisdn":"1"},]"#, "[] []"])
    func refuses(json: String) {
        #expect(throws: DocumentError.self) { try page(json) }
        #expect(throws: DocumentError.self) {
            let bytes = Array(json.utf8)
            _ = try Normalizer.readAccounts(bytes.span.bytes)
        }
    }

    @Test("a list entry gives the rows it holds and misses nothing")
    func readsEntry() throws {
        let bytes = Array(#"{"status":"ACTIVE","msisdn":4790000001,"type":{"id":7}}"#.utf8)
        let read = try Normalizer.normalize(listEntry: bytes.span.bytes, language: "no")
        var expected = SubscriptionRow(msisdn: asked)
        expected.status = "ACTIVE"
        expected.subscriptionTypeID = 7
        #expect(read.subscription == expected)
        #expect(read.anomalies.isEmpty)
        let nobody = Array(#"{"status":"ACTIVE"}"#.utf8)
        #expect(throws: DocumentError.msisdnMissing) {
            _ = try Normalizer.normalize(listEntry: nobody.span.bytes, language: "no")
        }
    }

    @Test("accounts are read with their owners; one without a readable id is counted and left out")
    func readsAccounts() throws {
        let json = """
            [{"id":12345678,"accountReference1":"","accountReference2":7,"accountReference3":null,"status":"OPEN",
              "type":"NORMAL","owner":{"orgNumber":"910000001","name":"Ås Rør AS"},"invoice":{"x":1},"personalPayer":"N/A"},
             {"id":"00000012","owner":{"orgNumber":"910000001","address":{}},"new":1},
             {"id":"N/A"}, {"id":1.5}, {"owner":{"orgNumber":"910000002"}}, null, {"id":""}, {"id":"4/../5"}]
            """
        let bytes = Array(json.utf8)
        let read = try Normalizer.readAccounts(bytes.span.bytes)
        var first = AccountRow(id: "12345678")
        (first.reference1, first.reference2, first.status, first.type) = ("", "7", "OPEN", "NORMAL")
        (first.ownerOrgNumber, first.ownerName) = ("910000001", "Ås Rør AS")
        var second = AccountRow(id: "00000012")
        second.ownerOrgNumber = "910000001"
        var owner = OrganizationRow(orgNumber: "910000001")
        owner.name = "Ås Rør AS"
        owner.address = OrganizationRow.Address()
        #expect(read.rowCount == 8)
        #expect(read.unreadableCount == 6)
        #expect(read.accounts == [first, second])
        #expect(read.organizations == [owner, OrganizationRow(orgNumber: "910000002")])
        #expect(
            read.anomalies.map(\.line) == [
                "$[] unreadable_value 1 null", "$[].id missing_required 1", #"$[].id unreadable_value 4 """#,
                "$[].new unknown_key 1 9",
            ])
    }
}
