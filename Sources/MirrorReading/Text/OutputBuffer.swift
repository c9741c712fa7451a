/// Gathers bytes and passes them on in pieces of some size.
package struct OutputBuffer {
    /// Large enough that a write is cheap, small enough that nobody waits for the first rows.
    private static let pieceBytes = 64 * 1024

    private var bytes: [UInt8] = []
    private let sink: ByteSink

    package init(to sink: @escaping ByteSink) { self.sink = sink }

    package mutating func append(_ byte: UInt8) { bytes.append(byte) }

    package mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    package mutating func append(contentsOf more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// Passes on what is there when it is enough for a piece.
    package mutating func flushIfFull() throws {
        if bytes.count >= Self.pieceBytes { try flush() }
    }

    /// Passes on what is there.
    package mutating func flush() throws {
        guard !bytes.isEmpty else { return }
        try sink(bytes)
        bytes.removeAll(keepingCapacity: true)
    }
}
