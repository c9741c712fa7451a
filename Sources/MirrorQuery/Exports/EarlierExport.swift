import Foundation

/// What a directory that an export is to replace says of itself.
enum EarlierExport {
    private struct Package: Decodable {
        struct Resource: Decodable { let path: String }
        struct Facts: Decodable { let made_by: String }
        let submirror: Facts
        let resources: [Resource]
    }

    /// What exports had before they were data packages.
    private struct Manifest: Decodable {
        struct File: Decodable { let file: String }
        let made_by: String
        let relations: [File]
    }

    /// The names of the files that the directory's package lists, its own among them.
    ///
    /// Nil when there is no package of ours.
    static func fileNames(in directory: String) -> Set<String>? {
        if let package = read(Package.self, from: directory + "/" + DataPackage.fileName) {
            guard package.submirror.made_by == DataPackage.maker else { return nil }
            return Set(package.resources.map(\.path)).union([DataPackage.fileName])
        }
        let name = "manifest.json"
        guard let manifest = read(Manifest.self, from: directory + "/" + name),
            manifest.made_by == DataPackage.maker
        else { return nil }
        return Set(manifest.relations.map(\.file)).union([name])
    }

    private static func read<Listing: Decodable>(_ type: Listing.Type, from path: String) -> Listing? {
        FileManager.default.contents(atPath: path).flatMap { try? JSONDecoder().decode(type, from: $0) }
    }
}
