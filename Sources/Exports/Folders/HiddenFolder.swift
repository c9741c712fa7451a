import Files
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
    private let lock: OpenFile

    /// Makes the folder beside `target`, after clearing away what earlier processes left there.
    ///
    /// - Throws: ``ExportFailure/inProgress(path:)`` and `FileFailure`.
    init(beside target: String) throws {
        self.target = target
        let parent = (target as NSString).deletingLastPathComponent
        let name = (target as NSString).lastPathComponent
        try Self.removeLeftovers(in: parent) { $0 == name }
        path = parent + "/." + name + Self.mark + String(getpid())
        lock = try Self.make(path, for: target)
    }

    /// Makes the folder with its mark, locked.
    private static func make(_ path: String, for target: String) throws -> OpenFile {
        if mkdir(path, unmarkedMode) != 0 {
            let failure = FileFailure.last("create", path)
            if case .system(_, _, EEXIST) = failure { throw ExportFailure.inProgress(path: target) }
            throw failure
        }
        do {
            let folder = try OpenFile.folder(path)
            guard try folder.lock() else { throw ExportFailure.inProgress(path: target) }
            _ = try folder.newFile(markName, mode: 0o600)
            return folder
        } catch FileFailure.system(_, _, ENOENT) {
            // A process that clears away leftovers took it for one, before it was locked.
            throw ExportFailure.inProgress(path: target)
        } catch let failure as FileFailure {
            // rmdir(2) leaves a folder that holds something.
            _ = rmdir(path)
            throw failure
        }
    }

    deinit { clear() }

    /// Removes the folder with what is ours in it; what is not ends up in a folder beside the target, which it names.
    @discardableResult
    func clear() -> String? { Self.clear(path, of: target) }

    /// Removes in `parent` the folders of ours that belong to a name that `isMeant`, and that no living process holds.
    ///
    /// - Throws: `FileFailure` where `parent` cannot be read.
    static func removeLeftovers(
        in parent: String, where isMeant: (_ name: String) -> Bool
    ) throws(FileFailure) {
        for entry in try Folder.names(in: parent) {
            guard let name = target(of: entry), isMeant(name) else { continue }
            let leftover = parent + "/" + entry
            // Another user's, a link or gone by now: none to clear away here.
            guard let folder = try? OpenFile.folder(leftover, followingLink: false),
                (try? folder.lock()) == true
            else { continue }
            if isMarked(folder.descriptor) {
                clear(leftover, of: parent + "/" + name)
            } else if isUnmarkedOurs(folder.descriptor) {
                // rmdir(2) leaves a folder that holds something.
                _ = rmdir(leftover)
            }
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
