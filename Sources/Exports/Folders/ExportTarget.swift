import Files
import Foundation
import Glibc

/// The target directory of an export.
enum ExportTarget {
    /// The absolute path of `directory`, with links resolved, if an export may replace it.
    ///
    /// It may if it does not exist, is empty, or holds only an earlier export of the mirror `mirrorID`.
    ///
    /// - Throws: ``ExportFailure`` and `FileFailure`.
    static func place(of directory: String, for mirrorID: String?) throws -> String {
        let target = try absolute(directory)
        try checkReplaceable(target, mirrorID)
        return target
    }

    /// The absolute path of `path`, with links resolved as far as it exists.
    ///
    /// - Throws: ``ExportFailure/missingParent(path:)``.
    static func absolute(_ path: String) throws(ExportFailure) -> String {
        let url = URL(fileURLWithPath: path).standardizedFileURL
        if let existing = resolved(url.path) { return existing }
        let parent = url.deletingLastPathComponent().path
        guard let existing = resolved(parent) else { throw .missingParent(path: parent) }
        return (existing as NSString).appendingPathComponent(url.lastPathComponent)
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func checkReplaceable(_ target: String, _ mirrorID: String?) throws {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: target, isDirectory: &isDirectory) else { return }
        guard isDirectory.boolValue else { throw ExportFailure.notADirectory(path: target) }
        let names = try Folder.names(in: target)
        guard !names.isEmpty else { return }
        guard let ours = EarlierExport.fileNames(in: target) else {
            throw ExportFailure.notAnExport(path: target)
        }
        if let foreign = names.first(where: { !ours.contains($0) }) {
            throw ExportFailure.foreignFile(path: target + "/" + foreign)
        }
        // Packages from before mirrors had ids name none.
        guard EarlierExport.mirrorID(in: target) ?? mirrorID == mirrorID else {
            throw ExportFailure.foreignExport(path: target)
        }
    }
}
