package import Files
import Foundation

/// The result of checking exports against their data packages.
package struct ExportVerification: Sendable, Equatable {
    /// How many exports, and how many of their files, were checked.
    package private(set) var exportCount = 0
    package private(set) var fileCount = 0
    /// The faults, one sentence each; empty if every export is as it was written.
    package private(set) var findings: [String] = []

    /// Checks `directory`: an export, or a directory with exports at any depth, such
    /// as a publication or a lake.
    ///
    /// Hidden folders above the exports are still being written, and are skipped.
    ///
    /// - Throws: `FileFailure` if something cannot be read.
    package init(of directory: String) throws(FileFailure) {
        try look(at: directory)
        if exportCount == 0, findings.isEmpty { findings.append("\(directory) holds no export") }
    }

    private mutating func look(at directory: String) throws(FileFailure) {
        let names = try Folder.names(in: directory)
        guard !names.contains(DataPackage.fileName) else { return try check(directory, holding: names) }
        for name in names where !name.hasPrefix(".") {
            let path = directory + "/" + name
            switch Self.kind(of: path) {
            case .directory: try look(at: path)
            case .linkToDirectory: break
            case .other: findings.append("\(path) is not part of an export")
            }
        }
    }

    private mutating func check(_ directory: String, holding names: [String]) throws(FileFailure) {
        exportCount += 1
        guard let files = EarlierExport.files(in: directory) else {
            findings.append("\(directory)/\(DataPackage.fileName) is not a data package of submirror")
            return
        }
        for file in files {
            fileCount += 1
            if let fault = try Self.fault(of: file, in: directory, holding: names) {
                findings.append("\(directory)/\(file.name) \(fault)")
            }
        }
        let known = Set(files.map(\.name)).union([DataPackage.fileName])
        for name in names where !known.contains(name) {
            findings.append("\(directory)/\(name) is not part of the export")
        }
    }

    private static func fault(
        of file: EarlierExport.File, in directory: String, holding names: [String]
    ) throws(FileFailure) -> String? {
        guard names.contains(file.name) else { return "is missing" }
        guard kind(of: directory + "/" + file.name) == .other else { return "is not a file" }
        let (bytes, sha256) = try FinishedFile.digest(of: directory + "/" + file.name)
        if bytes != file.bytes { return "has \(bytes) bytes instead of \(file.bytes)" }
        return sha256 == file.sha256 ? nil : "has different content: its SHA-256 is \(sha256)"
    }

    private enum Kind { case directory, linkToDirectory, other }

    private static func kind(of path: String) -> Kind {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue
        else { return .other }
        let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
        return isLink ? .linkToDirectory : .directory
    }
}
