import Foundation
import Glibc

/// The content of a directory that is ours: the files that a data package of ours lists there, as it lists them.
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

    /// Whether there is an export in `directory` or in a folder of it, and each is of the mirror `mirrorID`.
    static func isOf(_ mirrorID: String, _ directory: String) -> Bool {
        let folders = [directory] + names(in: directory).map { directory + "/" + $0 }
        let owners = folders.compactMap(EarlierExport.moment(of:)).map(\.mirrorID)
        return !owners.isEmpty && owners.allSatisfy { $0 == mirrorID }
    }

    private static func removeExport(_ directory: String) {
        if let files = EarlierExport.sealedFiles(in: directory) {
            for file in files where isUnchanged(file, in: directory) { unlink(directory + "/" + file.name) }
            unlink(directory + "/" + DataPackage.fileName)
        }
        // rmdir(2) leaves a folder that holds something.
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
