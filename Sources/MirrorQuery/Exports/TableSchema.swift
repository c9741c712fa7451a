/// The columns of one table of an export, as a Table Schema says them.
///
/// Source: Table Schema (datapackage.org), version 2. `privacy` is ours: see ``RelationColumn/Privacy``.
struct TableSchema: Sendable, Equatable {
    private let format: ExportFormat
    private let columns: [RelationColumn]
    private let key: [String]
    let description: String

    init(_ selection: ExportSelection, in format: ExportFormat) {
        self.format = format
        columns = selection.columns
        let names = Set(columns.map(\.name))
        key = selection.relation.key.allSatisfy(names.contains) ? selection.relation.key : []
        description = selection.description
    }

    var json: JSONValue {
        .object(
            [("fields", .array(columns.map(field)))]
                + (key.isEmpty ? [] : [("primaryKey", .array(key.map(JSONValue.string)))])
                + format.missingValues)
    }

    private func field(_ column: RelationColumn) -> JSONValue {
        .object(
            [("name", .string(column.name))] + format.fieldType(column.kind)
                + [
                    ("description", .string(column.description)),
                    ("privacy", .string(column.privacy.rawValue)),
                ])
    }
}
