import MirrorCore
import Normalizer
import Testing

@Suite("The catalogue")
struct CatalogueTests {
    @Test("subscription types come once each, sorted, with their texts together")
    func readsTypes() throws {
        let json = """
            [{"id":9,"name":"Bedrift M","paymentType":"POSTPAID","accessType":"MOBILE","bindings":"array",
              "usageQuoutas":[{"value":"x"}],"texts":[{"type":"B","value":"b"},{"type":"A","value":"a"}]},
             {"id":"3","name":null}, {"name":"no id"}, "x", {"id":9,"name":"Bedrift A","texts":[{"type":"A","value":"a"}]}]
            """
        let bytes = Array(json.utf8)
        let read = try Normalizer.readSubscriptionTypes(bytes.span.bytes, language: "en")
        var expected = SubscriptionTypeList()
        expected.types = [SubscriptionTypeRow(id: 3), SubscriptionTypeRow(id: 9)]
        expected.types[1].name = "Bedrift A"
        expected.texts = [
            ProductTexts(
                owner: .subscriptionType, productID: 9, language: "en",
                texts: [.init(type: "A", value: "a"), .init(type: "B", value: "b")])
        ]
        expected.anomalies = [
            Anomaly(path: "$[]", kind: .unreadableValue, example: #""a""#),
            Anomaly(path: "$[].id", kind: .missingRequired),
        ]
        #expect(read == expected)
    }

    @Test("a key that stands twice is counted, and the last value taken, in types as in orderable add-ons")
    func countsDoubledKeys() throws {
        let types = Array(
            #"[{"id":8,"name":"old","id":9,"name":"new","texts":[{"type":"A","type":"B","value":"b"}]}]"#.utf8
        )
        let read = try Normalizer.readSubscriptionTypes(types.span.bytes, language: "en")
        #expect(read.types.map(\.id) == [9])
        #expect(read.types.map(\.name) == ["new"])
        #expect(read.texts.map(\.texts) == [[.init(type: "B", value: "b")]])
        #expect(
            read.anomalies.map(\.line) == [
                "$[].id duplicate_key 1", "$[].name duplicate_key 1", "$[].texts[].type duplicate_key 1",
            ])
        let addOns = Array(#"[{"id":4,"id":5,"name":"x","name":"y"},{"id":6,"id":6}]"#.utf8)
        let list = try Normalizer.readOrderableAddOns(addOns.span.bytes, msisdn: asked, language: "no")
        #expect(list.addOns.map(\.productID) == [5, 6])
        #expect(list.addOns.map(\.name) == ["y", nil])
        #expect(
            list.anomalies.map(\.line) == ["$[].id duplicate_key 2", "$[].name duplicate_key 1"])
    }

    @Test("orderable add-ons are rows of the number asked for")
    func readsOrderable() throws {
        let json = """
            [{"id":698,"name":"Tvilling","texts":[{"type":"A","value":"a"}],"usageQuotas":[],"bindings":[],
              "cancellable":"N/A","orderTypes":"N/A","validTo":"31.12.2027"},{"id":5,"cancellable":"true"}]
            """
        let bytes = Array(json.utf8)
        let read = try Normalizer.readOrderableAddOns(bytes.span.bytes, msisdn: asked, language: "no")
        var expected = OrderableAddOnList()
        expected.addOns = [
            OrderableAddOnRow(msisdn: asked, productID: 5), OrderableAddOnRow(msisdn: asked, productID: 698),
        ]
        expected.addOns[0].cancellable = true
        (expected.addOns[1].name, expected.addOns[1].validTo) = ("Tvilling", "2027-12-31")
        expected.texts = [
            ProductTexts(owner: .addOn, productID: 698, language: "no", texts: [.init(type: "A", value: "a")])
        ]
        expected.anomalies = [Anomaly(path: "$[].cancellable", kind: .unreadableValue, example: #""A/A""#)]
        #expect(read == expected)
    }
}
