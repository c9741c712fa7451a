import Foundation
import TestSupport
import Testing

@testable import MirrorReading

@Suite("The Norwegian order")
struct NorwegianOrderTests {
    @Test("has æ, ø and å last, aa beside å, signs before digits, and small letters first among equals")
    func order() {
        let sorted = [
            "", " ", "-", "10", "2", "a", "A", "a-", "Ab", "ABC", "b", "e", "é", "f", "th", "þ", "v", "w",
            "y",
            "ü", "z", "æ", "Æ", "ø", "Ø", "å", "Å", "aa", "Ås", "Aas", "Åt",
        ]
        #expect(sorted.reversed().sorted(by: NorwegianOrder.areInOrder) == sorted)
    }

    /// Characters that change the order of those beside them, those that a plain text has, and some of neither kind.
    static let alphabets: [[String]] = [
        ["a", "A", "b", "B", "å", "Å", "æ", "Æ", "ø", "Ø", "z", " ", "-", "1"],
        (0x20...0x7E).map { String(UnicodeScalar($0)) } + ["æ", "Æ", "ø", "Ø", "å", "Å"],
        (0x20...0x7E).map { String(UnicodeScalar($0)) } + [
            "æ", "ø", "å", "é", "ü", "þ", "ð", "œ", "ß", "ŀ", "·", "\u{301}", "\u{308}", "\u{30A}", "\u{327}",
            "\u{0}", "\u{1}", "\u{7F}", "\t", "\u{AD}", "\u{200B}", "😀", "ก", "เ", "한",
        ],
        [
            "a", "a\u{30A}", "A", "o", "o\u{308}", "\u{338}", "\u{301}", "T", "h", "þ", "e", "æ", "l", "·",
            "-",
            " ", "\u{200D}",
        ],
    ]

    @Test("is the locale's own for texts whose order needs no locale", arguments: alphabets)
    func plain(alphabet: [String]) {
        var random = SeededRandom(seed: UInt64(alphabet.count))
        func text() -> String {
            (0..<random.below(8)).map { _ in alphabet[random.below(alphabet.count)] }.joined()
        }
        var plainCount = 0
        for _ in 0..<4000 {
            let beginning = random.once(in: 3) ? text() : ""
            let end = text()
            let left = beginning + end
            let right = beginning + (random.once(in: 4) ? end.uppercased() : text())
            let plain = Array(left.utf8).withUnsafeBufferPointer { left in
                Array(right.utf8).withUnsafeBufferPointer { NorwegianOrder.plainOrder(left, $0) }
            }
            guard let plain else { continue }
            plainCount += 1
            #expect(
                plain == NorwegianOrder.localeOrder(left, right),
                "\(left.debugDescription) \(right.debugDescription)")
        }
        #expect(plainCount > 200)
    }

    @Test(
        "leaves to the locale what a neighbour changes",
        arguments: [("aa", "ab"), ("a\u{301}", "b"), ("aå", "z")])
    func careful(left: String, right: String) {
        let plain = Array(left.utf8).withUnsafeBufferPointer { left in
            Array(right.utf8).withUnsafeBufferPointer { NorwegianOrder.plainOrder(left, $0) }
        }
        #expect(plain == nil)
        #expect(NorwegianOrder.compare(left, right) == NorwegianOrder.localeOrder(left, right))
    }
}
