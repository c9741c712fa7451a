import Foundation
import Sandbox

/// The rows that a reader finds in served details by following the rules.
struct ServedRows {
    private(set) var rows: [TruthRelation: Set<[TruthValue]>] = [:]
    private var language: String

    init(language: String) { self.language = language }

    private mutating func add(_ relation: TruthRelation, _ row: [TruthValue]) {
        rows[relation, default: []].insert(row)
    }

    mutating func read(_ detail: JSONValue, account: TruthValue) {
        typealias Rules = ReadingRules
        let msisdn = Rules.text(detail["msisdn"])
        let type = Rules.object(detail["type"])
        add(
            .subscription,
            [
                msisdn, Rules.text(detail["status"]), Rules.integer(type?["id"]),
                Rules.text(detail["userReference1"]), Rules.text(detail["userReference2"]),
                Rules.text(detail["userReference3"]), Rules.date(detail["validFromDate"]),
                Rules.date(detail["validToDate"]), account,
            ])
        if let type { read(type: type, msisdn: msisdn) }
        for role in ["user", "payer", "owner"] {
            guard let party = Rules.object(detail[role]) else { continue }
            read(party: party, role: role, msisdn: msisdn)
        }
        read(sims: Rules.objects(detail["simCards"]), msisdn: msisdn)
        read(settings: Rules.objects(detail["settings"]), msisdn: msisdn)
        read(addOns: Rules.objects(detail["addOnProducts"]), msisdn: msisdn)
    }

    /// Also reads entries of the catalogue, which have no number.
    mutating func read(type: JSONValue, msisdn: TruthValue?) {
        typealias Rules = ReadingRules
        let id = Rules.integer(type["id"])
        add(
            .subscriptionType,
            [id, Rules.text(type["name"]), Rules.text(type["paymentType"]), Rules.text(type["accessType"])])
        read(texts: type["texts"], owner: "subscription_type", id: id)
        guard let msisdn else { return }
        for row in Self.bindings(type) { add(.subscriptionBinding, [msisdn] + row) }
        for row in Self.quotas(type) { add(.subscriptionUsageQuota, [msisdn] + row) }
    }

    private mutating func read(texts: JSONValue?, owner: String, id: TruthValue) {
        for text in ReadingRules.objects(texts) {
            let type = ReadingRules.text(text["type"])
            let value = ReadingRules.text(text["value"])
            guard type != .null, value != .null else { continue }
            add(.productText, [.text(owner), id, .text(language), type, value])
        }
    }

    private mutating func read(party: JSONValue, role: String, msisdn: TruthValue) {
        typealias Rules = ReadingRules
        let person = Rules.object(party["person"])
        let organization = Rules.object(party["organization"])
        guard person != nil || organization != nil else { return }
        add(
            .party,
            [
                msisdn, .text(role), .text(person == nil ? "organization" : "person"),
                Rules.text(person?["firstName"]), Rules.text(person?["middleName"]),
                Rules.text(person?["lastName"]), Rules.date(person?["birthDate"]),
                Rules.text(organization?["orgNumber"]), .null,
            ])
        if let organization { read(organization: organization) }
    }

    mutating func read(organization: JSONValue) {
        typealias Rules = ReadingRules
        let address = Rules.object(organization["address"])
        let keys = ["streetName", "streetNumber", "entranceCode", "postalCode", "postalPlace"]
        add(
            .organization,
            [Rules.text(organization["orgNumber"]), Rules.text(organization["name"])]
                + keys.map { Rules.text(address?[$0]) })
    }

    private mutating func read(sims: [JSONValue], msisdn: TruthValue) {
        typealias Rules = ReadingRules
        let numbered = Rules.numbered(
            sims,
            identity: { sim in
                let icc = Rules.text(sim["iccId"])
                return icc == .null ? [.null, Rules.text(sim["msisdn"])] : [icc]
            },
            content: { [Rules.text($0["msisdn"]), Rules.text($0["type"])] })
        for (sim, occurrence) in numbered {
            add(
                .simCard,
                [
                    msisdn, Rules.text(sim["iccId"]), .integer(Int64(occurrence)), Rules.text(sim["msisdn"]),
                    Rules.text(sim["type"]),
                ])
        }
    }

    private mutating func read(settings: [JSONValue], msisdn: TruthValue) {
        typealias Rules = ReadingRules
        let content = { (setting: JSONValue) in
            [Rules.text(setting["name"])]
                + ["active", "canActivate", "canDeactivate"].map { Rules.flag(setting[$0]) }
        }
        let numbered = Rules.numbered(settings, identity: { [Rules.integer($0["id"])] }, content: content)
        for (setting, occurrence) in numbered {
            let id = Rules.integer(setting["id"])
            add(.setting, [msisdn, id, .integer(Int64(occurrence))] + content(setting))
            read(texts: setting["texts"], owner: "setting", id: id)
        }
    }

    private mutating func read(addOns: [JSONValue], msisdn: TruthValue) {
        typealias Rules = ReadingRules
        let content = { (addOn: JSONValue) in
            [Rules.text(addOn["name"]), Rules.flag(addOn["cancellable"]), Rules.date(addOn["validTo"])]
        }
        let numbered = Rules.numbered(
            addOns, identity: { [Rules.integer($0["id"])] }, content: content,
            tail: { [Self.bindings($0), Self.quotas($0), Self.orderTypes($0).map { [$0] }] })
        for (addOn, occurrence) in numbered {
            let id = Rules.integer(addOn["id"])
            let identity = [msisdn, id, .integer(Int64(occurrence))]
            add(.addOn, identity + content(addOn))
            for row in Self.bindings(addOn) { add(.addOnBinding, identity + row) }
            for row in Self.quotas(addOn) { add(.addOnUsageQuota, identity + row) }
            for type in Self.orderTypes(addOn) { add(.addOnOrderType, identity + [type]) }
            read(texts: addOn["texts"], owner: "add_on", id: id)
        }
    }

    private static func orderTypes(_ addOn: JSONValue) -> [TruthValue] {
        Set((addOn["orderTypes"]?.elements ?? []).map { ReadingRules.text($0) }.filter { $0 != .null })
            .sorted()
    }

    private static func bindings(_ parent: JSONValue) -> [[TruthValue]] {
        let key = { (binding: JSONValue) in
            [ReadingRules.text(binding["name"]), ReadingRules.text(binding["type"])]
        }
        let numbered = ReadingRules.numbered(
            ReadingRules.objects(parent["bindings"]), identity: key, content: { _ in [] })
        return numbered.map { key($0.item) + [.integer(Int64($0.occurrence))] }
            .sorted { $0.lexicographicallyPrecedes($1) }
    }

    private static func quotas(_ parent: JSONValue) -> [[TruthValue]] {
        let key = { (quota: JSONValue) in
            ["name", "unit", "trafficType", "quotaType"].map { ReadingRules.text(quota[$0]) }
        }
        let content = { (quota: JSONValue) in
            [ReadingRules.amount(quota["value"]), ReadingRules.date(quota["validTo"])]
        }
        let list = ReadingRules.objects(parent["usageQuoutas"]) + ReadingRules.objects(parent["usageQuotas"])
        return ReadingRules.numbered(list, identity: key, content: content)
            .map { key($0.item) + [.integer(Int64($0.occurrence))] + content($0.item) }
            .sorted { $0.lexicographicallyPrecedes($1) }
    }
}
