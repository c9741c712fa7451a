package import Glibc

/// A file or folder that stays open as long as this value exists; every failed system call is a
/// ``FileFailure``.
package final class OpenFile: Sendable {
    package let path: String
    package let descriptor: Int32

    private init(_ descriptor: Int32, _ path: String) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Wraps the result of an open(2), before anything else can change `errno`.
    ///
    /// - Throws: ``FileFailure`` if the call failed.
    static func taking(
        _ descriptor: Int32, _ path: String, _ operation: String = "open"
    ) throws(FileFailure) -> OpenFile {
        guard descriptor >= 0 else { throw .last(operation, path) }
        return OpenFile(descriptor, path)
    }

    deinit { close(descriptor) }

    /// Opens the file at `path`, which may be a link to one, for reading, without waiting for the other end of a
    /// pipe.
    ///
    /// - Throws: ``FileFailure/notAFile(path:)`` for a pipe, a folder or a device; any other ``FileFailure``.
    package static func reading(_ path: String) throws(FileFailure) -> OpenFile {
        let file = try taking(open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC), path, "read")
        var facts = stat()
        guard fstat(file.descriptor, &facts) == 0 else { throw .last("read", path) }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        return file
    }

    /// Opens the folder at `path`, in order to lock it or to make its entries durable.
    ///
    /// - Throws: ``FileFailure``.
    package static func folder(
        _ path: String, followingLink: Bool = true
    ) throws(FileFailure) -> OpenFile {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (followingLink ? 0 : O_NOFOLLOW)
        return try taking(open(path, flags), path)
    }

    /// Creates a file at `path`, which must not exist yet.
    ///
    /// - Parameter mode: the mode, limited by the umask.
    /// - Throws: ``FileFailure``.
    package static func new(_ path: String, mode: mode_t) throws(FileFailure) -> OpenFile {
        try taking(open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode), path, "create")
    }

    /// Creates the file called `name` in this folder, where it must not exist yet.
    ///
    /// - Throws: ``FileFailure``.
    package func newFile(_ name: String, mode: mode_t) throws(FileFailure) -> OpenFile {
        let place = path + "/" + name
        let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        return try Self.taking(openat(descriptor, name, flags, mode), place, "create")
    }

    /// Writes all of `bytes`.
    ///
    /// - Throws: ``FileFailure``.
    package func write(_ bytes: [UInt8]) throws(FileFailure) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last("write", path) }
            written += count
        }
    }

    /// Reads the next bytes into `piece` and returns their number, 0 at the end.
    ///
    /// - Throws: ``FileFailure``.
    package func read(into piece: inout [UInt8]) throws(FileFailure) -> Int {
        while true {
            let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last("read", path) }
            return count
        }
    }

    /// The rest of the file; nil if that is more than `limit` bytes.
    ///
    /// - Throws: ``FileFailure``.
    package func bytes(upTo limit: Int) throws(FileFailure) -> [UInt8]? {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= limit {
            let count = try read(into: &piece)
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
        }
        return nil
    }

    /// Returns once the file's content, or the folder's entries, have reached the disk.
    ///
    /// - Throws: ``FileFailure``.
    package func sync() throws(FileFailure) {
        guard fsync(descriptor) == 0 else { throw .last("write", path) }
    }

    /// Sets the mode, regardless of the umask.
    ///
    /// - Throws: ``FileFailure``.
    package func setMode(_ mode: mode_t) throws(FileFailure) {
        guard fchmod(descriptor, mode) == 0 else { throw .last("write", path) }
    }

    /// Takes the kernel's lock, which ends with this value or the process; returns false if another holder
    /// has it.
    ///
    /// - Throws: ``FileFailure`` if the file system supports no locks.
    package func lock() throws(FileFailure) -> Bool {
        guard flock(descriptor, LOCK_EX | LOCK_NB) != 0 else { return true }
        guard errno == EWOULDBLOCK else { throw .last("lock", path) }
        return false
    }

    /// Releases the kernel's lock, even while others still refer to this value.
    package func unlock() { _ = flock(descriptor, LOCK_UN) }
}
