import Files
import Foundation
import Glibc

/// A hidden folder beside a directory that is being made, replaced or removed:
/// `.NAME.partial-` and a process id.
///
/// A mark inside distinguishes it from other folders of that name. It holds a kernel lock; a folder without
/// one was left by a process that died.
final class HiddenFolder {
    /// Separates the target's name from the process id in the folder's name.
    static let mark = ".partial-"
    private static let markName = ".submirror"

    let path: String
    /// Where the target's replacement is made.
    var draft: String { path + "/new" }
    /// Holds a directory that was, or is about to be, in the target's place; it may
    /// contain files that are not ours.
    var shelf: String { path + "/shelf" }
    private let target: String
    private let lock: OpenFile

    /// Creates the folder beside `target`, after removing what earlier processes left there.
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

    /// Creates the folder with its mark, locked.
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
            // Another process took the folder for a leftover and removed it before it was locked.
            throw ExportFailure.inProgress(path: target)
        } catch let failure as FileFailure {
            // rmdir(2) fails on a folder that is not empty.
            _ = rmdir(path)
            throw failure
        }
    }

    deinit { clear() }

    /// Removes the folder and our files in it; moves other files to a folder beside the
    /// target and returns its path.
    @discardableResult
    func clear() -> String? { Self.clear(path, of: target) }

    /// Removes our folders in `parent` whose target's name satisfies `isMeant` and
    /// that no living process locks.
    ///
    /// - Throws: `FileFailure` if `parent` cannot be read.
    static func removeLeftovers(
        in parent: String, where isMeant: (_ name: String) -> Bool
    ) throws(FileFailure) {
        for entry in try Folder.names(in: parent) {
            guard let name = target(of: entry), isMeant(name) else { continue }
            let leftover = parent + "/" + entry
            // Skips another user's folder, a link, and a folder that is gone by now.
            guard let folder = try? OpenFile.folder(leftover, followingLink: false),
                (try? folder.lock()) == true
            else { continue }
            if isMarked(folder.descriptor) {
                clear(leftover, of: parent + "/" + name)
            } else if isUnmarkedOurs(folder.descriptor) {
                // rmdir(2) fails on a folder that is not empty.
                _ = rmdir(leftover)
            }
        }
    }

    /// The target's name in an entry named `.NAME.partial-NUMBER`; nil for any other entry.
    static func target(of entry: String) -> String? {
        // A folder may have many entries, and few begin with a dot.
        guard entry.utf8.first == UInt8(ascii: "."),
            let match = entry.wholeMatch(of: /\.(.+)\.partial-\d{1,10}/)
        else { return nil }
        return String(match.1)
    }

    private static func isMarked(_ folder: Int32) -> Bool {
        var facts = stat()
        return fstatat(folder, markName, &facts, AT_SYMLINK_NOFOLLOW) == 0
            && facts.st_mode & S_IFMT == S_IFREG
    }

    /// Whether one of our processes created it and died before it could set the mark.
    private static func isUnmarkedOurs(_ folder: Int32) -> Bool {
        var facts = stat()
        return fstat(folder, &facts) == 0 && facts.st_mode & 0o7777 == unmarkedMode
    }

    /// A mode that nobody else gives a folder: the sticky bit has no effect, as only
    /// the owner may write the folder.
    private static let unmarkedMode: mode_t = 0o1700

    @discardableResult
    private static func clear(_ path: String, of target: String) -> String? {
        try? FileManager.default.removeItem(atPath: path + "/new")
        var kept: String?
        for name in ["/shelf", "/old"] {
            OwnedFiles.remove(path + name)
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
