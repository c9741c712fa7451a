import Crypto
import MirrorCore
package import MirrorReading

/// The content of an export, as its `datapackage.json` describes it.
///
/// Source: Data Package (datapackage.org), version 2; what is ours alone stands in `submirror`.
package struct DataPackage: Sendable, Equatable {
    /// One table of the export: a relation, or a part of a large one.
    package struct Resource: Sendable, Equatable {
        package let name: String
        package let file: ExportedFile
        package let part: ExportedFile.Part
        let schema: TableSchema
    }

    package let facts: ExportFacts
    /// In the order of the relations' names; none of a page.
    package let resources: [Resource]
    /// A file for people, which holds no relations.
    private let page: ExportedFile?

    /// The texts that are longer than a cell of a spreadsheet, and so are in it without their end.
    package let cutTexts: [CutText]

    static let fileName = "datapackage.json"
    static let maker = "submirror"

    init(
        _ facts: ExportFacts, files: [ExportedFile], selections: [ExportSelection], time: LocalTime,
        cutTexts: [CutText]
    ) {
        self.facts = facts
        self.cutTexts = cutTexts
        page = nil
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

    /// A package of a page alone.
    init(_ facts: ExportFacts, page: ExportedFile) {
        self.facts = facts
        self.page = page
        resources = []
        cutTexts = []
    }

    /// The files beside `datapackage.json`, by their order in the package.
    package var files: [ExportedFile] {
        var seen: Set<String> = []
        return resources.map(\.file).filter { seen.insert($0.name).inserted }
    }

    /// How many rows each relation has.
    package var rowCounts: [String: Int] {
        Dictionary(resources.map { ($0.part.relation, $0.part.rows) }, uniquingKeysWith: +)
    }

    /// With a seal, by which it is known whether somebody has changed it since.
    var json: String { json(seal: Self.seal(of: json(seal: ""))) }

    /// The seal of a package that is written without one.
    static func seal(of json: String) -> String { Hexadecimal.text(SHA256.hash(data: Array(json.utf8))) }

    private func json(seal: String) -> String {
        JSONValue.object([
            ("$schema", .string("https://datapackage.org/profiles/2.0/datapackage.json")),
            ("name", .string("subscriptions")), ("submirror", facts.json(seal: seal)),
            (
                "resources",
                .array(
                    resources.map { $0.json(in: facts.format, cutTexts) }
                        + [page?.pageJSON].compactMap(\.self))
            ),
        ]).document() + "\n"
    }

    /// A name that is the relation's own, unless the relation has several parts.
    private static func name(of part: ExportedFile.Part) -> String { part.table ?? part.relation }
}

extension ExportedFile {
    /// A resource that is no table.
    fileprivate var pageJSON: JSONValue {
        .object([
            ("name", "page"), ("path", .string(name)), ("format", "html"), ("mediatype", "text/html"),
            ("encoding", "utf-8"), ("bytes", .integer(Int64(bytes))), ("hash", .string("sha256:" + sha256)),
        ])
    }
}

extension DataPackage.Resource {
    fileprivate func json(in format: ExportFormat, _ cutTexts: [CutText]) -> JSONValue {
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
