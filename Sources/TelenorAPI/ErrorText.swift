/// Finds "Error code 42901" in text of any kind, HTML and a JSON message included.
enum ErrorText {
    /// The first code in `body`: the words in any case, then 5 to 7 digits; tags and punctuation may come
    /// between.
    static func code(in body: [UInt8]) -> Int? {
        var index = 0
        while let start = find("error", in: body, from: index) {
            index = start + 5
            let gap = skipMarks(body, from: index)
            guard matches("code", body, at: gap) else { continue }
            if let code = digits(body, from: skipMarks(body, from: gap + 4)) { return code }
        }
        return nil
    }

    private static func find(_ word: StaticString, in body: [UInt8], from start: Int) -> Int? {
        var index = start
        while index + word.utf8CodeUnitCount <= body.count {
            if matches(word, body, at: index) { return index }
            index += 1
        }
        return nil
    }

    private static func matches(_ word: StaticString, _ body: [UInt8], at start: Int) -> Bool {
        guard start + word.utf8CodeUnitCount <= body.count else { return false }
        for offset in 0..<word.utf8CodeUnitCount where body[start + offset] | 0x20 != word.utf8Start[offset] {
            return false
        }
        return true
    }

    /// Skips blanks, punctuation and tags, at most 64 bytes of them.
    private static func skipMarks(_ body: [UInt8], from start: Int) -> Int {
        var index = start
        let end = min(body.count, start + 64)
        while index < end {
            switch body[index] {
            case UInt8(ascii: "<"):
                while index < end, body[index] != UInt8(ascii: ">") { index += 1 }
                index += 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
                UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "#"), UInt8(ascii: "_"),
                UInt8(ascii: "-"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"):
                index += 1
            default: return index
            }
        }
        return index
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte & 0xDF) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }

    private static func digits(_ body: [UInt8], from start: Int) -> Int? {
        var index = start
        var value = 0
        while index < body.count, (0x30...0x39).contains(body[index]) {
            guard index - start < 7 else { return nil }
            value = value * 10 + Int(body[index] - 0x30)
            index += 1
        }
        // Digits followed by letters may be the beginning of anything, even of a token.
        let isWord = index < body.count && isOfWord(body[index])
        return index - start >= 5 && !isWord ? value : nil
    }
}
