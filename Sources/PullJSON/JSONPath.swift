/// Finds the path to an offset in a document.
///
/// The reader keeps no path. It is derived only after a fault, from the bytes before it, which are known to
/// be well-formed, so that reading without a fault costs nothing extra.
struct JSONPath {
    private enum Level {
        case object(key: Range<Int>?)
        case array(index: Int)
    }

    private var levels: [Level] = []

    /// The path of the value, key or separator at `offset`; `bytes` up to there are well-formed.
    static func text(of offset: Int, in bytes: UnsafeRawBufferPointer) -> String {
        var path = JSONPath()
        path.walk(bytes, to: min(offset, bytes.count))
        return path.text(bytes)
    }

    private mutating func walk(_ bytes: UnsafeRawBufferPointer, to offset: Int) {
        var position = 0
        var lastString = 0..<0
        while position < offset {
            let byte = bytes[position]
            position += 1
            switch byte {
            case Ascii.openBrace: levels.append(.object(key: nil))
            case Ascii.openBracket: levels.append(.array(index: 0))
            case Ascii.closeBrace, Ascii.closeBracket: _ = levels.popLast()
            case Ascii.quote:
                let start = position
                while position < offset, bytes[position] != Ascii.quote {
                    position += bytes[position] == Ascii.backslash ? 2 : 1
                }
                if position >= offset { return }
                lastString = start..<position
                position += 1
            case Ascii.colon: replaceLast(.object(key: lastString))
            case Ascii.comma:
                if case .array(let index) = levels.last {
                    replaceLast(.array(index: index + 1))
                } else {
                    replaceLast(.object(key: nil))
                }
            default: break
            }
        }
    }

    private mutating func replaceLast(_ level: Level) {
        if levels.popLast() != nil { levels.append(level) }
    }

    private func text(_ bytes: UnsafeRawBufferPointer) -> String {
        var text = "$"
        for level in levels {
            switch level {
            case .object(nil): break
            case .object(let key?): text += "." + (Self.name(bytes[key]) ?? "?")
            case .array(let index): text += "[\(index)]"
            }
        }
        return text
    }

    private static func name(_ key: Slice<UnsafeRawBufferPointer>) -> String? {
        UnsafeRawBufferPointer(rebasing: key).withMemoryRebound(to: UInt8.self, JSONText.fieldName)
    }
}
