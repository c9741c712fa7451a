import Files
import Foundation
import Glibc

/// A directory that is filled beside its target and then replaces it as a whole.
final class ReplacementDirectory {
    /// Where to write the files.
    var path: String { workshop.draft }
    private let target: String
    private let workshop: HiddenFolder
    /// Folders created for the target; they outlive it, and are removed after it.
    private let folders: NewFolders?

    /// Makes an empty directory beside `target`, after removing what earlier processes left there.
    ///
    /// - Throws: ``ExportFailure/inProgress(path:)`` and `FileFailure`.
    init(for target: String, in folders: NewFolders? = nil) throws {
        self.target = target
        self.folders = folders
        workshop = try HiddenFolder(beside: target)
        guard mkdir(path, 0o750) == 0 else { throw FileFailure.last("create", path) }
    }

    /// Replaces the target durably, and removes our files from the previous one.
    ///
    /// - Throws: `FileFailure`, with the target unchanged; ``ExportFailure/foreignKept(path:kept:)``.
    func commit() throws {
        keepMode()
        try Folder.sync(path)
        guard rename(path, workshop.shelf) == 0 else { throw FileFailure.last("replace", target) }
        try swap()
        try Folder.sync((target as NSString).deletingLastPathComponent)
        if let kept = workshop.clear() { throw ExportFailure.foreignKept(path: target, kept: kept) }
    }

    /// Gives the directory the mode of the one that it replaces.
    private func keepMode() {
        var old = stat()
        var new = stat()
        guard stat(target, &old) == 0, stat(path, &new) == 0, old.st_mode != new.st_mode,
            chmod(path, old.st_mode & 0o7777) != 0
        else { return }
        // Under systemd's RestrictSUIDSGID= the group's bit cannot be set; its readers need the others.
        _ = chmod(path, old.st_mode & 0o1777)
    }

    private func swap() throws(FileFailure) {
        do {
            return try AtomicRename.replace(target, with: workshop.shelf)
        } catch .system(_, _, ENOTEMPTY) {
        } catch .system(_, _, EEXIST) {}
        if AtomicRename.exchange(workshop.shelf, target) { return }
        // The file system cannot exchange two directories: the target is missing for a moment.
        let old = workshop.path + "/old"
        guard rename(target, old) == 0 else { throw .last("replace", target) }
        do {
            try AtomicRename.replace(target, with: workshop.shelf)
        } catch {
            _ = rename(old, target)
            throw error
        }
        _ = rename(old, workshop.shelf)
    }
}
