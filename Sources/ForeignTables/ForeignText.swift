/// Detects a text's encoding and converts it to UTF-8.
enum ForeignText {
    /// The UTF-8 of `bytes` without a byte order mark; nil if they are not text.
    ///
    /// Recognizes UTF-16 of either byte order, with or without a mark, UTF-8, and otherwise Windows-1252:
    /// what Excel and old portals write in Norway. Windows-1252 leaves only a few bytes undefined, so
    /// anything that is not UTF-8 can be read.
    static func utf8(of bytes: [UInt8]) -> [UInt8]? {
        if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), isBig: false) }
        if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), isBig: true) }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return checked(Array(bytes.dropFirst(3))) }
        if let isBig = orderWithoutMark(of: bytes) { return utf16(bytes[...], isBig: isBig) }
        return checked(bytes)
    }

    /// The bytes if they are UTF-8, otherwise converted from Windows-1252.
    private static func checked(_ bytes: [UInt8]) -> [UInt8]? {
        // A text file with a zero byte is UTF-16.
        guard !bytes.contains(0) else { return nil }
        return String(validating: bytes, as: UTF8.self) == nil ? windows1252(bytes) : bytes
    }

    /// The byte order of UTF-16 without a mark, in which half of the bytes of Latin letters are
    /// zero; nil if it is not UTF-16.
    private static func orderWithoutMark(of bytes: [UInt8]) -> Bool? {
        guard bytes.count >= 4, bytes.count.isMultiple(of: 2) else { return nil }
        var zeros = (even: 0, odd: 0)
        let sample = bytes.prefix(2_000)
        for (index, byte) in sample.enumerated() where byte == 0 {
            if index.isMultiple(of: 2) { zeros.even += 1 } else { zeros.odd += 1 }
        }
        let many = sample.count / 3
        if zeros.odd > many, zeros.even == 0 { return false }
        if zeros.even > many, zeros.odd == 0 { return true }
        return nil
    }

    /// Converts UTF-16; an unpaired surrogate becomes U+FFFD.
    private static func utf16(_ bytes: ArraySlice<UInt8>, isBig: Bool) -> [UInt8]? {
        guard bytes.count.isMultiple(of: 2) else { return nil }
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            let unit = isBig ? first << 8 | second : second << 8 | first
            guard unit != 0 else { return nil }
            units.append(unit)
            index += 2
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    private static func windows1252(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            if byte < 0x80 { text.append(byte) } else { text += pieces[Int(byte) - 0x80] }
        }
        return text
    }

    /// The UTF-8 of each byte from 0x80 on.
    ///
    /// Source: the WHATWG's encoding standard, index-windows-1252.
    private static let pieces: [[UInt8]] = (0x80...0xFF).map { byte in
        let special: [UInt32] = [
            0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
            0x0152,
            0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
            0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
        ]
        let value = byte < 0xA0 ? special[byte - 0x80] : UInt32(byte)
        return Array(String(Unicode.Scalar(value).map(Character.init) ?? "\u{FFFD}").utf8)
    }
}
