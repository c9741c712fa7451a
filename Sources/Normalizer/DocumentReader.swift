import MirrorCore
import PullJSON

/// Walks through a document's objects and arrays, and counts deviations from the documentation.
struct DocumentReader {
    var json: JSONReader
    var anomalies = AnomalyCollector()
    /// Whether an object had, or may have had, the same key twice; the document is then cleaned and read
    /// again.
    private(set) var hasDuplicateKeys = false

    init(_ json: JSONReader) { self.json = json }

    /// Reads `bytes` with `body`; if an object has a key twice, only the last value is used, and the key is
    /// counted.
    ///
    /// - Parameters:
    ///   - root: the beginning of such keys' paths.
    ///   - identity: a place where `body` sees all values, because it has to compare them.
    static func read<Result>(
        _ bytes: RawSpan, at root: String = "$", comparing identity: FieldPath? = nil,
        _ body: (inout DocumentReader) throws(JSONError) -> Result
    ) throws(DocumentError) -> Result {
        do throws(JSONError) {
            var hasDuplicateKeys = false
            let result = try readOnce(bytes, noting: &hasDuplicateKeys, body)
            guard hasDuplicateKeys else { return result }
            let (cleaned, anomalies) = try DuplicateKeys.removed(from: bytes, at: root, but: identity?.text)
            return try readOnce(cleaned.span.bytes, after: anomalies, noting: &hasDuplicateKeys, body)
        } catch {
            throw DocumentError(error)
        }
    }

    private static func readOnce<Result>(
        _ bytes: RawSpan, after anomalies: [Anomaly] = [], noting hasDuplicateKeys: inout Bool,
        _ body: (inout DocumentReader) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        try JSONReader.read(bytes) { (json) throws(JSONError) in
            var reader = DocumentReader(json)
            reader.anomalies.earlier = anomalies
            let result = try body(&reader)
            try reader.json.end()
            hasDuplicateKeys = reader.hasDuplicateKeys
            return result
        }
    }

    /// Enters the object at `path`; returns false if there is none, which is counted unless the value is null
    /// or absent.
    mutating func beginObject(_ path: FieldPath) throws(JSONError) -> Bool {
        let scalar = try json.readScalar()
        switch scalar {
        case .object:
            try json.beginObject()
            return true
        case .null:
            if path.isRequired { anomalies.missing(path) }
        case .boolean, .number, .string, .unreadableString, .array: try refuse(scalar, path)
        }
        return false
    }

    /// Enters the array at `path`; returns false if there is none, which is counted unless the value is null
    /// or absent.
    mutating func beginArray(_ path: FieldPath) throws(JSONError) -> Bool {
        let scalar = try json.readScalar()
        switch scalar {
        case .array:
            try json.beginArray()
            return true
        case .null: break
        case .boolean, .number, .string, .unreadableString, .object: try refuse(scalar, path)
        }
        return false
    }

    /// Enters the next element that is an object, counting and skipping others; returns false at the array's
    /// end.
    mutating func nextObject(_ path: FieldPath) throws(JSONError) -> Bool {
        while try json.nextElement() {
            let scalar = try json.readScalar()
            if case .object = scalar {
                try json.beginObject()
                return true
            }
            try refuse(scalar, path)
        }
        return false
    }

    /// The next documented field of the current object; nil leaves the object.
    mutating func next<Name: FieldName>(_ fields: inout Fields<Name>) throws(JSONError) -> Name? {
        while let key = try json.nextKey() {
            if let name = fields.name(of: key) {
                note(name, in: &fields)
                return name
            }
            if !fields.note(unknown: key) { hasDuplicateKeys = true }
            let scalar = try json.readScalar()
            anomalies.unknown(key, in: fields.path, example: MaskedExample.of(scalar))
            try skipRest(of: scalar)
        }
        return nil
    }

    /// Records that a field of the current object was found.
    mutating func note<Name: FieldName>(_ name: Name, in fields: inout Fields<Name>) {
        if !fields.note(name) { hasDuplicateKeys = true }
    }

    /// Counts `scalar` as unreadable at `path`, and skips it.
    mutating func refuse(_ scalar: JSONScalar, _ path: FieldPath) throws(JSONError) {
        anomalies.unreadable(path, example: MaskedExample.of(scalar))
        try skipRest(of: scalar)
    }

    private mutating func skipRest(of scalar: JSONScalar) throws(JSONError) {
        switch scalar {
        case .object, .array: try json.skipValue()
        case .null, .boolean, .number, .string, .unreadableString: break
        }
    }
}
