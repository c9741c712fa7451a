/// Collects bytes and passes them on in larger pieces.
package struct OutputBuffer {
    /// Large enough for cheap writes, small enough that the first rows appear at once.
    private static let pieceBytes = 64 * 1024

    private var bytes: [UInt8] = []
    private let sink: ByteSink

    package init(to sink: @escaping ByteSink) { self.sink = sink }

    package mutating func append(_ byte: UInt8) { bytes.append(byte) }

    package mutating func append(_ more: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: more) }

    package mutating func append(_ more: [UInt8]) { bytes.append(contentsOf: more) }

    package mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Appends `number` in decimal digits.
    package mutating func append(_ number: Int64) {
        var rest = number.magnitude
        if rest < 10, number >= 0 { return bytes.append(UInt8(ascii: "0") + UInt8(rest)) }
        // The longest number is -9223372036854775808.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var start = digits.count
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            } while rest > 0
            if number < 0 {
                start -= 1
                digits[start] = UInt8(ascii: "-")
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
        }
    }

    /// Passes on the collected bytes once there is a whole piece.
    package mutating func flushIfFull() throws {
        if bytes.count >= Self.pieceBytes { try flush() }
    }

    /// Passes on the collected bytes.
    package mutating func flush() throws {
        guard !bytes.isEmpty else { return }
        try sink(bytes)
        bytes.removeAll(keepingCapacity: true)
    }
}
