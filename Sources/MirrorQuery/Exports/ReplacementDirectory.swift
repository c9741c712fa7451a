import Foundation
import Glibc

/// A directory that is filled beside its place and then takes that place as a whole.
///
/// It holds a kernel lock while it is filled, so that one left by a process that died is known by its lack.
final class ReplacementDirectory {
    /// What stands between a hidden name's beginning and the number of the process that works under it.
    static let mark = ".partial-"

    /// Where the files are written.
    let path: String
    private let target: String
    private let parent: String
    private let lock: Int32
    /// Made for the directory, so that they outlive it and go after it.
    private let folders: NewFolders?

    /// Makes an empty directory beside `target`, after clearing away what earlier processes left there.
    ///
    /// - Throws: ``ExportFailure``.
    init(for target: String, in folders: NewFolders? = nil) throws(ExportFailure) {
        self.target = target
        self.folders = folders
        parent = (target as NSString).deletingLastPathComponent
        let prefix = "." + (target as NSString).lastPathComponent + Self.mark
        Self.removeLeftovers(in: parent) { $0.hasPrefix(prefix) }
        path = parent + "/" + prefix + String(getpid())
        guard mkdir(path, 0o750) == 0 else {
            throw errno == EEXIST ? .inProgress(path: target) : .last("create", path)
        }
        lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            throw .inProgress(path: target)
        }
    }

    deinit {
        if lock >= 0 { _ = close(lock) }
        // After a commit the target's predecessor lies here, before it what was not finished.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Puts the directory in its place, durably; what was there goes.
    ///
    /// - Throws: ``ExportFailure``; then what was there still is.
    func commit() throws(ExportFailure) {
        var status = stat()
        if stat(target, &status) == 0 {
            _ = chmod(path, status.st_mode & 0o7777)
        }
        guard fsync(lock) == 0 else { throw .last("write", path) }
        try swap()
        try DurableFolder.sync(parent)
    }

    private func swap() throws(ExportFailure) {
        if rename(path, target) == 0 { return }
        guard errno == ENOTEMPTY || errno == EEXIST else { throw .last("replace", target) }
        if ExchangingRename.exchange(path, target) { return }
        // A file system that cannot exchange: for a moment nothing is at the target.
        let old = path + "-old"
        guard rename(target, old) == 0 else { throw .last("replace", target) }
        guard rename(path, target) == 0 else {
            let failure = ExportFailure.last("replace", target)
            _ = rename(old, target)
            throw failure
        }
        try? FileManager.default.removeItem(atPath: old)
    }

    /// Removes the directories in `parent` that `isOurs` and that no living process fills.
    static func removeLeftovers(in parent: String, where isOurs: (_ name: String) -> Bool) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for name in names where isOurs(name) {
            let leftover = parent + "/" + name
            let descriptor = open(leftover, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
                try? FileManager.default.removeItem(atPath: leftover)
            }
            _ = close(descriptor)
        }
    }
}
