import Crypto
import Foundation

/// Whether the directory of an export is one export as a whole, judged by its manifest.
enum ExportCheck {
    private struct Manifest: Decodable {
        struct File: Decodable {
            let file: String
            let rows: Int
            let bytes: Int
            let sha256: String
        }
        let run_id: Int
        let relations: [File]
    }

    /// What is wrong, a line each, and the run that the export is of; nothing where there is no directory.
    static func examine(_ directory: URL) throws -> (faults: [String], run: Int?) {
        guard FileManager.default.fileExists(atPath: directory.path) else { return ([], nil) }
        let manifest = try JSONDecoder().decode(
            Manifest.self, from: Data(contentsOf: directory.appendingPathComponent("manifest.json")))
        var faults: [String] = []
        for file in manifest.relations {
            let data = try Data(contentsOf: directory.appendingPathComponent(file.file))
            let digest = SHA256.hash(data: data).map { String(format: "%02x", $0) }.joined()
            if digest != file.sha256 || data.count != file.bytes { faults.append("\(file.file) is another") }
        }
        let names = Set(try FileManager.default.contentsOfDirectory(atPath: directory.path))
        let listed = Set(manifest.relations.map(\.file) + ["manifest.json"])
        if names != listed { faults.append("files: \(names.symmetricDifference(listed).sorted())") }
        return (faults, manifest.run_id)
    }
}
