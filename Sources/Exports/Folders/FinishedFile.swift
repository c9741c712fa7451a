import Crypto
import Files
import Glibc
import MirrorReading

/// A file that a library or a program has written, and that is now to be made durable and known by its digest.
enum FinishedFile {
    /// Gives the file at `path` the mode of our files, waits until it has reached the disk, and reads it once.
    ///
    /// - Throws: `FileFailure`.
    static func seal(_ path: String) throws(FileFailure) -> (bytes: Int, sha256: String) {
        let file = try OpenFile.reading(path)
        try file.setMode(0o640)
        try file.sync()
        return try digest(of: file)
    }

    /// The size and the SHA-256 of the file at `path`.
    ///
    /// - Throws: `FileFailure`.
    static func digest(of path: String) throws(FileFailure) -> (bytes: Int, sha256: String) {
        try digest(of: OpenFile.reading(path))
    }

    private static func digest(of file: OpenFile) throws(FileFailure) -> (bytes: Int, sha256: String) {
        var hasher = SHA256()
        var byteCount = 0
        var piece = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = try file.read(into: &piece)
            guard count > 0 else { return (byteCount, Hexadecimal.text(hasher.finalize())) }
            piece.withUnsafeBytes { hasher.update(bufferPointer: .init(rebasing: $0[..<count])) }
            byteCount += count
        }
    }
}
