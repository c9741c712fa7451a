import Crypto
import Glibc
import MirrorReading

/// A file that a library or a program has written, and that is now to be made durable and known by its digest.
enum FinishedFile {
    /// Gives the file at `path` the mode of our files, waits until it has reached the disk, and reads it once.
    ///
    /// - Throws: ``ExportFailure``.
    static func seal(_ path: String) throws(ExportFailure) -> (bytes: Int, sha256: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("read", path) }
        defer { _ = close(descriptor) }
        guard fchmod(descriptor, 0o640) == 0, fsync(descriptor) == 0 else { throw .last("write", path) }
        return try digest(of: descriptor, at: path)
    }

    /// The size and the SHA-256 of the file at `path`.
    ///
    /// - Throws: ``ExportFailure``.
    static func digest(of path: String) throws(ExportFailure) -> (bytes: Int, sha256: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("read", path) }
        defer { _ = close(descriptor) }
        return try digest(of: descriptor, at: path)
    }

    private static func digest(
        of descriptor: Int32, at path: String
    ) throws(ExportFailure) -> (bytes: Int, sha256: String) {
        var hasher = SHA256()
        var byteCount = 0
        var piece = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last("read", path) }
            guard count > 0 else { return (byteCount, Hexadecimal.text(hasher.finalize())) }
            piece.withUnsafeBytes { hasher.update(bufferPointer: .init(rebasing: $0[..<count])) }
            byteCount += count
        }
    }
}
