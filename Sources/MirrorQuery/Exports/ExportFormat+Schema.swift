extension ExportFormat {
    /// What a data package says of a file, or of the table in it.
    func description(of part: ExportedFile.Part) -> [(key: String, value: JSONValue)] {
        switch self {
        case .csv:
            [
                ("format", .string("csv")), ("mediatype", .string("text/csv")),
                ("encoding", .string("utf-8")),
                ("dialect", .object([("delimiter", .string(",")), ("lineTerminator", .string("\n"))])),
            ]
        }
    }

    /// What stands for an unknown value, where the format has none of its own.
    var missingValues: [(key: String, value: JSONValue)] {
        switch self {
        case .csv: [("missingValues", .array([.string("")]))]
        }
    }

    /// How the values of a column are written.
    func fieldType(_ kind: RelationColumn.Kind) -> [(key: String, value: JSONValue)] {
        let type: JSONValue =
            switch kind {
            case .text: "string"
            case .integer: "integer"
            case .number: "number"
            case .boolean: "boolean"
            case .date: "date"
            case .instant: "datetime"
            }
        switch (self, kind) {
        case (.csv, .boolean):
            return [
                ("type", type), ("trueValues", .array(["1"])), ("falseValues", .array(["0"])),
            ]
        case (_, .text), (_, .integer), (_, .number), (_, .boolean), (_, .date), (_, .instant):
            return [("type", type)]
        }
    }
}
