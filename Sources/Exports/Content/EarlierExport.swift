import Files
import Foundation
import MirrorReading

/// Reads the data package of a directory that holds an export.
enum EarlierExport {
    /// A file listed in the package.
    struct File: Sendable, Equatable {
        let name: String
        let bytes: Int
        let sha256: String
    }

    private struct Package: Decodable {
        struct Resource: Decodable {
            struct TruncatedText: Decodable {
                let column: String
                let count: Int
                let rows: [Int]
            }
            let name: String?
            let path: String
            let bytes: Int
            let hash: String
            let rows: Int?
            let cut_texts: [TruncatedText]?
        }
        struct Facts: Decodable {
            let made_by: String
            let stamp: String?
            let basis: String?
            let mirror_id: String?
            let run_id: Int64?
            let run_finished_at: String?
            let seal: String?
        }
        let submirror: Facts
        let resources: [Resource]
    }

    /// The file names that the directory's package lists, including the package itself.
    ///
    /// Nil if there is no package of ours.
    static func fileNames(in directory: String) -> Set<String>? {
        files(in: directory).map { Set($0.map(\.name)).union([DataPackage.fileName]) }
    }

    /// The files that the directory's package lists, each once; nil if there is no package of ours.
    static func files(in directory: String) -> [File]? { package(in: directory).flatMap(files(of:)) }

    /// The files that the directory's package lists; nil also if the package was
    /// changed after it was written.
    static func sealedFiles(in directory: String) -> [File]? {
        sealedPackage(in: directory).flatMap(files(of:))
    }

    /// The directory's export of the mirror `mirrorID`, if a later export can be built on it.
    ///
    /// Nil if there is none, if its package was changed, or if it was made on another basis.
    static func reusable(in directory: String, of mirrorID: String?, on basis: String) -> ReusableExport? {
        guard let package = sealedPackage(in: directory), files(of: package) != nil,
            package.submirror.basis == basis, package.submirror.mirror_id == mirrorID
        else { return nil }
        let cutTexts = package.resources.flatMap { resource in
            (resource.cut_texts ?? []).map {
                TruncatedText(table: resource.name ?? "", column: $0.column, count: $0.count, rows: $0.rows)
            }
        }
        return ReusableExport(
            directory: directory, stamp: package.submirror.stamp,
            parts: package.resources.filter { $0.rows != nil }.map { resource in
                ReusableExport.Part(
                    relation: resource.name ?? "", rows: resource.rows ?? 0, file: file(of: resource))
            }, cutTexts: cutTexts)
    }

    private static func sealedPackage(in directory: String) -> Package? {
        guard let bytes = bytes(in: directory), let package = package(of: bytes),
            let seal = package.submirror.seal
        else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        return DataPackage.seal(of: text.replacing(seal, with: "")) == seal ? package : nil
    }

    /// The id of the mirror from which the directory's export was made; nil if it does not say.
    static func mirrorID(in directory: String) -> String? { package(in: directory)?.submirror.mirror_id }

    /// Whether the directory holds an export with that stamp, with all its files at their full size.
    static func isWhole(_ directory: String, of stamp: String) -> Bool {
        guard let package = package(in: directory), package.submirror.stamp == stamp,
            let files = files(of: package)
        else { return false }
        return files.allSatisfy { file in
            let attributes = try? FileManager.default.attributesOfItem(atPath: directory + "/" + file.name)
            return attributes?[.size] as? Int == file.bytes
        }
    }

    /// The moment of the directory's export; nil if there is no package of ours.
    static func moment(of directory: String) -> ExportMoment? {
        package(in: directory).map { package in
            let facts = package.submirror
            return ExportMoment(
                directory: directory, mirrorID: facts.mirror_id, runID: facts.run_id,
                runFinishedAt: facts.run_finished_at)
        }
    }

    private static func package(in directory: String) -> Package? {
        bytes(in: directory).flatMap(package(of:))
    }

    /// Far more than the package of any mirror.
    private static let byteLimit = 64 << 20

    private static func bytes(in directory: String) -> Data? {
        (try? OpenFile.reading(directory + "/" + DataPackage.fileName).bytes(upTo: byteLimit)).map {
            Data($0)
        }
    }

    private static func package(of bytes: Data) -> Package? {
        let package = try? JSONDecoder().decode(Package.self, from: bytes)
        return package?.submirror.made_by == DataPackage.maker ? package : nil
    }

    private static func files(of package: Package) -> [File]? {
        guard package.resources.allSatisfy({ isFileName($0.path) && $0.hash.hasPrefix("sha256:") })
        else { return nil }
        var seen: Set<String> = []
        return package.resources.filter { seen.insert($0.path).inserted }.map(file(of:))
    }

    private static func file(of resource: Package.Resource) -> File {
        File(
            name: resource.path, bytes: resource.bytes,
            sha256: String(resource.hash.dropFirst("sha256:".count)))
    }

    /// Whether the path names a file directly in the directory.
    private static func isFileName(_ path: String) -> Bool {
        !["", ".", ".."].contains(path) && !path.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
    }
}
