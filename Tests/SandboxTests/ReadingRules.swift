import Foundation
import Sandbox

/// The reading rules of API.md 1.7, implemented independently for the tests: the rows for a careful reader.
enum ReadingRules {
    static func text(_ value: JSONValue?) -> TruthValue {
        value?.text.map { TruthValue.text($0) } ?? .null
    }

    static func flag(_ value: JSONValue?) -> TruthValue {
        switch value {
        case .flag(let flag): return .integer(flag ? 1 : 0)
        case .text(let word):
            return switch word.lowercased() {
            case "true": .integer(1)
            case "false": .integer(0)
            default: .null
            }
        default: return .null
        }
    }

    static func integer(_ value: JSONValue?) -> TruthValue {
        switch value {
        case .integer(let number): .integer(number)
        case .text(let text): Int64(text).map { TruthValue.integer($0) } ?? .null
        default: .null
        }
    }

    static func amount(_ value: JSONValue?) -> TruthValue {
        switch value {
        case .integer(let number): .integer(number)
        case .real(let number):
            number == number.rounded() ? .integer(Int64(number)) : .real(number)
        case .text(let text):
            Int64(text).map { TruthValue.integer($0) } ?? Double(text).map { TruthValue.real($0) } ?? .null
        default: .null
        }
    }

    static func date(_ value: JSONValue?) -> TruthValue {
        guard case .text(let text) = value, text.utf8.count == 10 else { return .null }
        let dotted = text.split(separator: ".", omittingEmptySubsequences: false)
        let dashed = text.split(separator: "-", omittingEmptySubsequences: false)
        let parts = dotted.count == 3 ? Array(dotted.reversed()) : dashed
        guard parts.count == 3, parts.map(\.count) == [4, 2, 2] else { return .null }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == 3, numbers[0] >= 1 else { return .null }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let components = DateComponents(year: numbers[0], month: numbers[1], day: numbers[2])
        guard let day = calendar.date(from: components),
            calendar.dateComponents([.year, .month, .day], from: day) == components
        else { return .null }
        return .text(parts.joined(separator: "-"))
    }

    static func objects(_ value: JSONValue?) -> [JSONValue] { value?.elements.filter(\.isObject) ?? [] }

    static func object(_ value: JSONValue?) -> JSONValue? { value?.isObject == true ? value : nil }

    /// Numbers rows of equal identity in the order of their `content`, then `tail`.
    static func numbered<Item>(
        _ items: [Item], identity: (Item) -> [TruthValue], content: (Item) -> [TruthValue],
        tail: (Item) -> [[[TruthValue]]] = { _ in [] }
    ) -> [(item: Item, occurrence: Int)] {
        var numbered: [(Item, Int)] = []
        for (_, group) in Dictionary(grouping: items, by: identity) {
            let sorted = group.sorted { left, right in
                if content(left) != content(right) {
                    return content(left).lexicographicallyPrecedes(content(right))
                }
                for (a, b) in zip(tail(left), tail(right)) where a != b {
                    return a.lexicographicallyPrecedes(b) { $0.lexicographicallyPrecedes($1) }
                }
                return false
            }
            numbered += sorted.enumerated().map { ($0.element, $0.offset + 1) }
        }
        return numbered
    }
}
