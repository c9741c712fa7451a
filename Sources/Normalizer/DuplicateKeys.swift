import PullJSON

/// Rewrites a document so that no object has a key twice: the last one stays, wholly.
///
/// Duplicates are so rare that readers only notice them; the document is then cleaned and read again.
enum DuplicateKeys {
    static func removed(from bytes: RawSpan) throws(JSONError) -> [UInt8] {
        try JSONReader.read(bytes) { (reader) throws(JSONError) in
            var cleaned: [UInt8] = []
            try copyValue(bytes, from: &reader, to: &cleaned)
            try reader.end()
            return cleaned
        }
    }

    private static func copyValue(
        _ bytes: RawSpan, from reader: inout JSONReader, to copy: inout [UInt8]
    ) throws(JSONError) {
        switch try reader.peekKind() {
        case .object: try copyObject(bytes, from: &reader, to: &copy)
        case .array:
            try reader.beginArray()
            var separator = UInt8(ascii: "[")
            while try reader.nextElement() {
                copy.append(separator)
                separator = UInt8(ascii: ",")
                try copyValue(bytes, from: &reader, to: &copy)
            }
            if separator == UInt8(ascii: "[") { copy.append(separator) }
            copy.append(UInt8(ascii: "]"))
        case .string, .number, .boolean, .null:
            let start = reader.offset
            try reader.skipValue()
            append(bytes, start..<reader.offset, to: &copy)
        }
    }

    private static func copyObject(
        _ bytes: RawSpan, from reader: inout JSONReader, to copy: inout [UInt8]
    ) throws(JSONError) {
        var members: [[UInt8]] = []
        var indexes: [[UInt8]: Int] = [:]
        try reader.beginObject()
        while let key = try reader.nextKey() {
            var member = [UInt8(ascii: "\"")] + Array(key.raw) + Array("\":".utf8)
            try copyValue(bytes, from: &reader, to: &member)
            let content = key.withBytes { Array($0) }
            if let index = indexes[content] {
                members[index] = member
            } else {
                indexes[content] = members.count
                members.append(member)
            }
        }
        copy.append(UInt8(ascii: "{"))
        copy.append(contentsOf: members.joined(separator: [UInt8(ascii: ",")]))
        copy.append(UInt8(ascii: "}"))
    }

    private static func append(_ bytes: RawSpan, _ range: Range<Int>, to copy: inout [UInt8]) {
        bytes.extracting(range).withUnsafeBytes { copy.append(contentsOf: $0) }
    }
}
