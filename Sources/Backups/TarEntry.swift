/// The header of a file in a tar archive, which `tar` can read.
///
/// Source: POSIX.1-1988, "ustar Interchange Format"; a size of 8 GiB or more is written in base 256, as GNU tar does.
struct TarEntry: Equatable {
    static let blockBytes = 512

    let name: String
    let bytes: Int

    /// The positions of the fields in the block.
    private enum Field {
        static let name = 0..<100
        static let mode = 100..<108
        static let owner = 108..<116
        static let group = 116..<124
        static let size = 124..<136
        static let time = 136..<148
        static let checksum = 148..<156
        static let type = 156..<157
        static let magic = 257..<265
    }

    private static let magic = Array("ustar\u{0}00".utf8)
    private static let file = UInt8(ascii: "0")
    /// The first size that eleven octal digits cannot hold.
    private static let octalLimit = 1 << 33

    /// The block before the file's content.
    ///
    /// - Parameter seconds: the archive's time, since 1970.
    func block(seconds: Int) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: Self.blockBytes)
        func put(_ bytes: some Sequence<UInt8>, _ field: Range<Int>) {
            for (place, byte) in zip(field, bytes) { block[place] = byte }
        }
        put(name.utf8, Field.name)
        put("0000600".utf8, Field.mode)
        put("0000000".utf8, Field.owner)
        put("0000000".utf8, Field.group)
        put(Self.octal(seconds, digits: 11), Field.time)
        put(bytes < Self.octalLimit ? Self.octal(bytes, digits: 11) : Self.base256(bytes), Field.size)
        put([Self.file], Field.type)
        put(Self.magic, Field.magic)
        put(Self.octal(Self.sum(block), digits: 6) + [0, UInt8(ascii: " ")], Field.checksum)
        return block
    }

    /// Nil for anything but the header of a plain file.
    init?(_ block: [UInt8]) {
        guard block.count == Self.blockBytes, Array(block[Field.magic]) == Self.magic,
            block[Field.type.lowerBound] == Self.file, Self.number(block[Field.checksum]) == Self.sum(block),
            let bytes = Self.number(block[Field.size])
        else { return nil }
        name = String(decoding: block[Field.name].prefix { $0 != 0 }, as: UTF8.self)
        self.bytes = bytes
    }

    init(name: String, bytes: Int) {
        self.name = name
        self.bytes = bytes
    }

    /// The number of zeros after the content, up to the next block.
    var padding: Int { (Self.blockBytes - bytes % Self.blockBytes) % Self.blockBytes }

    /// Two blocks of zeros end an archive.
    static let end = [UInt8](repeating: 0, count: 2 * blockBytes)

    /// The sum of all bytes, with the checksum's own bytes counted as blanks.
    private static func sum(_ block: [UInt8]) -> Int {
        block.indices.reduce(0) { sum, place in
            sum + Int(Field.checksum.contains(place) ? UInt8(ascii: " ") : block[place])
        }
    }

    private static func octal(_ number: Int, digits: Int) -> [UInt8] {
        let text = String(max(0, number), radix: 8)
        return Array((String(repeating: "0", count: max(0, digits - text.count)) + text).utf8)
    }

    private static func base256(_ number: Int) -> [UInt8] {
        [0x80] + (0..<11).reversed().map { $0 < 8 ? UInt8(truncatingIfNeeded: number >> ($0 * 8)) : 0 }
    }

    /// Nil if the field is not a number, or one too large.
    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        if field.first == 0x80 {
            return field.dropFirst().reduce(Int?(0)) { number, byte in
                number.flatMap { $0 < 1 << 54 ? $0 << 8 | Int(byte) : nil }
            }
        }
        let digits = field.prefix { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
        guard !digits.isEmpty, field.dropFirst(digits.count).allSatisfy({ $0 == 0 || $0 == 0x20 }) else {
            return nil
        }
        return Int(String(decoding: digits, as: UTF8.self), radix: 8)
    }
}
