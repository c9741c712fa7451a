import Files
import Foundation
import Glibc

/// A directory that is filled beside its place and then takes that place as a whole.
final class ReplacementDirectory {
    /// Where the files are written.
    var path: String { workshop.draft }
    private let target: String
    private let workshop: HiddenFolder
    /// Made for the directory, so that they outlive it and go after it.
    private let folders: NewFolders?

    /// Makes an empty directory beside `target`, after clearing away what earlier processes left there.
    ///
    /// - Throws: ``ExportFailure``.
    init(for target: String, in folders: NewFolders? = nil) throws(ExportFailure) {
        self.target = target
        self.folders = folders
        workshop = try HiddenFolder(beside: target)
        guard mkdir(path, 0o750) == 0 else { throw .last("create", path) }
    }

    /// Puts the directory in its place, durably; of what was there, what we wrote goes.
    ///
    /// - Throws: ``ExportFailure``; then what was there still is, but for ``ExportFailure/foreignKept(path:kept:)``.
    func commit() throws(ExportFailure) {
        var status = stat()
        if stat(target, &status) == 0 {
            _ = chmod(path, status.st_mode & 0o7777)
        }
        try DurableFolder.sync(path)
        guard rename(path, workshop.shelf) == 0 else { throw .last("replace", target) }
        try swap()
        try DurableFolder.sync((target as NSString).deletingLastPathComponent)
        if let kept = workshop.clear() { throw .foreignKept(path: target, kept: kept) }
    }

    private func swap() throws(ExportFailure) {
        if rename(workshop.shelf, target) == 0 { return }
        guard errno == ENOTEMPTY || errno == EEXIST else { throw .last("replace", target) }
        if AtomicRename.exchange(workshop.shelf, target) { return }
        // A file system that cannot exchange: for a moment nothing is at the target.
        let old = workshop.path + "/old"
        guard rename(target, old) == 0 else { throw .last("replace", target) }
        guard rename(workshop.shelf, target) == 0 else {
            let failure = ExportFailure.last("replace", target)
            _ = rename(old, target)
            throw failure
        }
        _ = rename(old, workshop.shelf)
    }
}
