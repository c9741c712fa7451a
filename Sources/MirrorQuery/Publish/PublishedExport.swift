import Foundation

/// An export within a publication, as far as it takes to tell whether it may stay.
struct PublishedExport {
    private struct Package: Decodable {
        struct Facts: Decodable { let stamp: String? }
        struct Resource: Decodable {
            let path: String
            let bytes: Int
        }
        let submirror: Facts
        let resources: [Resource]
    }

    /// Whether `directory` holds an export of the content with that stamp, with all its files at their full size.
    static func isWhole(_ directory: String, of stamp: String) -> Bool {
        guard let data = FileManager.default.contents(atPath: directory + "/" + DataPackage.fileName),
            let package = try? JSONDecoder().decode(Package.self, from: data),
            package.submirror.stamp == stamp
        else { return false }
        return package.resources.allSatisfy { resource in
            let attributes = try? FileManager.default.attributesOfItem(
                atPath: directory + "/" + resource.path)
            return attributes?[.size] as? Int == resource.bytes
        }
    }
}
