/// The positions of the values and members in a JSON text, found without validating it:
/// damaged texts have them too.
struct JSONPieces {
    /// Each value with its quotes or brackets, inner ones before outer ones.
    private(set) var values: [Range<Int>] = []
    /// Each key with its quotes.
    private(set) var keys: [Range<Int>] = []
    /// Each key with its value.
    private(set) var members: [Range<Int>] = []

    init(of text: [UInt8]) {
        var open: [(start: Int, key: Int?)] = []
        var key: Int?
        var index = 0
        while index < text.count {
            let start = index
            switch text[index] {
            case UInt8(ascii: "\""):
                index = Self.endOfString(text, from: index)
                if Self.isFollowedByColon(text, index) {
                    keys.append(start..<index)
                    key = start
                } else {
                    note(start..<index, key: &key)
                }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                open.append((start, key))
                key = nil
                index += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                index += 1
                guard let container = open.popLast() else { continue }
                key = container.key
                note(container.start..<index, key: &key)
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"),
                UInt8(ascii: ","), UInt8(ascii: ":"):
                index += 1
            default:
                while index < text.count, !Self.isMark(text[index]) { index += 1 }
                note(start..<index, key: &key)
            }
        }
    }

    private static func isMark(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ","),
            UInt8(ascii: ":"), UInt8(ascii: "\""), UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"),
            UInt8(ascii: "\r"):
            true
        default: false
        }
    }

    private mutating func note(_ value: Range<Int>, key: inout Int?) {
        values.append(value)
        if let start = key { members.append(start..<value.upperBound) }
        key = nil
    }

    private static func endOfString(_ text: [UInt8], from start: Int) -> Int {
        var index = start + 1
        while index < text.count, text[index] != UInt8(ascii: "\"") {
            index += text[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index + 1, text.count)
    }

    private static func isFollowedByColon(_ text: [UInt8], _ start: Int) -> Bool {
        text[start...].first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") } == UInt8(ascii: ":")
    }
}
