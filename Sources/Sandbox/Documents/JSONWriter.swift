/// Writes JSON into bytes, with no more checks than its callers need.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    private mutating func separate() {
        if let last = bytes.last, last != UInt8(ascii: "{"), last != UInt8(ascii: "[") {
            bytes.append(UInt8(ascii: ","))
        }
    }

    private mutating func write(_ literal: StaticString) {
        literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func key(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        write(name)
        write("\":")
    }

    /// Writes a key and its value, for keys known only at run time.
    mutating func field(named name: String, _ token: Token) {
        separate()
        quoted(name)
        bytes.append(UInt8(ascii: ":"))
        value(token)
    }

    /// Writes a key and its value, or nothing if the value is absent.
    mutating func field(_ name: StaticString, _ token: Token) {
        if case .absent = token { return }
        key(name)
        value(token)
    }

    /// Writes one element of an array.
    mutating func element(_ token: Token) {
        separate()
        value(token)
    }

    private mutating func value(_ token: Token) {
        switch token {
        case .absent, .null: write("null")
        case .text(let text): quoted(text)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .real(let number): bytes.append(contentsOf: "\(number)".utf8)
        case .flag(let flag): write(flag ? "true" : "false")
        case .emptyArray: write("[]")
        case .emptyObject: write("{}")
        }
    }

    /// Writes members or elements that were serialized before.
    mutating func fragment(_ finished: [UInt8]) {
        separate()
        bytes.append(contentsOf: finished)
    }

    /// Writes an already serialized value after its key.
    mutating func finished(_ value: [UInt8]) { bytes.append(contentsOf: value) }

    /// Writes an object as an element, or as the whole document.
    mutating func object(_ members: (inout JSONWriter) -> Void) {
        separate()
        openObject(members)
    }

    mutating func object(_ name: StaticString, _ members: (inout JSONWriter) -> Void) {
        key(name)
        openObject(members)
    }

    mutating func object(named name: String, _ members: (inout JSONWriter) -> Void) {
        separate()
        quoted(name)
        bytes.append(UInt8(ascii: ":"))
        openObject(members)
    }

    private mutating func openObject(_ members: (inout JSONWriter) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        members(&self)
        bytes.append(UInt8(ascii: "}"))
    }

    mutating func array(_ elements: (inout JSONWriter) -> Void) {
        separate()
        openArray(elements)
    }

    mutating func array(_ name: StaticString, _ elements: (inout JSONWriter) -> Void) {
        key(name)
        openArray(elements)
    }

    private mutating func openArray(_ elements: (inout JSONWriter) -> Void) {
        bytes.append(UInt8(ascii: "["))
        elements(&self)
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func quoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        let isPlain = text.utf8.allSatisfy {
            $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
        if isPlain { bytes.append(contentsOf: text.utf8) } else { escape(text) }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                let hex = String(byte, radix: 16)
                bytes.append(contentsOf: "\\u00\(hex.utf8.count == 1 ? "0" : "")\(hex)".utf8)
            default: bytes.append(byte)
            }
        }
    }
}
