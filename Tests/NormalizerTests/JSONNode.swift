import TestSupport

/// A document that can be written in many equivalent ways.
indirect enum JSONNode {
    /// Written literally: `null`, `7`, `"a"`.
    case scalar(String)
    case array([JSONNode])
    case object([(key: String, value: JSONNode)])

    static func string(_ text: String) -> JSONNode { .scalar("\"\(text)\"") }

    var text: String {
        switch self {
        case .scalar(let text): text
        case .array(let elements): "[" + elements.map(\.text).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { "\"\($0.key)\":\($0.value.text)" }.joined(separator: ",") + "}"
        }
    }

    /// The same document with its keys and array elements in another order.
    func shuffled(using random: inout SeededRandom) -> JSONNode {
        switch self {
        case .scalar: return self
        case .array(let elements):
            return .array(elements.map { $0.shuffled(using: &random) }.shuffled(using: &random))
        case .object(let members):
            return .object(
                members.map { ($0.key, $0.value.shuffled(using: &random)) }.shuffled(using: &random))
        }
    }
}
