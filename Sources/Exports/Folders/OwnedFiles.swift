import Foundation
import Glibc

/// Our files in a directory: those that our data package there lists, unchanged.
enum OwnedFiles {
    /// Removes our files from the export or publication in `directory`, and the
    /// directory if it is then empty.
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

    /// Whether `directory` or its folders hold exports, all of them of the mirror `mirrorID`.
    static func isOf(_ mirrorID: String, _ directory: String) -> Bool {
        let folders = [directory] + names(in: directory).map { directory + "/" + $0 }
        let owners = folders.compactMap(EarlierExport.moment(of:)).map(\.mirrorID)
        return !owners.isEmpty && owners.allSatisfy { $0 == mirrorID }
    }

    private static func removeExport(_ directory: String) {
        if let files = EarlierExport.sealedFiles(in: directory) {
            for file in files where isUnchanged(file, in: directory) { unlink(directory + "/" + file.name) }
            unlink(directory + "/" + DataPackage.fileName)
        } else if let files = PackFolder.files(in: directory) {
            for file in files { unlink(directory + "/" + file) }
        }
        // rmdir(2) fails on a folder that is not empty.
        _ = rmdir(directory)
    }

    private static func isUnchanged(_ file: EarlierExport.File, in directory: String) -> Bool {
        let path = directory + "/" + file.name
        var facts = stat()
        guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, Int(facts.st_size) == file.bytes
        else { return false }
        return (try? FinishedFile.digest(of: path).sha256) == file.sha256
    }

    private static func isDirectory(_ path: String) -> Bool {
        var facts = stat()
        return lstat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    private static func names(in directory: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    }
}
