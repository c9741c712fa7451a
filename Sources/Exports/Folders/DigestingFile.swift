import Crypto
import MirrorReading

/// Writes bytes to a file while counting and hashing them with SHA-256.
final class DigestingFile {
    private let file: any ExportFile
    private var hasher = SHA256()
    private(set) var byteCount = 0

    init(_ file: any ExportFile) { self.file = file }

    func write(_ bytes: [UInt8]) throws {
        try file.write(bytes)
        bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        byteCount += bytes.count
    }

    /// Makes the file durable; returns its SHA-256 in lower-case hexadecimal digits.
    func close() throws -> String {
        try file.close()
        return Hexadecimal.text(hasher.finalize())
    }
}
