import Crypto
import MirrorCore
package import MirrorReading

/// The contents of an export, as described by its `datapackage.json`.
///
/// Source: Data Package (datapackage.org), version 2; our own properties are in `submirror`.
package struct DataPackage: Sendable, Equatable {
    /// One table of the export: a relation, or a part of a large one.
    package struct Resource: Sendable, Equatable {
        package let name: String
        package let file: ExportedFile
        package let part: ExportedFile.Part
        let schema: TableSchema
    }

    package let facts: ExportFacts
    /// Sorted by relation name; empty for a page.
    package let resources: [Resource]
    /// The files that hold no relations, such as a page for people.
    private let documents: [ExportedDocument]

    /// The texts that exceed a spreadsheet's cell and are truncated in the files.
    package let cutTexts: [TruncatedText]

    static let fileName = "datapackage.json"
    static let maker = "submirror"

    init(
        _ facts: ExportFacts, files: [ExportedFile], selections: [ExportSelection], time: LocalTime,
        cutTexts: [TruncatedText], documents: [ExportedDocument] = []
    ) {
        self.facts = facts
        self.cutTexts = cutTexts
        self.documents = documents
        let schemas = Dictionary(
            uniqueKeysWithValues: selections.map {
                ($0.relation.name, TableSchema($0, in: facts.format, time))
            })
        resources = files.flatMap { file in
            file.parts.compactMap { part in
                schemas[part.relation].map { schema in
                    Resource(name: Self.name(of: part), file: file, part: part, schema: schema)
                }
            }
        }
    }

    /// A package that contains only a page.
    init(_ facts: ExportFacts, page: ExportedDocument) {
        self.facts = facts
        documents = [page]
        resources = []
        cutTexts = []
    }

    /// The files with relations, in the package's order.
    package var files: [ExportedFile] {
        var seen: Set<String> = []
        return resources.map(\.file).filter { seen.insert($0.name).inserted }
    }

    /// The number of rows by relation.
    package var rowCounts: [String: Int] {
        Dictionary(resources.map { ($0.part.relation, $0.part.rows) }, uniquingKeysWith: +)
    }

    /// The package's JSON, with a seal that reveals later changes by others.
    var json: String { json(seal: Self.seal(of: json(seal: ""))) }

    /// The seal for a package's JSON with an empty seal.
    static func seal(of json: String) -> String { Hexadecimal.text(SHA256.hash(data: Array(json.utf8))) }

    private func json(seal: String) -> String {
        JSONValue.object([
            ("$schema", .string("https://datapackage.org/profiles/2.0/datapackage.json")),
            ("name", .string("subscriptions")), ("submirror", facts.json(seal: seal)),
            (
                "resources",
                .array(
                    resources.map { $0.json(in: facts.format, cutTexts) }
                        + documents.map(\.json))
            ),
        ]).document() + "\n"
    }

    /// The relation's name, or the table's if the relation has several parts.
    private static func name(of part: ExportedFile.Part) -> String { part.table ?? part.relation }
}

extension ExportedDocument {
    fileprivate var json: JSONValue {
        .object([
            ("name", .string(name)), ("path", .string(path)), ("format", .string(format)),
            ("mediatype", .string(mediaType)), ("encoding", "utf-8"), ("bytes", .integer(Int64(bytes))),
            ("hash", .string("sha256:" + sha256)),
        ])
    }
}

extension DataPackage.Resource {
    fileprivate func json(in format: ExportFormat, _ cutTexts: [TruncatedText]) -> JSONValue {
        let cut = cutTexts.filter { $0.table == name }.map(\.json)
        return .object(
            [
                ("name", .string(name)), ("path", .string(file.name)),
                ("description", .string(schema.description)),
            ] + format.description(of: part)
                + [
                    ("bytes", .integer(Int64(file.bytes))), ("hash", .string("sha256:" + file.sha256)),
                    ("rows", .integer(Int64(part.rows))), ("schema", schema.json),
                ] + (cut.isEmpty ? [] : [("cut_texts", .array(cut))]))
    }
}
