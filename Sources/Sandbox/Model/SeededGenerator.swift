/// SplitMix64: small, fast, and the same on every machine and in every Swift version.
struct SeededGenerator: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A separate generator for item `index` of stream `stream`, so that no item depends on the number of
    /// items before it.
    init(seed: UInt64, stream: UInt64, index: UInt64) {
        state = Self.mix(Self.mix(seed, stream), index)
    }

    /// 64 bits that depend on every bit of both inputs.
    static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        finalize((left &+ 0x9E37_79B9_7F4A_7C15) ^ (right &* 0xD6E8_FEB8_6659_FD93 &+ 0x632B_E59B_D9B4_E019))
    }

    private static func finalize(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.finalize(state)
    }

    /// A number from 0 up to, but not including, `bound`, which is at least 1.
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    /// True with a probability of `percent` in a hundred.
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// A number from 0 up to, but not including, 1.
    mutating func unit() -> Double { Self.unit(of: next()) }

    /// The upper 53 bits as a fraction.
    static func unit(of bits: UInt64) -> Double { Double(bits >> 11) * 0x1p-53 }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
