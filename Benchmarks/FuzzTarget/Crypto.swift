// Replaces swift-crypto's module while fuzzing: fast, with a digest of the same size; hashing is not under test.

public struct SHA256Digest: Sequence {
    fileprivate var state: UInt64

    public func makeIterator() -> IndexingIterator<[UInt8]> {
        (0..<32).map { UInt8(truncatingIfNeeded: state >> UInt64($0 % 8 * 8)) }.makeIterator()
    }
}

public struct SHA256 {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    public init() {}

    public mutating func update(bufferPointer: UnsafeRawBufferPointer) {
        for byte in bufferPointer { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    public mutating func update<Bytes: Sequence>(data: Bytes) where Bytes.Element == UInt8 {
        for byte in data { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    public func finalize() -> SHA256Digest { SHA256Digest(state: state) }

    public static func hash<Bytes: Sequence>(data: Bytes) -> SHA256Digest where Bytes.Element == UInt8 {
        var hash = SHA256()
        hash.update(data: data)
        return hash.finalize()
    }

    public static func hash(bufferPointer: UnsafeRawBufferPointer) -> SHA256Digest {
        var hash = SHA256()
        hash.update(bufferPointer: bufferPointer)
        return hash.finalize()
    }
}
