import Foundation
import Glibc

/// A hidden folder of ours beside a directory that is made, replaced or removed: `.NAME.partial-` and a process's number.
///
/// A mark in it tells it from what others call so. It holds a kernel lock, so that one left by a process that died is
/// known by its lack.
final class HiddenFolder {
    /// Stands between a hidden name's beginning and the number of the process that works under it.
    static let mark = ".partial-"
    private static let markName = ".submirror"

    let path: String
    /// Where what is to take the target's place is made.
    var draft: String { path + "/new" }
    /// Where a directory stands that was in its place, or is about to be: it may hold what is not ours.
    var shelf: String { path + "/shelf" }
    private let target: String
    private let lock: Int32

    /// Makes the folder beside `target`, after clearing away what earlier processes left there.
    ///
    /// - Throws: ``ExportFailure``.
    init(beside target: String) throws(ExportFailure) {
        self.target = target
        let parent = (target as NSString).deletingLastPathComponent
        let name = (target as NSString).lastPathComponent
        Self.removeLeftovers(in: parent) { $0 == name }
        path = parent + "/." + name + Self.mark + String(getpid())
        guard mkdir(path, Self.unmarkedMode) == 0 else {
            throw errno == EEXIST ? .inProgress(path: target) : .last("create", path)
        }
        lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else { throw .inProgress(path: target) }
        let file = openat(lock, Self.markName, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .last("create", path) }
        _ = close(file)
    }

    deinit {
        clear()
        if lock >= 0 { _ = close(lock) }
    }

    /// Removes the folder with what is ours in it; what is not ends up in a folder beside the target, which it names.
    @discardableResult
    func clear() -> String? { Self.clear(path, of: target) }

    /// Removes in `parent` the folders of ours that belong to a name that `isMeant`, and that no living process holds.
    static func removeLeftovers(in parent: String, where isMeant: (_ name: String) -> Bool) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for entry in names {
            guard let name = target(of: entry), isMeant(name) else { continue }
            let leftover = parent + "/" + entry
            let descriptor = open(leftover, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
                if isMarked(descriptor) {
                    clear(leftover, of: parent + "/" + name)
                } else if isUnmarkedOurs(descriptor) {
                    // rmdir(2) leaves a folder that holds something.
                    _ = rmdir(leftover)
                }
            }
            _ = close(descriptor)
        }
    }

    /// The name that an entry called `.NAME.partial-NUMBER` belongs to; nil for another entry.
    static func target(of entry: String) -> String? {
        guard let match = entry.wholeMatch(of: /\.(.+)\.partial-\d{1,10}/) else { return nil }
        return String(match.1)
    }

    private static func isMarked(_ folder: Int32) -> Bool {
        var facts = stat()
        return fstatat(folder, markName, &facts, AT_SYMLINK_NOFOLLOW) == 0
            && facts.st_mode & S_IFMT == S_IFREG
    }

    /// Whether it was made by a process of ours that died before it could set the mark.
    private static func isUnmarkedOurs(_ folder: Int32) -> Bool {
        var facts = stat()
        return fstat(folder, &facts) == 0 && facts.st_mode & 0o7777 == unmarkedMode
    }

    /// A mode that nobody else gives a folder: its sticky bit means nothing, as nobody else may write it.
    private static let unmarkedMode: mode_t = 0o1700

    @discardableResult
    private static func clear(_ path: String, of target: String) -> String? {
        try? FileManager.default.removeItem(atPath: path + "/new")
        var kept: String?
        for name in ["/shelf", "/old"] {
            OwnContent.remove(path + name)
            if access(path + name, F_OK) == 0 { kept = keep(path + name, beside: target) }
        }
        unlink(path + "/" + markName)
        _ = rmdir(path)
        return kept
    }

    private static func keep(_ path: String, beside target: String) -> String {
        for number in 1...1000 {
            let kept = "\(target).kept-\(number)"
            if access(kept, F_OK) != 0, rename(path, kept) == 0 { return kept }
        }
        return path
    }
}
