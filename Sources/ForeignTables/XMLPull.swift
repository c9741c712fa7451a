/// A strict pull reader for the XML of workbooks: UTF-8, well formed, without a document type.
///
/// So it has no custom entities, whose expansion is the classic attack.
struct XMLPull {
    enum Event: Equatable {
        /// Names without their prefixes; a self-closing element is followed by its end.
        case start(String, [Attribute])
        case end(String)
        case text(String)
    }

    struct Attribute: Equatable {
        let name: String
        let value: String
    }

    private let bytes: [UInt8]
    private var index = 0
    private var open: [String] = []
    private var pendingEnd: String?
    private var hasRoot = false

    private static let deepest = 64
    private static let mostAttributes = 64

    init(_ bytes: [UInt8]) throws(WorkbookFault) {
        // Rejects UTF-16 and any other encoding.
        guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) else {
            throw .damaged("its XML is not UTF-8")
        }
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    /// The next event; nil at the end.
    mutating func next() throws(WorkbookFault) -> Event? {
        if let name = pendingEnd {
            pendingEnd = nil
            return .end(name)
        }
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "<") else {
                let text = try text()
                if open.isEmpty {
                    guard text.allSatisfy(\.isWhitespace) else { throw .damaged("text outside its XML") }
                    continue
                }
                return .text(text)
            }
            if has("<!--") {
                try skip(past: "-->")
            } else if has("<![CDATA[") {
                guard !open.isEmpty else { throw .damaged("text outside its XML") }
                let begin = index + 9
                try skip(past: "]]>")
                return .text(String(decoding: bytes[begin..<index - 3], as: UTF8.self))
            } else if has("<?") {
                try skip(past: "?>")
            } else if has("<!") {
                throw .damaged("its XML has a document type declaration")
            } else if has("</") {
                return try endTag()
            } else {
                return try startTag()
            }
        }
        guard open.isEmpty, hasRoot else { throw .damaged("its XML is truncated") }
        return nil
    }

    private func has(_ mark: StaticString) -> Bool {
        guard index + mark.utf8CodeUnitCount <= bytes.count else { return false }
        for offset in 0..<mark.utf8CodeUnitCount where bytes[index + offset] != mark.utf8Start[offset] {
            return false
        }
        return true
    }

    private mutating func skip(past mark: StaticString) throws(WorkbookFault) {
        while index < bytes.count {
            if has(mark) {
                index += mark.utf8CodeUnitCount
                return
            }
            index += 1
        }
        throw .damaged("its XML is truncated")
    }

    private mutating func startTag() throws(WorkbookFault) -> Event {
        index += 1
        let name = try name()
        guard open.count < Self.deepest, !open.isEmpty || !hasRoot else {
            throw .damaged("its XML is nested too deeply")
        }
        hasRoot = true
        var attributes: [Attribute] = []
        while true {
            let hasBlank = skipBlanks()
            guard index < bytes.count else { throw .damaged("its XML is truncated") }
            if has("/>") {
                index += 2
                pendingEnd = name
                return .start(name, attributes)
            }
            if has(">") {
                index += 1
                open.append(name)
                return .start(name, attributes)
            }
            guard hasBlank, attributes.count < Self.mostAttributes else {
                throw .damaged("its XML is not well formed")
            }
            attributes.append(try attribute())
        }
    }

    private mutating func attribute() throws(WorkbookFault) -> Attribute {
        let name = try name()
        _ = skipBlanks()
        guard has("=") else { throw .damaged("its XML is not well formed") }
        index += 1
        _ = skipBlanks()
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'")
        else {
            throw .damaged("its XML is not well formed")
        }
        let mark = bytes[index]
        index += 1
        let begin = index
        while index < bytes.count, bytes[index] != mark, bytes[index] != UInt8(ascii: "<") { index += 1 }
        guard index < bytes.count, bytes[index] == mark else { throw .damaged("its XML is not well formed") }
        let value = try Self.expanded(bytes[begin..<index])
        index += 1
        return Attribute(name: name, value: value)
    }

    private mutating func endTag() throws(WorkbookFault) -> Event {
        index += 2
        let name = try name()
        _ = skipBlanks()
        guard has(">"), open.popLast() == name else { throw .damaged("its XML is not well formed") }
        index += 1
        return .end(name)
    }

    private mutating func text() throws(WorkbookFault) -> String {
        let begin = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "<") { index += 1 }
        return try Self.expanded(bytes[begin..<index])
    }

    /// Reads a name without its prefix.
    private mutating func name() throws(WorkbookFault) -> String {
        var begin = index
        loop: while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: ":"): begin = index + 1
            case 0x00...0x20, UInt8(ascii: "/"), UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "<"),
                UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "&"):
                break loop
            default: break
            }
            index += 1
        }
        guard begin < index else { throw .damaged("its XML is not well formed") }
        return String(decoding: bytes[begin..<index], as: UTF8.self)
    }

    /// Skips blanks; returns whether there were any.
    private mutating func skipBlanks() -> Bool {
        let begin = index
        while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
        return index > begin
    }

    /// Expands `&…;`: XML's five predefined entities and character numbers.
    private static func expanded(_ bytes: ArraySlice<UInt8>) throws(WorkbookFault) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var text = ""
        var rest = bytes
        while let mark = rest.firstIndex(of: UInt8(ascii: "&")) {
            text += String(decoding: rest[..<mark], as: UTF8.self)
            guard let end = rest[mark...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
                throw .damaged("its XML is not well formed")
            }
            let name = String(decoding: rest[(mark + 1)..<end], as: UTF8.self)
            guard let scalar = scalar(named: name) else { throw .damaged("its XML uses an undefined entity") }
            text.unicodeScalars.append(scalar)
            rest = rest[(end + 1)...]
        }
        return text + String(decoding: rest, as: UTF8.self)
    }

    private static func scalar(named name: String) -> Unicode.Scalar? {
        switch name {
        case "amp": "&"
        case "lt": "<"
        case "gt": ">"
        case "quot": "\""
        case "apos": "'"
        case let name where name.hasPrefix("#x"):
            UInt32(name.dropFirst(2), radix: 16).flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
        case let name where name.hasPrefix("#"):
            UInt32(name.dropFirst()).flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
        default: nil
        }
    }
}

extension [XMLPull.Attribute] {
    subscript(name: String) -> String? { first { $0.name == name }?.value }
}
