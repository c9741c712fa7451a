/// Caches a slow function's results for recent instants: the rows of a table hold the same few.
struct RecentInstants<Result> {
    /// The 20 bytes of an instant.
    private struct Key: Equatable {
        let start: UInt64
        let middle: UInt64
        let end: UInt32

        init(_ text: UnsafeRawBufferPointer) {
            start = text.loadUnaligned(as: UInt64.self)
            middle = text.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            end = text.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
        }

        /// One of 256 slots; the factors are arbitrary odd numbers.
        var place: Int {
            let mixed =
                start &* 0x9E37_79B9_7F4A_7C15 ^ middle &* 0xC2B2_AE3D_27D4_EB4F
                ^ UInt64(end) &* 0x1656_67B1_9E37_79F9
            return Int(mixed >> 56)
        }
    }

    private var entries = [(key: Key, result: Result)?](repeating: nil, count: 256)

    /// The result of `find` for the instant `text`; nil if the text is not an instant.
    mutating func result(for text: UnsafeBufferPointer<UInt8>, _ find: (String) -> Result?) -> Result? {
        guard text.count == 20 else { return nil }
        let key = Key(UnsafeRawBufferPointer(text))
        if let entry = entries[key.place], entry.key == key { return entry.result }
        guard let result = find(String(decoding: text, as: UTF8.self)) else { return nil }
        entries[key.place] = (key, result)
        return result
    }
}
