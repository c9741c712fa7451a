package import Glibc

/// A file or a folder that is open until this value is gone; every refusal of the system's is a ``FileFailure``.
package final class OpenFile: Sendable {
    package let path: String
    package let descriptor: Int32

    private init(_ descriptor: Int32, _ path: String) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Takes over what an open(2) returned, before anything else can change `errno`.
    ///
    /// - Throws: ``FileFailure`` when that was a refusal.
    static func taking(
        _ descriptor: Int32, _ path: String, _ operation: String = "open"
    ) throws(FileFailure) -> OpenFile {
        guard descriptor >= 0 else { throw .last(operation, path) }
        return OpenFile(descriptor, path)
    }

    deinit { close(descriptor) }

    /// Opens the file at `path` for reading.
    ///
    /// - Throws: ``FileFailure``.
    package static func reading(_ path: String) throws(FileFailure) -> OpenFile {
        try taking(open(path, O_RDONLY | O_CLOEXEC), path, "read")
    }

    /// Opens the folder at `path`, for its lock and to make its entries durable.
    ///
    /// - Throws: ``FileFailure``.
    package static func folder(
        _ path: String, followingLink: Bool = true
    ) throws(FileFailure) -> OpenFile {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (followingLink ? 0 : O_NOFOLLOW)
        return try taking(open(path, flags), path)
    }

    /// Makes a file at `path`, where nothing is yet.
    ///
    /// - Parameter mode: as far as the umask allows it.
    /// - Throws: ``FileFailure``.
    package static func new(_ path: String, mode: mode_t) throws(FileFailure) -> OpenFile {
        try taking(open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode), path, "create")
    }

    /// Makes the file called `name` in this folder, where nothing is yet.
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

    /// Reads what comes next into `piece`; returns how many bytes that are, 0 at the end.
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

    /// All that is left to read; nil where that is more than `limit` bytes.
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

    /// Returns when the file's content, or the folder's entries, have reached the disk.
    ///
    /// - Throws: ``FileFailure``.
    package func sync() throws(FileFailure) {
        guard fsync(descriptor) == 0 else { throw .last("write", path) }
    }

    /// Sets the mode, whatever the umask is.
    ///
    /// - Throws: ``FileFailure``.
    package func setMode(_ mode: mode_t) throws(FileFailure) {
        guard fchmod(descriptor, mode) == 0 else { throw .last("write", path) }
    }

    /// Takes the kernel's lock, which ends with this value or the process; false when another holds it.
    ///
    /// - Throws: ``FileFailure`` where the file system refuses any lock.
    package func lock() throws(FileFailure) -> Bool {
        guard flock(descriptor, LOCK_EX | LOCK_NB) != 0 else { return true }
        guard errno == EWOULDBLOCK else { throw .last("lock", path) }
        return false
    }

    /// Gives the kernel's lock back, whoever still refers to this value.
    package func unlock() { _ = flock(descriptor, LOCK_UN) }
}
