import MirrorCore
import Normalizer
import TestSupport
import Testing

@Suite("How arrays and objects are read")
struct StructureReadingTests {
    @Test(
        "an array is a list, nothing, or a counted placeholder",
        arguments: [
            ("[]", []), ("null", []), (#""array""#, [#" unreadable_value 1 "aaaaa""#]),
            ("7", [" unreadable_value 1 9"]),
            ("true", [" unreadable_value 1 true"]), (#"{"id":1}"#, [" unreadable_value 1 object"]),
            (#"[null,"x",1,[]]"#, ["[] unreadable_value 4 \"a\""]),
        ],
        ["simCards", "settings", "addOnProducts"])
    func readsArray(value: (json: String, lines: [String]), key: String) throws {
        let read = try Fixture.normalize(Fixture.document(#""\#(key)":\#(value.json)"#))
        #expect(read.rows.allSatisfy { $0.cells.isEmpty })
        #expect(read.anomalyLines == value.lines.map { "$.\(key)\($0)" })
    }

    @Test("elements that are not objects are left out, their neighbours are not")
    func skipsElements() throws {
        let read = try Fixture.normalize(Fixture.document(#""settings":["x",{"id":2},null,{"id":1},[]]"#))
        #expect(
            read.settings == [
                SettingRow(msisdn: asked, settingID: 1), SettingRow(msisdn: asked, settingID: 2),
            ])
        #expect(read.anomalyLines == [#"$.settings[] unreadable_value 3 "a""#])
    }

    @Test("what is promised and missing is counted, absent or null alike")
    func countsMissing() throws {
        let absent = try Fixture.normalize(#"{"msisdn":"4790000001"}"#)
        let null = try Fixture.normalize(
            #"{"msisdn":"4790000001","type":null,"owner":null,"status":null,"validFromDate":null,"user":null}"#
        )
        let lines = ["owner", "status", "type", "validFromDate"].map { "$.\($0) missing_required 1" }
        #expect(absent.anomalyLines == lines)
        #expect(null.anomalyLines == lines)
        #expect(absent.contentHash == null.contentHash)
    }

    @Test("what is promised inside settings, add-ons, texts, type and organizations is counted too")
    func countsMissingInside() throws {
        let read = try Fixture.normalize(
            Fixture.document(
                #""type":{"texts":[{"type":"A"},{"value":"b"},{"type":true,"value":"c"},{"type":"D","value":"d"}]}"#,
                #""settings":[{},{"id":null,"texts":[{"type":"A","value":"a"}]},{"id":"x"}]"#,
                #""addOnProducts":[{"bindings":[{"name":"n"}]}]"#,
                #""user":{"organization":{"name":"Ås Rør AS"}}"#))
        #expect(
            read.anomalyLines == [
                "$.addOnProducts[].id missing_required 1", "$.settings[].id missing_required 2",
                #"$.settings[].id unreadable_value 1 "a""#, "$.type.id missing_required 1",
                "$.type.texts[].type missing_required 1", "$.type.texts[].type unreadable_value 1 true",
                "$.type.texts[].value missing_required 1", "$.user.organization.orgNumber missing_required 1",
            ])
        #expect(read.settings.isEmpty && read.addOns.isEmpty && read.addOnBindings.isEmpty)
        #expect(read.organizations.isEmpty && read.texts.isEmpty && read.subscriptionType == nil)
        var user = PartyRow(msisdn: asked, role: .user, kind: .organization)
        user.organizationName = "Ås Rør AS"
        #expect(read.parties == [user])
    }

    @Test(
        "a placeholder for an object is counted and is no party", arguments: ["\"N/A\"", "[]", "1", "false"])
    func readsPlaceholderObject(json: String) throws {
        let read = try Fixture.normalize(
            Fixture.document(#""user":\#(json)"#, #""payer":{"person":\#(json)}"#, #""type":\#(json)"#))
        #expect(read.parties.isEmpty)
        #expect(read.anomalies.map(\.path) == ["$.payer.person", "$.type", "$.user"])
        #expect(read.anomalies.allSatisfy { $0.kind == .unreadableValue })
    }

    @Test("a party is a person, an organization, or a person with an org_number")
    func readsParties() throws {
        let read = try Fixture.normalize(
            Fixture.document(
                #""user":{"person":{"firstName":"Åse","middleName":"","lastName":"Fjell","birthDate":"01.02.1980"}}"#,
                #""payer":{"person":{},"organization":{"orgNumber":910000001,"name":"Ås Rør AS"}}"#,
                #""owner":{"organization":{"orgNumber":"910000001","address":{"postalPlace":"ÅS"}}}"#))
        var user = PartyRow(msisdn: asked, role: .user, kind: .person)
        (user.firstName, user.middleName, user.lastName, user.birthDate) = ("Åse", "", "Fjell", "1980-02-01")
        var payer = PartyRow(msisdn: asked, role: .payer, kind: .person)
        payer.orgNumber = "910000001"
        var owner = PartyRow(msisdn: asked, role: .owner, kind: .organization)
        owner.orgNumber = "910000001"
        var organization = OrganizationRow(orgNumber: "910000001")
        organization.name = "Ås Rør AS"
        organization.address = OrganizationRow.Address()
        organization.address?.postalPlace = "ÅS"
        #expect(read.parties == [user, payer, owner])
        #expect(read.organizations == [organization])
        #expect(read.anomalies.isEmpty)
    }

    @Test(
        "a placeholder is no organization's number: each keeps its own name with its own party, and is counted",
        arguments: [
            #""""#, #""N/A""#, #""0""#, "0", #""-""#, #""ukjent""#, #""000000000""#, #""null""#, #"" ""#,
            #""00 000""#,
        ])
    func placeholderNumber(json: String) throws {
        let read = try Fixture.normalize(
            Fixture.document(
                #""payer":{"organization":{"orgNumber":\#(json),"name":"FIRMA A"}}"#,
                #""owner":{"organization":{"orgNumber":\#(json),"name":"FIRMA B"}}"#))
        var payer = PartyRow(msisdn: asked, role: .payer, kind: .organization)
        payer.organizationName = "FIRMA A"
        var owner = PartyRow(msisdn: asked, role: .owner, kind: .organization)
        owner.organizationName = "FIRMA B"
        #expect(read.parties == [payer, owner])
        #expect(read.organizations.isEmpty)
        #expect(
            read.anomalies.map(\.path) == [
                "$.owner.organization.orgNumber", "$.payer.organization.orgNumber",
            ])
        #expect(read.anomalies.allSatisfy { $0.kind == .unreadableValue })
    }

    @Test("an organization without a number keeps its name, one with a number has it in its own row")
    func missingNumber() throws {
        let read = try Fixture.normalize(
            Fixture.document(
                #""user":{"person":{},"organization":{"name":"Ås Rør ANS"}}"#,
                #""owner":{"organization":{"orgNumber":"NO 910 000 001","name":"Ås Rør AS"}}"#))
        #expect(read.parties.map(\.organizationName) == ["Ås Rør ANS", nil])
        #expect(read.parties.map(\.kind) == [.person, .organization])
        #expect(read.organizations.map(\.name) == ["Ås Rør AS"])
    }

    @Test("an account whose owner has a placeholder for a number keeps the owner's name")
    func placeholderOwner() throws {
        let bytes = Array(#"[{"id":1,"owner":{"orgNumber":"N/A","name":"FIRMA A"}}]"#.utf8)
        let page = try Normalizer.readAccounts(bytes.span.bytes)
        #expect(page.accounts.map(\.ownerOrgNumber) == [nil])
        #expect(page.accounts.map(\.ownerName) == ["FIRMA A"])
        #expect(page.organizations.isEmpty && page.unreadableCount == 0)
    }

    @Test(
        "a text that is none is unknown and counted, and the rest of the document is read",
        arguments: [
            Array(#"Kari \ud83d"#.utf8), [0x4B, 0xE5, 0x72, 0x69], Array("Ka\u{1}ri".utf8),
            Array("Ka\nri".utf8),
            Array(#"\q"#.utf8),
        ] as [[UInt8]])
    func unreadableText(text: [UInt8]) throws {
        let document =
            Array(
                #"{"msisdn":"4790000001","status":"ACTIVE","validFromDate":"2020-02-29","type":{"id":1},"#
                    .utf8)
            + Array(#""owner":{},"unknown":""#.utf8) + text
            + Array(#"","user":{"person":{"firstName":""#.utf8) + text
            + Array(#"","lastName":"Fjell"}},"addOnProducts":[{"id":7,"cancellable":""#.utf8) + text
            + Array(#"","validTo":""#.utf8) + text + Array(#"","orderTypes":["NEW",""#.utf8) + text
            + Array(#""]}],"simCards":[{"iccId":""#.utf8) + text + Array(#"","type":"MAIN"}]}"#.utf8)
        let read = try Normalizer.normalize(detail: document.span.bytes, asked: asked, language: "no")
        #expect(read.parties.map(\.firstName) == [nil])
        #expect(read.parties.map(\.lastName) == ["Fjell"])
        #expect(read.addOns.map(\.productID) == [7])
        #expect(read.addOns.map(\.validTo) == [nil])
        #expect(read.addOnOrderTypes.map(\.orderType) == ["NEW"])
        #expect(read.simCards.map(\.type) == ["MAIN"])
        #expect(
            read.anomalies.map { "\($0.path) \($0.kind.rawValue)" } == [
                "$.addOnProducts[].cancellable unreadable_value",
                "$.addOnProducts[].orderTypes[] unreadable_value",
                "$.addOnProducts[].validTo unreadable_value", "$.simCards[].iccId unreadable_value",
                "$.unknown unknown_key", "$.user.person.firstName unreadable_value",
            ])
        let examples = read.anomalies.compactMap(\.example)
        #expect(examples.allSatisfy { !$0.contains("Ka") && !$0.contains("ri") })
    }

    @Test("of one organization that several parties name, the owner's word counts, then the payer's")
    func believesTheOwner() throws {
        let read = try Fixture.normalize(
            Fixture.document(
                #""user":{"organization":{"orgNumber":"910000001","name":"U","address":{"postalPlace":"U"}}}"#,
                #""payer":{"organization":{"orgNumber":"910000001","name":"P","address":{"postalPlace":"P"}}}"#,
                #""owner":{"organization":{"orgNumber":"910000001","address":{"postalPlace":"O"}}}"#))
        var organization = OrganizationRow(orgNumber: "910000001")
        organization.name = "P"
        organization.address = OrganizationRow.Address()
        organization.address?.postalPlace = "O"
        #expect(read.organizations == [organization])
    }

    @Test("unknown keys are counted by name, except names that could be somebody's")
    func countsUnknownKeys() throws {
        let read = try Fixture.normalize(
            Fixture.document(
                #""Status":"x""#, #""newKey":{"status":[1,2]}"#, #""4790000002":1"#, #""Kari Fjell":null"#,
                #""settings":[{"id":1,"newKey":true},{"id":2,"newKey":false}]"#,
                #""payer":{"person":{"firstname":"x"}}"#))
        #expect(
            read.anomalyLines == [
                "$.? unknown_key 2 9", #"$.Status unknown_key 1 "a""#, "$.newKey unknown_key 1 object",
                "$.payer.person.firstname unknown_key 1 \"a\"", "$.settings[].newKey unknown_key 2 false",
            ])
    }

    @Test("a thousand unknown keys give a bounded number of anomalies that still count all")
    func boundsUnknownKeys() throws {
        let letters = Array("abcdefghij")
        let keys = (0..<1000).map { "\"\(letters[$0 / 100])\(letters[$0 / 10 % 10])\(letters[$0 % 10])\":1" }
        let read = try Fixture.normalize(Fixture.document(keys.joined(separator: ",")))
        #expect(read.anomalies.count <= 101)
        #expect(read.anomalies.reduce(0) { $0 + $1.count } == 1000)
    }

    @Test("both spellings of the usage quotas are read, and as one when both come")
    func readsBothSpellings() throws {
        let one = try Fixture.normalize(
            Fixture.document(
                #""type":{"id":1,"usageQuotas":[{"name":"a"}]}"#,
                #""addOnProducts":[{"id":2,"usageQuoutas":[{"name":"b"}]}]"#))
        let other = try Fixture.normalize(
            Fixture.document(
                #""type":{"id":1,"usageQuoutas":[{"name":"a"}],"usageQuotas":[{"name":"a"}]}"#,
                #""addOnProducts":[{"id":2,"usageQuotas":[{"name":"b"}]}]"#))
        #expect(one.usageQuotas.map(\.quota.name) == ["a"])
        #expect(one.addOnUsageQuotas.map(\.quota.name) == ["b"])
        #expect(one == other)
    }
}
