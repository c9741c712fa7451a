import Foundation
import Sandbox

/// A JSON document that keeps its numbers' digits literally.
indirect enum LiteralJSON: Equatable {
    case text(String)
    case number(String)
    case word(String)
    case list([LiteralJSON])
    case object([String: LiteralJSON])

    private struct Reader {
        var rest: ArraySlice<UInt8>

        mutating func skip() {
            while let byte = rest.first, [32, 10, 13, 9].contains(byte) { rest = rest.dropFirst() }
        }

        /// Byte for byte: Foundation would drop a byte order mark.
        private static func unescaped(_ quoted: ArraySlice<UInt8>) -> String {
            var bytes: [UInt8] = []
            var rest = quoted
            while let byte = rest.popFirst() {
                guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
                    bytes.append(byte)
                    continue
                }
                guard escape == UInt8(ascii: "u") else {
                    bytes.append(escape)
                    continue
                }
                // The sandbox escapes only control characters this way.
                bytes.append(UInt8(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16) ?? 0x3F)
                rest = rest.dropFirst(4)
            }
            return String(decoding: bytes, as: UTF8.self)
        }

        mutating func value() -> LiteralJSON {
            skip()
            switch rest.first {
            case UInt8(ascii: "{"):
                var members: [String: LiteralJSON] = [:]
                rest = rest.dropFirst()
                while rest.first != UInt8(ascii: "}") {
                    guard case .text(let key) = value() else { return .word("broken") }
                    rest = rest.dropFirst()
                    members[key] = value()
                    if rest.first == UInt8(ascii: ",") { rest = rest.dropFirst() }
                }
                rest = rest.dropFirst()
                return .object(members)
            case UInt8(ascii: "["):
                var elements: [LiteralJSON] = []
                rest = rest.dropFirst()
                while rest.first != UInt8(ascii: "]") {
                    elements.append(value())
                    if rest.first == UInt8(ascii: ",") { rest = rest.dropFirst() }
                }
                rest = rest.dropFirst()
                return .list(elements)
            case UInt8(ascii: "\""):
                var end = rest.index(after: rest.startIndex)
                while rest[end] != UInt8(ascii: "\"") { end += rest[end] == UInt8(ascii: "\\") ? 2 : 1 }
                let text = Self.unescaped(rest[rest.index(after: rest.startIndex)..<end])
                rest = rest[(end + 1)...]
                return .text(text)
            default:
                let end = rest.firstIndex {
                    [UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]")].contains($0)
                }
                let text = String(decoding: rest[..<(end ?? rest.endIndex)], as: UTF8.self)
                rest = rest[(end ?? rest.endIndex)...]
                return ["null", "true", "false"].contains(text) ? .word(text) : .number(text)
            }
        }
    }

    /// - Parameter body: valid, compact JSON.
    init(_ body: Data) {
        var reader = Reader(rest: ArraySlice(body))
        self = reader.value()
    }

    subscript(key: String) -> LiteralJSON? {
        guard case .object(let members) = self, let value = members[key], value != .word("null") else {
            return nil
        }
        return value
    }

    /// A list's elements; for any other value, the value itself.
    var elements: [LiteralJSON] { if case .list(let elements) = self { elements } else { [self] } }

    /// A text or digits, byte for byte.
    var exact: String? {
        switch self {
        case .text(let text), .number(let text): text
        default: nil
        }
    }

    /// The same without a trailing comma.
    var loose: String? { exact.map { $0.hasSuffix(",") ? String($0.dropLast()) : $0 } }
}

/// Reads Millom's documents as leniently as the documented examples require, and finds the truth's rows.
struct MillomDocumentReader {
    let id: String
    private(set) var rows: [String: [[TruthValue]]] = [:]

    init(id: String) { self.id = id }

    private static func text(_ json: LiteralJSON?) -> TruthValue { json?.exact.map(TruthValue.text) ?? .null }
    private static func loose(_ json: LiteralJSON?) -> TruthValue {
        json?.loose.map(TruthValue.text) ?? .null
    }
    private static func integer(_ json: LiteralJSON?) -> TruthValue {
        json?.loose.flatMap { Int64($0) }.map(TruthValue.integer) ?? .null
    }

    /// Converts any offset to UTC; without an offset, the time is UTC.
    private static func instant(_ json: LiteralJSON?) -> TruthValue {
        guard var text = json?.loose else { return .null }
        if !text.hasSuffix("Z"), !text.dropFirst(10).contains(where: { $0 == "+" || $0 == "-" }) {
            text += "Z"
        }
        guard let date = ISO8601DateFormatter().date(from: text) else { return .text("unread: \(text)") }
        return .text(ISO8601DateFormatter().string(from: date))
    }

    private mutating func add(_ row: [TruthValue], to relation: String) {
        rows[relation, default: []].append(row)
    }

    /// Numbers rows of equal identity in the order of their content.
    private static func numbered(
        _ items: [(identity: [TruthValue], content: [TruthValue], json: LiteralJSON)]
    )
        -> [(identity: [TruthValue], content: [TruthValue], json: LiteralJSON)]
    {
        var counts: [[TruthValue]: Int64] = [:]
        return items.sorted { ($0.identity + $0.content).lexicographicallyPrecedes($1.identity + $1.content) }
            .map {
                counts[$0.identity, default: 0] += 1
                return ($0.identity + [.integer(counts[$0.identity, default: 1])], $0.content, $0.json)
            }
    }

    private mutating func addNumbered(
        _ items: [(identity: [TruthValue], content: [TruthValue], json: LiteralJSON)], to relation: String
    ) {
        for item in Self.numbered(items) { add(item.identity + item.content, to: relation) }
    }

    mutating func read(accountInfo: LiteralJSON, balance: LiteralJSON, upsellOffer: LiteralJSON) {
        addMoney(accountInfo, balance)
        let data = balance["dataBalance"]
        let birth = balance["dateOfBirth"]?.loose.map { TruthValue.text(String($0.prefix(10))) } ?? .null
        add(
            [
                .text(id), Self.loose(accountInfo["accountType"]), Self.text(balance["accountId"]),
                Self.loose(balance["accountStatus"]), Self.text(balance["ratePlanId"]), birth,
                Self.instant(balance["expiry"]), Self.loose(data?["balance"]), Self.instant(data?["expiry"]),
            ], to: "millom_account")
        add([.text(id), Self.loose(upsellOffer["subscriberState"])], to: "millom_state")
        addPlans(balance["activePlans"]?.elements ?? [])
        addOffers(upsellOffer["offers"]?.elements ?? [])
    }

    private mutating func addMoney(_ accountInfo: LiteralJSON, _ balance: LiteralJSON) {
        let wallets = accountInfo["balances"]?.elements ?? []
        addNumbered(
            wallets.map {
                (
                    [.text(id), .text("account_info"), Self.text($0["balanceType"])],
                    [
                        Self.loose($0["balance"]), Self.text(accountInfo["currency"]),
                        Self.instant($0["expiry"]),
                    ], $0
                )
            }, to: "millom_money_balance")
        guard let money = balance["monetaryBalance"] else { return }
        add(
            [
                .text(id), .text("balance"), .text("monetary"), .integer(1), Self.loose(money["balance"]),
                .null,
                Self.instant(money["expiry"]),
            ], to: "millom_money_balance")
    }

    private mutating func addPlans(_ plans: [LiteralJSON]) {
        let items = plans.map { plan in
            let names = plan["applications"]?.elements.compactMap(\.exact).sorted() ?? []
            return (
                [TruthValue.text(id), Self.text(plan["planId"])],
                [Self.instant(plan["expiry"]), names.isEmpty ? .null : .text(names.joined(separator: ", "))],
                plan
            )
        }
        for plan in Self.numbered(items) {
            add(plan.identity + plan.content, to: "millom_plan")
            let gauges = plan.json["gauge"]?.elements ?? []
            addNumbered(
                gauges.map { gauge in
                    let quota = Self.integer(gauge["quota"])
                    let isUnlimited = quota == .integer(.max)
                    return (
                        plan.identity + [Self.loose(gauge["unit"])],
                        [
                            isUnlimited ? .null : quota,
                            isUnlimited ? .null : Self.integer(gauge["remaining"]),
                            .integer(isUnlimited ? 1 : 0),
                        ], gauge
                    )
                }, to: "millom_plan_gauge")
            addTexts(plan.json, "plan", plan.identity)
        }
    }

    private mutating func addOffers(_ offers: [LiteralJSON]) {
        let items = offers.map { offer in
            (
                [TruthValue.text(id), Self.text(offer["planId"])],
                [
                    Self.text(offer["type"]), Self.loose(offer["cost"]),
                    Self.text(offer["costCurrency"] ?? offer["currency"]), Self.loose(offer["fundSource"]),
                    Self.text(offer["offerContext"]),
                ], offer
            )
        }
        for offer in Self.numbered(items) {
            add(offer.identity + offer.content, to: "millom_offer")
            addNumbered(
                (offer.json["quota"]?.elements ?? []).map { quota in
                    let amount = Self.integer(quota["quota"])
                    let isUnlimited = amount == .integer(.max)
                    return (
                        offer.identity + [Self.loose(quota["unit"])],
                        [isUnlimited ? .null : amount, .integer(isUnlimited ? 1 : 0)], quota
                    )
                }, to: "millom_offer_quota")
            addTexts(offer.json, "offer", offer.identity)
        }
    }

    private mutating func addTexts(_ json: LiteralJSON, _ owner: String, _ identity: [TruthValue]) {
        for (field, key) in [("name", "planName"), ("description", "planDescription")] {
            addNumbered(
                (json[key]?.elements ?? []).map {
                    (
                        [
                            identity[0], .text(owner), identity[1], identity[2], .text(field),
                            Self.text($0["language"]),
                        ],
                        [Self.text($0["text"])], $0
                    )
                }, to: "millom_text")
        }
    }
}
