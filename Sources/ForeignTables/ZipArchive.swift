import CDeflate

/// The files in a zip archive of the kind used for workbooks: stored or deflated, not split, not encrypted.
///
/// Sizes are taken from the central directory, which is checked against the file;
/// nothing is unpacked beyond them.
///
/// Source: PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
struct ZipArchive {
    private struct Entry {
        let method: Int
        let checksum: UInt32
        let packedSize: Int
        let size: Int
        let header: Int
        let isEncrypted: Bool
    }

    private let bytes: [UInt8]
    private var entries: [String: Entry] = [:]
    /// How many bytes may still be unpacked.
    private var room: Int

    private static let endLength = 22
    private static let longestComment = 65_535
    private static let mostEntries = 4_096
    /// A sheet of blanks shrinks to a hundredth; deflate's maximum, a thousandth, indicates an attack.
    private static let ratioLimit = 400
    /// The number of bytes below which the ratio does not matter.
    private static let ratioFloor = 4 << 20

    init(_ bytes: [UInt8], _ limits: ForeignLimits) throws(WorkbookFault) {
        self.bytes = bytes
        room = limits.unpackedBytes
        let end = try Self.end(of: bytes)
        let count = Self.number(bytes, end + 10, 2)
        var place = Self.number(bytes, end + 16, 4)
        guard count <= Self.mostEntries, place != 0xFFFF_FFFF else {
            throw .damaged("it contains too many files")
        }
        for _ in 0..<count {
            guard place + 46 <= end, Self.number(bytes, place, 4) == 0x0201_4B50 else {
                throw .damaged("its directory is damaged")
            }
            let lengths = (28...32).filter { $0.isMultiple(of: 2) }.map { Self.number(bytes, place + $0, 2) }
            let next = place + 46 + lengths.reduce(0, +)
            guard next <= end else { throw .damaged("its directory is damaged") }
            let name = String(decoding: bytes[place + 46..<place + 46 + lengths[0]], as: UTF8.self)
            let entry = Entry(
                method: Self.number(bytes, place + 10, 2),
                checksum: UInt32(Self.number(bytes, place + 16, 4)),
                packedSize: Self.number(bytes, place + 20, 4), size: Self.number(bytes, place + 24, 4),
                header: Self.number(bytes, place + 42, 4),
                isEncrypted: Self.number(bytes, place + 8, 2) & 1 != 0)
            // Readers that resolve a duplicate differently could be shown two different workbooks.
            guard entries.updateValue(entry, forKey: Self.key(name)) == nil else {
                throw .damaged("it contains a file twice")
            }
            place = next
        }
    }

    /// The content of the file `name`; nil if there is none.
    mutating func content(of name: String) throws(WorkbookFault) -> [UInt8]? {
        guard let entry = entries[Self.key(name)] else { return nil }
        guard !entry.isEncrypted else { throw .damaged("it is password-protected") }
        guard entry.header + 30 <= bytes.count, Self.number(bytes, entry.header, 4) == 0x0403_4B50 else {
            throw .damaged("a file in it is not at its directory's offset")
        }
        let start =
            entry.header + 30 + Self.number(bytes, entry.header + 26, 2)
            + Self.number(bytes, entry.header + 28, 2)
        guard start + entry.packedSize <= bytes.count else { throw .damaged("it is truncated") }
        guard entry.size <= room, entry.size <= max(Self.ratioFloor, entry.packedSize * Self.ratioLimit)
        else {
            throw .tooLarge
        }
        room -= entry.size
        let content = try unpacked(bytes[start..<start + entry.packedSize], entry)
        let checksum = content.withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, $0.count) }
        guard checksum == entry.checksum else { throw .damaged("a file in it is damaged") }
        return content
    }

    private func unpacked(_ packed: ArraySlice<UInt8>, _ entry: Entry) throws(WorkbookFault) -> [UInt8] {
        switch entry.method {
        case 0:
            guard entry.size == packed.count else { throw .damaged("a file in it has the wrong size") }
            return Array(packed)
        case 8:
            guard let decompressor = libdeflate_alloc_decompressor() else { throw .damaged("no memory") }
            defer { libdeflate_free_decompressor(decompressor) }
            var result = LIBDEFLATE_BAD_DATA
            let content = [UInt8](unsafeUninitializedCapacity: entry.size) { output, count in
                packed.withUnsafeBytes { source in
                    result = libdeflate_deflate_decompress(
                        decompressor, source.baseAddress, source.count, output.baseAddress, entry.size, &count
                    )
                }
                if result != LIBDEFLATE_SUCCESS { count = 0 }
            }
            guard result == LIBDEFLATE_SUCCESS, content.count == entry.size else {
                throw .damaged("a file in it is damaged")
            }
            return content
        default: throw .damaged("a file in it has an unsupported compression")
        }
    }

    /// The offset of the record that ends the archive; only a comment may follow it.
    private static func end(of bytes: [UInt8]) throws(WorkbookFault) -> Int {
        var place = bytes.count - endLength
        let first = max(0, place - longestComment)
        while place >= first {
            if bytes[place] == 0x50, number(bytes, place, 4) == 0x0605_4B50,
                place + endLength + number(bytes, place + 20, 2) == bytes.count
            {
                return place
            }
            place -= 1
        }
        throw .damaged("it is truncated")
    }

    private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
        var value = 0
        for index in (place..<place + count).reversed() { value = value << 8 | Int(bytes[index]) }
        return value
    }

    private static func key(_ name: String) -> String {
        (name.hasPrefix("/") ? String(name.dropFirst()) : name).lowercased()
    }
}
