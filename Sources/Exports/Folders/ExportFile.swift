import Glibc

/// A file of an export while it is written.
package protocol ExportFile {
    func write(_ bytes: [UInt8]) throws
    /// Returns when the file's content has reached the disk.
    func close() throws
}

/// A new file that only its owner and its group can read, durable once it is closed.
package final class DurableFile: ExportFile {
    private let path: String
    private var descriptor: Int32

    /// Creates the file at `path`, where there is none.
    ///
    /// - Throws: ``ExportFailure``.
    package init(path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw ExportFailure.last("create", path) }
    }

    deinit {
        if descriptor >= 0 { _ = Glibc.close(descriptor) }
    }

    package func write(_ bytes: [UInt8]) throws {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw ExportFailure.last("write", path) }
            written += count
        }
    }

    package func close() throws {
        guard fsync(descriptor) == 0 else { throw ExportFailure.last("write", path) }
        let closed = Glibc.close(descriptor)
        descriptor = -1
        guard closed == 0 else { throw ExportFailure.last("close", path) }
    }
}
