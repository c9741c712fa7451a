import MirrorCore
import MirrorReading

/// Describes the columns of an exported table as a Table Schema.
///
/// Source: Table Schema (datapackage.org), version 2. The property `privacy` is ours:
/// see ``RelationColumn/Privacy``.
struct TableSchema: Sendable, Equatable {
    private let format: ExportFormat
    private let columns: [RelationColumn]
    /// The columns' names in the file.
    private let headers: [String]
    private let key: [String]
    let description: String

    /// - Parameter time: the time zone in which a format for people shows instants.
    init(_ selection: ExportSelection, in format: ExportFormat, _ time: LocalTime) {
        self.format = format
        columns = selection.columns
        headers = columns.map { format.isForPeople ? time.header(of: ResultColumn($0)) : $0.name }
        // Excludes instants, which may read alike in local time: see LocalTime.
        let names = Set(columns.filter { !format.isForPeople || $0.kind != .instant }.map(\.name))
        key = selection.relation.key.allSatisfy(names.contains) ? selection.relation.key : []
        description = selection.description
    }

    var json: JSONValue {
        .object(
            [("fields", .array(zip(columns, headers).map(field)))]
                + (key.isEmpty ? [] : [("primaryKey", .array(key.map(JSONValue.string)))])
                + format.missingValues)
    }

    private func field(_ column: RelationColumn, _ header: String) -> JSONValue {
        .object(
            [("name", .string(header))] + format.fieldType(column.kind)
                + [
                    ("description", .string(column.description)),
                    ("privacy", .string(column.privacy.rawValue)),
                ])
    }
}
