import Crypto
import MirrorReading

/// Passes bytes on to a file and keeps count of them and their SHA-256.
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

    /// Makes the file durable; returns the lower-case hexadecimal SHA-256 of what was written.
    func close() throws -> String {
        try file.close()
        return Hexadecimal.text(hasher.finalize())
    }
}
