import Foundation
import MirrorCore

/// Reads a detail independently and slowly, through JSONSerialization, sharing no code with the normalizer.
///
/// Returns the rows of one number as sets of cells; numbers in text fields are integers in its documents.
/// Texts are hexadecimal digits of their bytes, as Swift considers some texts with different bytes equal.
struct ReferenceReader {
    var subscription: [Value] = []
    var rows: [String: [[Value]]] = [:]

    init?(_ document: String, msisdn: String) {
        let json = try? JSONSerialization.jsonObject(with: Data(document.utf8))
        guard let root = json as? [String: Any] else { return nil }
        let number = Self.cell(.text(msisdn))
        let type = root["type"] as? [String: Any] ?? [:]
        subscription = [number, text(root["status"]), integer(type["id"])]
        for key in ["userReference1", "userReference2", "userReference3"] {
            subscription.append(text(root[key]))
        }
        subscription += [day(root["validFromDate"]), day(root["validToDate"])]

        rows["party"] = ["user", "payer", "owner"].compactMap { party(root[$0], role: $0, number: number) }
        rows["sim_card"] = Self.numbered(
            objects(root["simCards"]).map {
                [number, text($0["iccId"]), text($0["msisdn"]), text($0["type"])]
            },
            identity: { $0[1] == .null ? [$0[1], $0[2]] : [$0[1]] }, at: 2)
        rows["setting"] = Self.numbered(
            objects(root["settings"]).filter { integer($0["id"]) != .null }.map {
                [number, integer($0["id"]), text($0["name"])]
                    + [$0["active"], $0["canActivate"], $0["canDeactivate"]].map(flag)
            }, identity: { [$0[1]] }, at: 2)
        rows["subscription_binding"] = bindings(type["bindings"]).map { [number] + $0 }
        rows["subscription_usage_quota"] = quotas(type["usageQuoutas"]).map { [number] + $0 }
        readAddOns(root["addOnProducts"], number)
    }

    /// A cell in the judge's notation.
    static func cell(_ value: Value) -> Value {
        guard case .text(let text) = value else { return value }
        return .text(text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    }

    private struct AddOn {
        var cells: [Value]
        var children: [[[Value]]]
    }

    private mutating func readAddOns(_ any: Any?, _ number: Value) {
        var groups: [Value: [AddOn]] = [:]
        for object in objects(any) where integer(object["id"]) != .null {
            let orders = (object["orderTypes"] as? [Any] ?? []).compactMap { $0 as? String }.map {
                [text($0)]
            }
            groups[integer(object["id"]), default: []].append(
                AddOn(
                    cells: [text(object["name"]), flag(object["cancellable"]), day(object["validTo"])],
                    children: [
                        bindings(object["bindings"]), quotas(object["usageQuotas"]),
                        Set(orders).sorted(by: Self.precedes),
                    ]))
        }
        for (id, group) in groups {
            let sorted = group.sorted { left, right in
                if left.cells != right.cells { return Self.precedes(left.cells, right.cells) }
                for (mine, theirs) in zip(left.children, right.children) where mine != theirs {
                    return mine.lexicographicallyPrecedes(theirs, by: Self.precedes)
                }
                return false
            }
            for (index, addOn) in sorted.enumerated() {
                let key = [number, id, Value(index + 1)]
                rows["add_on", default: []].append(key + addOn.cells)
                for (relation, children) in zip(
                    ["add_on_binding", "add_on_usage_quota", "add_on_order_type"], addOn.children)
                {
                    rows[relation, default: []] += children.map { key + $0 }
                }
            }
        }
    }

    /// Inserts the occurrence at `position`, counting equal identities in the order of the other cells.
    private static func numbered(
        _ rows: [[Value]], identity: ([Value]) -> [Value], at position: Int
    ) -> [[Value]] {
        Dictionary(grouping: rows, by: identity).values.flatMap { group in
            group.sorted(by: precedes).enumerated().map { index, row in
                Array(row[..<position]) + [Value(index + 1)] + Array(row[position...])
            }
        }
    }

    private static func precedes(_ left: [Value], _ right: [Value]) -> Bool {
        left.lexicographicallyPrecedes(right)
    }

    private func party(_ any: Any?, role: String, number: Value) -> [Value]? {
        guard let object = any as? [String: Any] else { return nil }
        let person = object["person"] as? [String: Any]
        let organization = object["organization"] as? [String: Any]
        guard person != nil || organization != nil else { return nil }
        let names = ["firstName", "middleName", "lastName"].map { text(person?[$0]) }
        let kind = Value.text(person == nil ? "organization" : "person")
        let registered = ["910000001", "910000002"].map { Self.cell(.text($0)) }
        let orgNumber = text(organization?["orgNumber"])
        let hasNumber = registered.contains(orgNumber)
        return [number, Self.cell(.text(role)), Self.cell(kind)] + names + [
            day(person?["birthDate"]), hasNumber ? orgNumber : .null,
            hasNumber ? .null : text(organization?["name"]),
        ]
    }

    private func bindings(_ any: Any?) -> [[Value]] {
        let rows = objects(any).map { [text($0["name"]), text($0["type"])] }
        return Self.numbered(rows, identity: { $0 }, at: 2).sorted(by: Self.precedes)
    }

    private func quotas(_ any: Any?) -> [[Value]] {
        let rows = objects(any).map { object in
            ["name", "unit", "trafficType", "quotaType"].map { text(object[$0]) }
                + [amount(object["value"]), day(object["validTo"])]
        }
        return Self.numbered(rows, identity: { Array($0[..<4]) }, at: 4).sorted(by: Self.precedes)
    }

    private func objects(_ any: Any?) -> [[String: Any]] {
        (any as? [Any] ?? []).compactMap { $0 as? [String: Any] }
    }
}

extension ReferenceReader {
    private func isBoolean(_ number: NSNumber) -> Bool { number.objCType.pointee == CChar(UInt8(ascii: "c")) }

    private func text(_ any: Any?) -> Value {
        switch any {
        case let text as String: Self.cell(.text(text))
        case let number as NSNumber where !isBoolean(number): Self.cell(.text(number.stringValue))
        default: .null
        }
    }

    private func integer(_ any: Any?) -> Value {
        switch any {
        case let text as String: Int64(text).map { .integer($0) } ?? .null
        case let number as NSNumber where !isBoolean(number):
            Int64(exactly: number.doubleValue) == nil && number.int64Value != .max
                ? .null : .integer(number.int64Value)
        default: .null
        }
    }

    private func amount(_ any: Any?) -> Value {
        if case .integer(let whole) = integer(any) { return .integer(whole) }
        guard let number = any as? NSNumber, !isBoolean(number) else { return .null }
        return .real(number.doubleValue)
    }

    private func flag(_ any: Any?) -> Value {
        switch any {
        case let text as String: ["true": .integer(1), "false": .integer(0)][text.lowercased()] ?? .null
        case let number as NSNumber where isBoolean(number): .integer(number.boolValue ? 1 : 0)
        default: .null
        }
    }

    /// Its documents contain only these dates.
    private func day(_ any: Any?) -> Value {
        let days = ["2020-02-29": "2020-02-29", "01.01.1970": "1970-01-01"]
        return Self.cell(Value((any as? String).flatMap { days[$0] }))
    }
}
