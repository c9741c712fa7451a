import Crypto
import Files
import Glibc
import MirrorReading

/// Makes a file durable that a library or a program has written, and digests it.
enum FinishedFile {
    /// Sets the mode of our files on the file at `path`, waits until it has reached
    /// the disk, and reads it once.
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

    /// Copies the file at `source` to `target`, which must not exist.
    ///
    /// - Returns: the copy's size and SHA-256.
    /// - Throws: `FileFailure`.
    static func copy(_ source: String, to target: String) throws(FileFailure) -> (bytes: Int, sha256: String)
    {
        let original = try OpenFile.reading(source)
        let copy = try OpenFile.new(target, mode: 0o640)
        if copy.share(original) { return try digest(of: target) }
        // The kernel's own copying would save a little, but require another read for the digest.
        return try digest(of: original) { piece throws(FileFailure) in try copy.write(piece) }
    }

    private static func digest(
        of file: OpenFile, passingOn pass: ([UInt8]) throws(FileFailure) -> Void = { _ in }
    ) throws(FileFailure) -> (bytes: Int, sha256: String) {
        var hasher = SHA256()
        var byteCount = 0
        var piece = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = try file.read(into: &piece)
            guard count > 0 else { return (byteCount, Hexadecimal.text(hasher.finalize())) }
            piece.withUnsafeBytes { hasher.update(bufferPointer: .init(rebasing: $0[..<count])) }
            try pass(count == piece.count ? piece : Array(piece[..<count]))
            byteCount += count
        }
    }
}
