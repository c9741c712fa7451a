/// Gathers bytes and passes them on in pieces of some size.
struct OutputBuffer {
    /// Large enough that a write is cheap, small enough that nobody waits for the first rows.
    private static let pieceBytes = 64 * 1024

    private var bytes: [UInt8] = []
    private let sink: ByteSink

    init(to sink: @escaping ByteSink) { self.sink = sink }

    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func append(contentsOf more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// Passes on what is there when it is enough for a piece.
    mutating func flushIfFull() throws {
        if bytes.count >= Self.pieceBytes { try flush() }
    }

    /// Passes on what is there.
    mutating func flush() throws {
        guard !bytes.isEmpty else { return }
        try sink(bytes)
        bytes.removeAll(keepingCapacity: true)
    }
}
