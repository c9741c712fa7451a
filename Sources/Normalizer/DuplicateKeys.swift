import MirrorCore
import PullJSON

/// Rewrites a document so that no object has a key twice: the last value stays whole, the others are counted.
///
/// Duplicates are so rare that readers only detect them; the document is then cleaned and read again.
struct DuplicateKeys {
    /// How many places are counted separately in one document; further ones are counted as `?`.
    private static let maximumPlaces = 100

    private var counts: [ExactText: Int] = [:]
    /// The place where all values stay.
    private let kept: String?

    private init(keeping kept: String?) { self.kept = kept }

    /// - Parameters:
    ///   - root: the beginning of all paths.
    ///   - kept: a place whose duplicates are counted but all stay.
    static func removed(
        from bytes: RawSpan, at root: String, but kept: String? = nil
    ) throws(JSONError) -> (cleaned: [UInt8], anomalies: [Anomaly]) {
        try JSONReader.read(bytes) { (reader) throws(JSONError) in
            var keys = DuplicateKeys(keeping: kept)
            var cleaned: [UInt8] = []
            try keys.copyValue(bytes, at: root, from: &reader, to: &cleaned)
            try reader.end()
            let anomalies = keys.counts.map {
                Anomaly(path: $0.key.text, kind: .duplicateKey, count: $0.value)
            }
            return (cleaned, anomalies)
        }
    }

    private mutating func copyValue(
        _ bytes: RawSpan, at path: String, from reader: inout JSONReader, to copy: inout [UInt8]
    ) throws(JSONError) {
        switch try reader.peekKind() {
        case .object: try copyObject(bytes, at: path, from: &reader, to: &copy)
        case .array:
            try reader.beginArray()
            var separator = UInt8(ascii: "[")
            while try reader.nextElement() {
                copy.append(separator)
                separator = UInt8(ascii: ",")
                try copyValue(bytes, at: path + "[]", from: &reader, to: &copy)
            }
            if separator == UInt8(ascii: "[") { copy.append(separator) }
            copy.append(UInt8(ascii: "]"))
        case .string, .number, .boolean, .null:
            let start = reader.offset
            try reader.skipValue()
            Self.append(bytes, start..<reader.offset, to: &copy)
        }
    }

    private mutating func copyObject(
        _ bytes: RawSpan, at path: String, from reader: inout JSONReader, to copy: inout [UInt8]
    ) throws(JSONError) {
        var members: [[UInt8]] = []
        var indexes: [[UInt8]: Int] = [:]
        try reader.beginObject()
        while let key = try reader.nextKey() {
            var member = [UInt8(ascii: "\"")] + Array(key.raw) + Array("\":".utf8)
            let place = path + "." + (key.fieldName ?? "?")
            try copyValue(bytes, at: place, from: &reader, to: &member)
            let content = key.withBytes { Array($0) }
            if let index = indexes[content] {
                if let kept, place.hasSameBytes(as: kept) {
                    members.append(member)
                } else {
                    members[index] = member
                }
                let known = ExactText(place)
                let isKnown = counts[known] != nil || counts.count < Self.maximumPlaces
                counts[isKnown ? known : ExactText("?"), default: 0] += 1
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
