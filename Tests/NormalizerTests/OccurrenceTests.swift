import MirrorCore
import Normalizer
import Testing

@Suite("Rows that share an identity")
struct OccurrenceTests {
    @Test("a setting that stands twice is numbered by its content")
    func numbersSettings() throws {
        let read = try Fixture.normalize(
            Fixture.document(
                """
                "settings":[{"id":1,"name":"b"},{"id":1,"name":"a","active":true},{"id":2},{"id":1,"name":"a","active":false},
                 {"id":1},{"id":1,"name":"a"}]
                """))
        func row(_ id: Int64, _ occurrence: Int, _ name: String? = nil, _ active: Bool? = nil) -> SettingRow {
            var row = SettingRow(msisdn: asked, settingID: id)
            (row.occurrence, row.name, row.active) = (occurrence, name, active)
            return row
        }
        #expect(
            read.settings == [
                row(1, 1), row(1, 2, "a"), row(1, 3, "a", false), row(1, 4, "a", true), row(1, 5, "b"),
                row(2, 1),
            ])
    }

    @Test("a SIM card is known by its ICCID, else by its own number")
    func numbersSimCards() throws {
        let read = try Fixture.normalize(
            Fixture.document(
                """
                "simCards":[{"iccId":"89","msisdn":"2"},{"msisdn":"7","type":"b"},{"iccId":"89","msisdn":"1"},
                 {"msisdn":"7","type":"a"},{},{"msisdn":"6"},{"iccId":"88"},{"type":"x"}]
                """))
        func row(_ icc: String?, _ occurrence: Int, _ number: String?, _ type: String?) -> SimCardRow {
            SimCardRow(msisdn: asked, iccID: icc, occurrence: occurrence, simMsisdn: number, type: type)
        }
        #expect(
            read.simCards == [
                row(nil, 1, nil, nil), row(nil, 2, nil, "x"), row(nil, 1, "6", nil), row(nil, 1, "7", "a"),
                row(nil, 2, "7", "b"), row("88", 1, nil, nil), row("89", 1, "1", nil), row("89", 2, "2", nil),
            ])
    }

    @Test("quotas and bindings are numbered within their names; numbers are compared as numbers")
    func numbersTerms() throws {
        let read = try Fixture.normalize(
            Fixture.document(
                """
                "type":{"id":1,"bindings":[{"name":"b","type":"t"},{"name":"a"},{"name":"b","type":"t"}],
                 "usageQuoutas":[{"name":"q","value":1e1},{"name":"q","value":9.5},{"name":"q","unit":"MB","value":1},
                  {"name":"q"},{"name":"q","value":10},{"name":"q","value":9}]}
                """))
        var bindings = [("a", nil), ("b", "t"), ("b", "t")].map { name, type in
            SubscriptionBindingRow(msisdn: asked, name: name, type: type)
        }
        bindings[2].occurrence = 2
        #expect(read.bindings == bindings)
        #expect(
            read.usageQuotas.map { [$0.values[2], $0.values[5], $0.values[6]] } == [
                [.null, .integer(1), .null], [.null, .integer(2), .integer(9)],
                [.null, .integer(3), .real(9.5)],
                [.null, .integer(4), .integer(10)], [.null, .integer(5), .real(10)],
                [.text("MB"), .integer(1), .integer(1)],
            ])
    }

    @Test("twin add-ons that differ only in their children are numbered by these, in every order")
    func numbersTwinsByChildren() throws {
        let twins = [
            #"{"id":5,"orderTypes":["NEW","CHANGE","NEW"]}"#, #"{"id":5,"orderTypes":["CHANGE"]}"#,
            #"{"id":5,"usageQuotas":[{"name":"q","value":2},{"name":"q","value":1}]}"#,
            #"{"id":5,"usageQuotas":[{"name":"q","value":1}]}"#, #"{"id":5,"bindings":[{"name":"b"}]}"#,
            #"{"id":5}"#,
        ]
        var orders = [twins, twins.reversed()]
        for shift in 1..<twins.count { orders.append(Array(twins[shift...] + twins[..<shift])) }
        let read = try orders.map {
            try Fixture.normalize(Fixture.document(#""addOnProducts":[\#($0.joined(separator: ","))]"#))
        }
        for other in read.dropFirst() { #expect(other == read[0]) }
        #expect(read[0].addOns.map(\.occurrence) == [1, 2, 3, 4, 5, 6])
        #expect(
            read[0].addOnOrderTypes.map { [$0.addOnOccurrence.description, $0.orderType] } == [
                ["2", "CHANGE"], ["3", "CHANGE"], ["3", "NEW"],
            ])
        #expect(
            read[0].addOnUsageQuotas.map {
                [Value($0.addOnOccurrence), Value($0.quota.occurrence), $0.quota.value]
            } == [
                [.integer(4), .integer(1), .integer(1)], [.integer(5), .integer(1), .integer(1)],
                [.integer(5), .integer(2), .integer(2)],
            ])
        #expect(read[0].addOnBindings.map(\.addOnOccurrence) == [6])
    }

    @Test("names that look alike but have other bytes are two identities")
    func comparesBytes() throws {
        let read = try Fixture.normalize(
            Fixture.document(
                #""simCards":[{"iccId":"e\u0301"},{"iccId":"\u00e9"}]"#,
                #""type":{"id":1,"texts":[{"type":"T","value":"e\u0301"},{"type":"T","value":"\u00e9"},{"type":"T","value":"\u00e9"}]}"#
            ))
        #expect(read.simCards.map(\.occurrence) == [1, 1])
        #expect(
            read.texts.map { $0.texts.map { Array($0.value.utf8) } } == [
                [[0x65, 0xCC, 0x81], [0xC3, 0xA9]]
            ])
    }
}
