/// Damages real documents in every way that a gateway, a proxy or a new version of the API might.
///
/// The same seed gives the same damage.
package struct DocumentMutator {
    package var random: SeededRandom

    /// - Parameter seed: equal seeds give equal damage.
    package init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// `document` with one to three faults, each of which may happen to be harmless;
    /// parts may come from `other`.
    package mutating func damaged(_ document: [UInt8], splicedWith other: [UInt8]) -> [UInt8] {
        var bytes = document
        for _ in 0...random.below(3) {
            bytes =
                random.once(in: 3) ? withBytesDamaged(bytes, other) : withPiecesDamaged(bytes, other)
        }
        return random.once(in: 500) ? overgrown(bytes) : bytes
    }

    /// Transport faults, which ignore JSON's syntax.
    private mutating func withBytesDamaged(_ document: [UInt8], _ other: [UInt8]) -> [UInt8] {
        var bytes = document
        let position = random.below(bytes.count)
        switch random.below(7) {
        case 0 where !bytes.isEmpty: bytes[position] ^= 1 << UInt8(random.below(8))
        case 1 where !bytes.isEmpty: bytes.remove(at: position)
        case 2: bytes.removeSubrange(position...)
        case 3: bytes.removeSubrange(position..<min(bytes.count, position + random.below(60)))
        case 4: bytes.replaceSubrange(position..., with: other[random.below(other.count)...])
        case 5: bytes.insert(contentsOf: random.pick(OddPieces.bytes), at: position)
        default:
            let end = min(bytes.count, position + random.below(200))
            bytes.insert(contentsOf: bytes[position..<end], at: random.below(bytes.count))
        }
        return bytes
    }

    /// Service faults: another value, another type, another key, the same key twice.
    private mutating func withPiecesDamaged(_ document: [UInt8], _ other: [UInt8]) -> [UInt8] {
        var bytes = document
        let pieces = JSONPieces(of: document)
        let foreign = JSONPieces(of: other)
        guard let value = pieces.values.randomElement(using: &random) else { return bytes }
        switch random.below(7) {
        case 0, 1: bytes.replaceSubrange(value, with: random.pick(OddPieces.values))
        case 2:
            guard let stranger = foreign.values.randomElement(using: &random) else { break }
            bytes.replaceSubrange(value, with: other[stranger])
        case 3:
            let (opening, closing) = random.pick([("[", "]"), ("{\"id\":", "}"), ("\"", "\""), ("[[", "]]")])
            bytes.replaceSubrange(value, with: Array(opening.utf8) + bytes[value] + Array(closing.utf8))
        case 4:
            guard let member = pieces.members.randomElement(using: &random) else { break }
            let twin = [UInt8](bytes[member]) + [UInt8(ascii: ",")]
            bytes.insert(contentsOf: twin, at: random.pick(pieces.members).lowerBound)
        case 5:
            guard let key = pieces.keys.randomElement(using: &random) else { break }
            bytes.replaceSubrange(key, with: recased(bytes[key]))
        default:
            guard let mine = pieces.keys.randomElement(using: &random) else { break }
            bytes.replaceSubrange(mine, with: bytes[random.pick(pieces.keys)])
        }
        return bytes
    }

    private mutating func recased(_ key: ArraySlice<UInt8>) -> [UInt8] {
        let letters = key.indices.filter { (key[$0] | 0x20) >= 0x61 && (key[$0] | 0x20) <= 0x7A }
        var bytes = Array(key)
        guard let letter = letters.randomElement(using: &random) else { return bytes }
        bytes[letter - key.startIndex] ^= 0x20
        return bytes
    }

    /// Faults of size: deep, long or many.
    private mutating func overgrown(_ document: [UInt8]) -> [UInt8] {
        var bytes = document
        let pieces = JSONPieces(of: document)
        guard let value = pieces.values.randomElement(using: &random) else { return bytes }
        switch random.below(4) {
        case 0:
            let opening = String(repeating: random.pick(["[", "{\"a\":"]), count: 100_000)
            bytes.replaceSubrange(value, with: opening.utf8)
        case 1:
            bytes.replaceSubrange(
                value,
                with: [UInt8(ascii: "\"")] + Array(repeating: 0x61, count: 1 << random.below(20))
                    + [UInt8(ascii: "\"")])
        case 2: bytes.replaceSubrange(value, with: Array(repeating: UInt8(ascii: "9"), count: 100_000))
        default:
            let copy = Array(bytes[value]) + [UInt8(ascii: ",")]
            var list = [UInt8(ascii: "[")]
            for _ in 0..<min(1 << random.below(11), (1 << 20) / copy.count) { list += copy }
            bytes.replaceSubrange(value, with: list.dropLast() + [UInt8(ascii: "]")])
        }
        return bytes
    }
}

/// Values that no careful service would write.
private enum OddPieces {
    static let values: [[UInt8]] =
        [
            "null", "true", "false", "[]", "{}", "\"\"", "0", "-0", "-0.0", "1E+2", "1e-2", "1e999999",
            "-1e999999",
            "9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551616",
            "1234567890123456789012345678901234567890", "0.1234567890123456789012345678901234567890", "01",
            "1.",
            ".5", "+1", "NaN", "Infinity", "0x10", "\"\\uD800\"", "\"\\uDC00\\uD800\"", "\"\\uD83D\\uDE00\"",
            "\"\\u0000\"", "\"\\u00\"", "\"\\x41\"", "\"N/A\"", "\"null\"", "\"true\"", "\" 7 \"", "\"1e3\"",
            "\"2020-02-30\"", "\"2020-02-29\"", "\"29.02.2021\"", "\"99.99.9999\"", "\"0000-00-00\"",
            "\"2020-02-29T00:00:00Z\"", "\"٣٤٥\"", "\"４７\"", "\"+4790000001\"", "\"4790000001\"",
            "4790000001",
            "4.790000001e9", "\"e\u{301}\"", "\"\u{FEFF}\"", "\"\u{202E}\"", "'a'", "nul", "[null]",
            "[[[[[]]]]]",
            "{\"id\":1,\"id\":2}", "{\"\":\"\"}", "[1,]", "{\"a\":1,}", "\"\u{7F}\"", "\"\n\"",
        ].map { Array($0.utf8) }

    static let bytes: [[UInt8]] = [
        [0x00], [0xFF], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
        [0x1F],
        [0xEF, 0xBB, 0xBF], [0xFE, 0xFF], [0x5C], [0x22], [0x7B], [0x7D], [0x5B], [0x5D], [0x2C], [0x3A],
        Array("\\u".utf8), Array("/*".utf8), Array("//".utf8), Array("<!DOCTYPE html>".utf8), [0x0D, 0x0A],
    ]
}
