import Foundation

/// What an export holds, as its `manifest.json` says it.
///
/// It names no time of its own, so that the same mirror gives the same bytes.
package struct ExportManifest: Sendable, Equatable {
    /// One file of the export.
    package struct File: Sendable, Equatable {
        package let relation: String
        package let file: String
        /// Without the header line.
        package let rows: Int
        package let bytes: Int
        /// Lower-case hexadecimal digits.
        package let sha256: String
    }

    /// When the last complete run ended; nil before the first one.
    package let asOf: String?
    /// That run's id in `sync_run`.
    package let runID: Int64?
    package let schemaVersion: Int
    /// By relation.
    package let files: [File]

    static let fileName = "manifest.json"
    private static let maker = "submirror"

    var json: String {
        JSONValue.object([
            ("made_by", .string(Self.maker)), ("format", .string("csv")),
            ("schema_version", .integer(Int64(schemaVersion))),
            ("as_of", JSONValue(asOf)), ("run_id", runID.map { .integer($0) } ?? .null),
            (
                "relations",
                .array(
                    files.map { file in
                        .object([
                            ("relation", .string(file.relation)), ("file", .string(file.file)),
                            ("rows", .integer(Int64(file.rows))), ("bytes", .integer(Int64(file.bytes))),
                            ("sha256", .string(file.sha256)),
                        ])
                    })
            ),
        ]).document() + "\n"
    }

    /// The names of the files that the manifest in `directory` lists, its own among them.
    ///
    /// Nil when there is no manifest of ours.
    static func fileNames(in directory: String) -> Set<String>? {
        struct Listing: Decodable {
            struct File: Decodable { let file: String }
            let made_by: String
            let relations: [File]
        }
        guard let data = FileManager.default.contents(atPath: directory + "/" + fileName),
            let listing = try? JSONDecoder().decode(Listing.self, from: data), listing.made_by == maker
        else { return nil }
        return Set(listing.relations.map(\.file)).union([fileName])
    }
}
