import Files
import Foundation

/// The files of a mirror, before SQLite opens them.
enum MirrorFiles {
    /// Makes the folder and an empty file at `url` if missing, with the modes that the contract names.
    ///
    /// SQLite would use the umask's mode. An empty file that already exists gets the
    /// mode; any other keeps its own.
    ///
    /// - Throws: ``MirrorFailure``, also for existing files that are unsafe.
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
        // SQLite would open it all the same, and leave a log index beside it that is also read-only.
        guard access(url.path, W_OK) == 0 else { throw .notWritable(path: url.path) }
    }

    /// Checks the files of the mirror at `path` before it is opened for reading only.
    ///
    /// - Throws: ``MirrorFailure`` if a file cannot be trusted.
    static func judge(_ path: String) throws(MirrorFailure) {
        let url = URL(fileURLWithPath: path)
        do {
            let folder = try PrivateFolder(url.deletingLastPathComponent().path, isAnyones: true)
            for suffix in suffixes {
                _ = try folder.judge(url.lastPathComponent + suffix, mayHaveOtherNames: true)
            }
        } catch {
            throw MirrorFailure(error, path: path)
        }
    }

    /// The mirror, its log, the log's index, and the rollback journal left if SQLite
    /// dies before the first log.
    private static let suffixes = ["", "-wal", "-shm", "-journal"]
}

extension MirrorFailure {
    /// Translates `failure` for the mirror at `path`.
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
