import Foundation
import Glibc

/// What of a directory is ours: the files that a data package of ours lists there, as it lists them.
enum OwnContent {
    /// Removes of the export or the publication in `directory` what is ours, and the directory when nothing else is in it.
    static func remove(_ directory: String) {
        if isDirectory(directory) {
            for name in names(in: directory) where EarlierExport.fileNames(in: directory + "/" + name) != nil
            {
                let export = directory + "/" + name
                if isDirectory(export) { removeExport(export) }
            }
            removeExport(directory)
        }
    }

    /// Whether there is an export of ours in `directory`, or in a folder of it.
    static func isIn(_ directory: String) -> Bool {
        EarlierExport.fileNames(in: directory) != nil
            || names(in: directory).contains { EarlierExport.fileNames(in: directory + "/" + $0) != nil }
    }

    private static func removeExport(_ directory: String) {
        if let files = EarlierExport.files(in: directory) {
            for file in files where isUnchanged(file, in: directory) { unlink(directory + "/" + file.name) }
            unlink(directory + "/" + DataPackage.fileName)
        } else if let names = EarlierExport.fileNames(in: directory) {
            // An export from before there were packages lists names alone.
            for name in names { unlink(directory + "/" + name) }
        }
        // rmdir(2) leaves a folder that holds something.
        _ = rmdir(directory)
    }

    private static func isUnchanged(_ file: EarlierExport.File, in directory: String) -> Bool {
        let path = directory + "/" + file.name
        var facts = stat()
        guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, Int(facts.st_size) == file.bytes
        else { return false }
        guard file.bytes <= cheapBytes else { return true }
        return (try? FinishedFile.digest(of: path).sha256) == file.sha256
    }

    /// Up to which size a file is read to tell whether it was changed, not only measured.
    private static let cheapBytes = 64 << 20

    private static func isDirectory(_ path: String) -> Bool {
        var facts = stat()
        return lstat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    private static func names(in directory: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    }
}
