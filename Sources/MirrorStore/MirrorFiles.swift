import Files
import Foundation

/// The files that a mirror is, before SQLite opens them.
enum MirrorFiles {
    /// Makes the folder, where there is none, and an empty file at `url` with the mode that the contract names, as SQLite would use the umask's; an empty
    /// one that is there gets that mode, any other is left as it is.
    ///
    /// - Throws: ``MirrorFailure``, also for what is there and not to be trusted.
    static func prepare(at url: URL) throws(MirrorFailure) {
        let name = url.lastPathComponent
        let mode: mode_t = 0o640
        let directory = url.deletingLastPathComponent().path
        do {
            try Folder.make(directory, mode: 0o750)
            let folder = try PrivateFolder(directory)
            for suffix in suffixes { _ = try folder.judge(name + suffix) }
            guard try folder.make(name, mode: mode) == nil else { return }
        } catch {
            throw MirrorFailure(error, path: url.path)
        }
        var status = stat()
        if lstat(url.path, &status) == 0, status.st_size == 0 { chmod(url.path, mode) }
        // SQLite would open it all the same, and leave a log's index beside it that is as read-only.
        guard access(url.path, W_OK) == 0 else { throw .notWritable(path: url.path) }
    }

    /// The mirror, its log, the log's index, and what SQLite leaves when it dies before the first log.
    private static let suffixes = ["", "-wal", "-shm", "-journal"]
}

extension MirrorFailure {
    /// What `failure` means for the mirror at `path`.
    fileprivate init(_ failure: FileFailure, path: String) {
        switch failure {
        case .system(_, _, EACCES), .system(_, _, EPERM), .system(_, _, EROFS):
            self = .notWritable(path: path)
        case .system(_, _, ENOSPC), .system(_, _, EDQUOT): self = .diskFull(path: path)
        case .system(_, _, let code): self = .cannotOpen(path: path, detail: String(cString: strerror(code)))
        case .openToOthers, .ofAnotherUser, .notAFile, .severalNames: self = .unsafe(failure)
        }
    }
}
