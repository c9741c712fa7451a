import Crypto
import Foundation

/// Checks by its data package whether an export's directory is one complete export.
enum ExportCheck {
    private struct Package: Decodable {
        struct Facts: Decodable { let run_id: Int }
        struct Resource: Decodable {
            let path: String
            let bytes: Int
            let hash: String
        }
        let submirror: Facts
        let resources: [Resource]
    }

    /// The faults, one line each, and the export's run; none if there is no directory.
    static func examine(_ directory: URL) throws -> (faults: [String], run: Int?) {
        guard FileManager.default.fileExists(atPath: directory.path) else { return ([], nil) }
        let package = try JSONDecoder().decode(
            Package.self, from: Data(contentsOf: directory.appendingPathComponent("datapackage.json")))
        var faults: [String] = []
        for file in package.resources {
            let data = try Data(contentsOf: directory.appendingPathComponent(file.path))
            let digest = SHA256.hash(data: data).map { String(format: "%02x", $0) }.joined()
            if "sha256:" + digest != file.hash || data.count != file.bytes {
                faults.append("\(file.path) is another")
            }
        }
        let names = Set(try FileManager.default.contentsOfDirectory(atPath: directory.path))
        let listed = Set(package.resources.map(\.path) + ["datapackage.json"])
        if names != listed { faults.append("files: \(names.symmetricDifference(listed).sorted())") }
        return (faults, package.submirror.run_id)
    }
}
