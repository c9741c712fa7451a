import PullJSON
import Testing

@Suite("JSONReader")
struct JSONReaderTests {
    @Test("hands out keys and values in their order, duplicates included")
    func pulls() throws {
        let document = Array(#" {"a":1, "b":[true,null,"x"], "a":{"c":-2.0}, "d":{}} "#.utf8)
        let seen = try JSONReader.read(document.span.bytes) { (reader) throws(JSONError) in
            var seen: [String] = []
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "a" where try reader.peekKind() == .number:
                    seen.append("a \(try reader.number()?.literal ?? "")")
                case "b":
                    try reader.beginArray()
                    while try reader.nextElement() {
                        switch try reader.readScalar() {
                        case .boolean(let flag): seen.append("b \(flag)")
                        case .null: seen.append("b null")
                        case .string(let text): seen.append("b \(text.string)")
                        default: seen.append("b")
                        }
                    }
                default:
                    seen.append("\(key.string) skipped at \(reader.path)")
                    try reader.skipValue()
                }
            }
            try reader.end()
            return seen
        }
        #expect(
            seen == [
                "a 1", "b true", "b null", "b x", "a skipped at $.a", "d skipped at $.d",
            ])
    }

    @Test("stands before a value of another kind than asked for, which can then be read")
    func recoversFromWrongKind() throws {
        let document = Array(#"["N/A",1.5]"#.utf8)
        try JSONReader.read(document.span.bytes) { (reader) throws(JSONError) in
            try reader.beginArray()
            _ = try reader.nextElement()
            do throws(JSONError) {
                _ = try reader.readBoolean()
                Issue.record("read a string as a boolean")
            } catch {
                let kind = JSONError.Kind.wrongKind(expected: .boolean, found: .string)
                #expect(error == JSONError(kind: kind, offset: 1, path: "$[0]"))
            }
            let text = try reader.string()
            #expect(text == "N/A")
            _ = try reader.nextElement()
            let double = try reader.number()?.double
            #expect(double == 1.5)
            let hasMore = try reader.nextElement()
            #expect(!hasMore)
            try reader.end()
        }
    }

    @Test("refuses what is asked out of turn, and everything after an error")
    func refusesOutOfTurn() throws {
        func kinds(_ document: String, _ steps: [(inout JSONReader) throws(JSONError) -> Void]) -> [JSONError
            .Kind?]
        {
            Array(document.utf8).withUnsafeBytes { bytes in
                guard var reader = try? JSONReader(bytes) else { return [] }
                return steps.map { step in
                    do throws(JSONError) {
                        try step(&reader)
                        return nil
                    } catch {
                        return error.kind
                    }
                }
            }
        }
        let begin: (inout JSONReader) throws(JSONError) -> Void = { (r) throws(JSONError) in
            try r.beginArray()
        }
        let element: (inout JSONReader) throws(JSONError) -> Void = { (r) throws(JSONError) in
            _ = try r.nextElement()
        }
        let key: (inout JSONReader) throws(JSONError) -> Void = { (r) throws(JSONError) in _ = try r.nextKey()
        }
        let value: (inout JSONReader) throws(JSONError) -> Void = { (r) throws(JSONError) in try r.skipValue()
        }
        let end: (inout JSONReader) throws(JSONError) -> Void = { (r) throws(JSONError) in try r.end() }
        #expect(kinds("[1 2]", [begin, value, value]) == [nil, .outOfTurn, .outOfTurn])
        #expect(kinds("[1 2]", [begin, element, value, value]) == [nil, nil, nil, .outOfTurn])
        #expect(kinds("[1]", [begin, key, element]) == [nil, .outOfTurn, .outOfTurn])
        #expect(kinds("[1]", [begin, element, element]) == [nil, nil, .outOfTurn])
        #expect(kinds("[1]", [element]) == [.outOfTurn])
        #expect(kinds("[1]", [end]) == [.outOfTurn])
        #expect(kinds("[1]", [begin, end]) == [nil, .outOfTurn])
        #expect(kinds("[x]", [begin, element, value, element]) == [nil, nil, .unexpectedByte, .outOfTurn])
        #expect(kinds("1", [value, value]) == [nil, .outOfTurn])
        #expect(kinds("1", [value, end, end]) == [nil, nil, nil])
    }

    @Test(
        "counts the elements of a list without reading them",
        arguments: [("[]", 0), ("[1]", 1), (#" [{"a":[1,2,3]}, [], "x" , null]"#, 4)])
    func counts(document: String, expected: Int) throws {
        #expect(try JSONReader.topLevelArrayCount(Array(document.utf8).span.bytes) == expected)
    }

    @Test("counts nothing that is no list", arguments: ["{}", "3", "[1,]", "[1", "[] []"])
    func refusesToCount(document: String) {
        #expect(throws: JSONError.self) { try JSONReader.topLevelArrayCount(Array(document.utf8).span.bytes) }
    }

    @Test("every prefix of a document is refused")
    func refusesPrefixes() {
        let document = Array(#"{"a":[1.5e-3,"\uD83D\uDE00 æ",true,null],"b":{"c":false}}"#.utf8)
        for length in 0..<document.count {
            #expect(throws: JSONError.self) { try JSONReader.validate(Array(document[..<length]).span.bytes) }
        }
        #expect(throws: Never.self) { try JSONReader.validate(document.span.bytes) }
    }
}
