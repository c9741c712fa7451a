import Crypto
import Dispatch
import Files
import Glibc
import MirrorReading
import Synchronization

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
        let digest = BackgroundDigest()
        var byteCount = 0
        while true {
            var piece = [UInt8](repeating: 0, count: 1 << 18)
            let count = try file.read(into: &piece)
            guard count > 0 else { return (byteCount, digest.text) }
            piece.removeLast(piece.count - count)
            digest.add(piece)
            try pass(piece)
            byteCount += count
        }
    }
}

/// Digests on another core what is read or copied meanwhile.
private final class BackgroundDigest: Sendable {
    private let hasher = Mutex(SHA256())
    private let queue = DispatchQueue(label: "submirror.digest")
    /// So that a slow digest does not keep the whole file in memory.
    private let room = DispatchSemaphore(value: 8)

    func add(_ piece: [UInt8]) {
        room.wait()
        queue.async { [self] in
            hasher.withLock { $0.update(data: piece) }
            room.signal()
        }
    }

    /// The SHA-256 of all pieces, once they are digested.
    var text: String {
        queue.sync { hasher.withLock { Hexadecimal.text($0.finalize()) } }
    }
}
