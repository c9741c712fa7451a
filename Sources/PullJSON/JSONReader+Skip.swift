extension JSONReader {
    /// Skips the next value of any kind and checks its structure, but not its texts.
    package mutating func skipValue() throws(JSONError) {
        let outside = depth
        repeat {
            switch try peekKind() {
            case .object: try beginObject()
            case .array: try beginArray()
            case .string:
                _ = try scanString()
                turn = .next
            case .number:
                _ = try scanNumber()
                turn = .next
            case .boolean: _ = try readBoolean()
            case .null: try readNull()
            }
        } while try descend(below: outside)
    }

    /// Moves to the next value inside the one being skipped; false once all of it has been passed.
    private mutating func descend(below outside: Int) throws(JSONError) -> Bool {
        while depth > outside {
            if isInObject {
                if try nextKey() != nil { return true }
            } else {
                if try nextElement() { return true }
            }
        }
        return false
    }

    /// Checks that `bytes` are one JSON document and nothing else.
    package static func validate(_ bytes: RawSpan, limits: JSONLimits = .standard) throws(JSONError) {
        try read(bytes, limits: limits) { (reader) throws(JSONError) in
            try reader.skipValue()
            try reader.end()
        }
    }

    /// Checks that `bytes` are one JSON document, an array, and counts its elements.
    ///
    /// - Throws: `wrongKind` if the document is not an array.
    package static func topLevelArrayCount(
        _ bytes: RawSpan, limits: JSONLimits = .standard
    ) throws(JSONError) -> Int {
        try read(bytes, limits: limits) { (reader) throws(JSONError) in
            var count = 0
            try reader.beginArray()
            while try reader.nextElement() {
                try reader.skipValue()
                count += 1
            }
            try reader.end()
            return count
        }
    }
}
