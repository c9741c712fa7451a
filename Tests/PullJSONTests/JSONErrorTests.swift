import PullJSON
import Testing

@Suite("JSONError")
struct JSONErrorTests {
    @Test(
        "tells where the fault is",
        arguments: [
            (#"{"settings":[{},{},{},{"active":tru}]}"#, 35, "$.settings[3].active"),
            (#"{"a":{"b":[]},"c":[1,2,x]}"#, 23, "$.c[2]"),
            (#"{"a":{"b":[]},"c" 1}"#, 18, "$"),
            (#"{"a":1,b}"#, 7, "$"),
            (#"[[],["x",01]]"#, 10, "$[1][1]"),
            (#"{"a":"]}\",[{","b":[{"c":nul}]}"#, 28, "$.b[0].c"),
            (#"{"æ":x}"#, 6, "$.?"),
            (#"{"4790000001":{"a":x}}"#, 19, "$.?.a"),
            (#"{"a\u0041":x}"#, 11, "$.?"),
            ("[1] 2", 4, "$"),
        ])
    func locates(document: String, offset: Int, path: String) {
        let error = #expect(throws: JSONError.self) {
            try JSONReader.validate(Array(document.utf8).span.bytes)
        }
        #expect(error?.offset == offset)
        #expect(error?.path == path)
    }

    @Test("says in words what, where, and nothing of the content")
    func describes() {
        let document = Array(#"{"user":{"firstName":"Kari"}}"#.utf8)
        let error = #expect(throws: JSONError.self) {
            try JSONReader.read(document.span.bytes) { (reader) throws(JSONError) in
                try reader.beginObject()
                _ = try reader.nextKey()
                try reader.beginObject()
                _ = try reader.nextKey()
                try reader.beginArray()
            }
        }
        #expect(error?.description == "string where array is expected at byte 21, $.user.firstName")
        let kind = JSONError.Kind.wrongKind(expected: .array, found: .object)
        #expect(
            JSONError(kind: kind, offset: 0, path: "$").description
                == "object where array is expected at byte 0, $")
    }
}
