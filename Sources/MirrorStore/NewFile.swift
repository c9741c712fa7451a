import Foundation

/// The empty file that a mirror begins as.
enum NewFile {
    /// Makes an empty file at `path` with the mode that the contract names, as SQLite would use the umask's; an empty
    /// one that is there gets that mode, any other is left as it is.
    ///
    /// - Throws: ``MirrorFailure``.
    static func create(at path: String) throws {
        let mode: mode_t = 0o640
        let file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode)
        guard file >= 0 else {
            switch errno {
            case EEXIST:
                var status = stat()
                if stat(path, &status) == 0, status.st_size == 0 { chmod(path, mode) }
                // SQLite would open it all the same, and leave a log's index beside it that is as read-only.
                guard access(path, W_OK) == 0 else { throw MirrorFailure.notWritable(path: path) }
                return
            case EACCES, EPERM, EROFS: throw MirrorFailure.notWritable(path: path)
            case ENOSPC, EDQUOT: throw MirrorFailure.diskFull(path: path)
            case let code: throw MirrorFailure.cannotOpen(path: path, detail: String(cString: strerror(code)))
            }
        }
        defer { close(file) }
        guard fchmod(file, mode) == 0 else { throw MirrorFailure.notWritable(path: path) }
    }
}
