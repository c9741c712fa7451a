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
             {"msisdn":"4790000002"}, {"msisdn":"+4790000004","simCards":[{"msisdn":"4790000009"}],"msisdn":"4790000004"}, {"msisdn":null}]
            """
        let read = try page(json)
        var expected = ListPage()
        expected.msisdns = ["4790000002", "4790000001", "4790000002", "4790000004"].map(Fixture.msisdn)
        expected.unreadableCount = 4
        expected.anomalies = [
            Anomaly(path: "$[]", kind: .unreadableValue, example: #""9999999999""#),
            Anomaly(path: "$[].msisdn", kind: .duplicateKey),
            Anomaly(path: "$[].msisdn", kind: .missingRequired, count: 2),
            Anomaly(path: "$[].msisdn", kind: .unreadableValue, example: #""a""#),
        ]
        #expect(read == expected)
    }

    @Test("a page that is as large as a company can be interrupted")
    func interruptsPage() throws {
        let bytes = Array(("[" + String(repeating: "{},", count: 20_000) + "{}]").utf8)
        var looks = 0
        #expect(throws: DocumentError.interrupted) {
            try Normalizer.readPage(bytes.span.bytes) {
                looks += 1
                return looks == 2
            }
        }
        #expect(looks == 2)
        #expect(try Normalizer.readPage(bytes.span.bytes) { false }.unreadableCount == 20_001)
    }

    @Test(
        "an entry's number may be spelled in any way that needs no guess, the account's, too",
        arguments: [
            #""+4790000001""#, #""4790000001 ""#, #""4790000001.0""#, "4790000001.0", #""0047 900-00-001""#,
            #""tel:+47-900-00-001""#, "4.790000001e9", "4.790000001E+09", "4790000001e0", "47900000010.0e-1",
            "0.4790000001000e10",
        ])
    func readsSpelling(json: String) throws {
        let read = try page(#"[{"msisdn":\#(json)}]"#)
        #expect(read.msisdns == [asked])
        #expect(read.unreadableCount == 0 && read.anomalies.isEmpty)
        let bytes = Array(#"[{"id":" 10000001\u00a0"},{"id":10000002.0},{"id":1.0000003e7}]"#.utf8)
        let accounts = try Normalizer.readAccounts(bytes.span.bytes)
        #expect(accounts.accounts.map(\.id) == ["10000001", "10000002", "10000003"])
    }

    @Test(
        "an entry whose number would have to be guessed is counted",
        arguments: [
            #"{"phoneNumber":"4790000001"}"#, #"{"msisdn":"90000001"}"#, #"{"msisdn":90000001}"#,
            #"{"msisdn":"4790000001;4790000002"}"#, #"{"msisdn":"47900000o1"}"#,
            #"{"msisdn":4.7900000001e9}"#,
            #"{"msisdn":"4.790000001e9"}"#, #"{"msisdn":4790000001e99999999999}"#,
            #"{"msisdn":-4.790000001e9}"#,
            #"{"msisdn":4.790000001e-9}"#, #"{"msisdn":"4790000001","msisdn":"4790000002"}"#,
        ])
    func countsGuess(entry: String) throws {
        let read = try page("[\(entry)]")
        #expect(read.unreadableCount == 1 && read.msisdns.isEmpty)
        #expect(read.anomalies.count { $0.kind == .unreadableValue || $0.kind == .missingRequired } == 1)
    }

    /// A field that a list stores is NULL and counted; one that only the detail stores is counted there alone.
    @Test("a text that is none spoils no list; it is counted where the list stores it")
    func toleratesText() throws {
        let texts: [[UInt8]] = [Array(#"Lager \ud83d"#.utf8), [0x4C, 0xE5, 0x67], [0x4C, 0x01]]
        for text in texts {
            let list = Array(#"[{"userReference1":""#.utf8) + text + Array(#"","msisdn":"4790000001"}]"#.utf8)
            let read = try Normalizer.readPage(list.span.bytes)
            #expect(read.msisdns == [asked])
            #expect(read.unreadableCount == 0 && read.anomalies.isEmpty)
            let own = Array(#"[{"msisdn":""#.utf8) + text + Array(#""}]"#.utf8)
            #expect(try Normalizer.readPage(own.span.bytes).unreadableCount == 1)
            let accounts =
                Array(#"[{"invoice":""#.utf8) + text + Array(#"","id":1,"status":""#.utf8) + text
                + Array(#""}]"#.utf8)
            let page = try Normalizer.readAccounts(accounts.span.bytes)
            #expect(page.accounts == [AccountRow(id: "1")])
            #expect(page.anomalies.map(\.path) == ["$[].status"])
        }
    }

    @Test("an empty page is a page")
    func readsEmptyPage() throws {
        #expect(try page(" []") == ListPage())
    }

    @Test("what is no list is refused", arguments: ["{}", "null", "[", "", #"[{"msisdn":"1"},]"#, "[] []"])
    func refuses(json: String) {
        #expect(throws: DocumentError.self) { try page(json) }
        #expect(throws: DocumentError.self) {
            let bytes = Array(json.utf8)
            _ = try Normalizer.readAccounts(bytes.span.bytes)
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
