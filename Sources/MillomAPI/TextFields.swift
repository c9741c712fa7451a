import PullJSON

/// Text and number fields of a JSON object, all as text.
struct TextFields {
    private var values: [String: String] = [:]
    /// Fields with another kind of value, or with a text that cannot be read.
    private(set) var unreadable: Set<String> = []
    /// Fields that occur more than once.
    private(set) var repeated: Set<String> = []

    /// Reads the fields `names` from `body`, which may be anything; nil if it is not a JSON object.
    ///
    /// If a key occurs more than once, its last value counts.
    init?(_ body: [UInt8], _ names: [String]) {
        do throws(JSONError) {
            self = try JSONReader.read(body.span.bytes) { (reader) throws(JSONError) in
                try TextFields(&reader, names)
            }
        } catch {
            return nil
        }
    }

    private init(_ reader: inout JSONReader, _ names: [String]) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isReadable, names.contains(key.string) else {
                try reader.skipValue()
                continue
            }
            let name = key.string
            if values[name] != nil || unreadable.contains(name) { repeated.insert(name) }
            values[name] = nil
            unreadable.remove(name)
            switch try reader.readScalar() {
            case .string(let text): values[name] = text.string
            case .number(let number): values[name] = number.literal
            case .null: break
            case .boolean, .unreadableString: unreadable.insert(name)
            case .object, .array:
                unreadable.insert(name)
                try reader.skipValue()
            }
        }
        try reader.end()
    }

    /// The value of `name`; nil if it is missing or unreadable.
    subscript(_ name: String) -> String? { values[name] }
}
