import TestSupport

/// Writes random documents, the same for the same seed, and damages them.
struct DocumentGenerator {
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    private mutating func below(_ bound: Int) -> Int { random.below(bound) }

    private mutating func pick(_ choices: [String]) -> String { choices[below(choices.count)] }

    /// A well-formed document.
    mutating func document() -> [UInt8] { Array((blank() + value(depth: 0) + blank()).utf8) }

    private mutating func blank() -> String { pick(["", "", "", " ", "\n", "\t\r\n "]) }

    private mutating func value(depth: Int) -> String {
        switch below(depth > 4 ? 5 : 9) {
        case 0: pick(["null", "true", "false"])
        case 1, 2: number()
        case 3, 4: string()
        case 5, 6: list(depth: depth, "[", "]") { $0.value(depth: depth + 1) }
        default: list(depth: depth, "{", "}") { $0.member(depth: depth + 1) }
        }
    }

    private mutating func list(
        depth: Int, _ open: String, _ close: String, _ item: (inout Self) -> String
    ) -> String {
        var items: [String] = []
        for _ in 0..<below(5 - min(depth, 3)) { items.append(blank() + item(&self) + blank()) }
        return open + (items.isEmpty ? blank() : items.joined(separator: ",")) + close
    }

    private mutating func member(depth: Int) -> String {
        string() + blank() + ":" + blank() + value(depth: depth)
    }

    private mutating func number() -> String {
        pick(["", "", "-"]) + pick(["0", "7", "\(below(100_000))", "\(random.next())"])
            + pick(["", "", ".0", ".5", ".25000"]) + pick(["", "", "", "e2", "E+1", "e-3"])
    }

    private mutating func string() -> String {
        var text = "\""
        for _ in 0..<below(6) {
            text += pick([
                "a", "msisdn", "æøå", "日本", "😀", "\u{7F}", "\u{FFFF}", "\\n", "\\\"", "\\\\", "\\/",
                "\\u00e6",
                "\\uD83D\\uDE00", "\\u0000", "a long plain stretch of text", "\u{10FFFF}",
            ])
        }
        return text + "\""
    }

    private static let splices: [[UInt8]] =
        [
            "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", "+", ".", "e", "\\u", "\\ud800", "\\udc00",
            "01", "1.",
            "tru", "nul", "\u{1}", " ", "\u{FEFF}", "//", "'", "NaN",
        ].map { Array($0.utf8) } + [
            [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0xFF], [0x00],
            [0x0C],
        ]

    /// `document` with one to three faults, each of which may happen to be harmless.
    mutating func damaged(_ document: [UInt8]) -> [UInt8] {
        var bytes = document
        for _ in 0...below(3) {
            let position = below(bytes.count)
            switch below(6) {
            case 0 where !bytes.isEmpty: bytes[position] ^= 1 << below(8)
            case 1 where !bytes.isEmpty: bytes.remove(at: position)
            case 2: bytes.insert(contentsOf: Self.splices[below(Self.splices.count)], at: position)
            case 3: bytes.removeSubrange(position...)
            case 4:
                let end = position + below(min(bytes.count - position, 12) + 1)
                bytes.insert(contentsOf: bytes[position..<end], at: below(bytes.count))
            default:
                let end = position + below(min(bytes.count - position, 5) + 1)
                bytes.removeSubrange(position..<end)
            }
        }
        return bytes
    }
}
