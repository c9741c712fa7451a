import MirrorCore
import Testing

@Suite("A cell")
struct ValueTests {
    /// In ascending order.
    static let ordered: [Value] = [
        .null, .real(-1.5), .integer(-1), .integer(0), .real(0.5), .integer(1), .integer(2), .real(1e300),
        .text(""),
        .text("10"), .text("2"), .text("A"), .text("a"), .text("ab"), .text("a\u{301}"), .text("\u{e1}"),
    ]

    @Test("is ordered NULL, numbers by size, text by its bytes")
    func order() {
        #expect(Self.ordered.shuffled().sorted() == Self.ordered)
        for (position, value) in Self.ordered.enumerated() {
            #expect(Self.ordered.indices.filter { Self.ordered[$0] == value } == [position])
            #expect(Self.ordered.map { $0 < value } == Self.ordered.indices.map { $0 < position })
        }
    }

    @Test("a whole number and a real of its size are two cells, and neither is before the other")
    func sameSize() {
        #expect(!(Value.integer(1) < .real(1)))
        #expect(!(Value.real(1) < .integer(1)))
    }

    @Test("is the same as another one only byte for byte, and unknown is neither 0 nor an empty text")
    func equality() {
        #expect(Value.text("\u{e5}") != .text("a\u{30a}"))
        #expect(Value.text("a\u{301}\u{323}") != .text("a\u{323}\u{301}"))
        #expect(Set<Value>([.text("\u{e5}"), .text("a\u{30a}"), .text("\u{e5}")]).count == 2)
        #expect(Set<Value>([.null, .integer(0), .text(""), .real(0)]).count == 4)
        #expect(Value.integer(1) != .real(1))
    }

    @Test("is NULL where nothing is known")
    func optionals() {
        #expect(Value(nil as String?) == .null)
        #expect(Value(nil as Int64?) == .null)
        #expect(Value(nil as Bool?) == .null)
        #expect(
            [Value(true), Value(false), Value("x"), Value(7)] == [
                .integer(1), .integer(0), .text("x"), .integer(7),
            ])
    }
}
