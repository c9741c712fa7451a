package import Glibc

/// A new file that is durable once it is closed.
package final class DurableFile {
    /// Nil once it is closed.
    private var file: OpenFile?

    /// Makes the file at `path`, where nothing is yet.
    ///
    /// - Parameter mode: by default only its owner and its group can read it.
    /// - Throws: ``FileFailure``.
    package init(path: String, mode: mode_t = 0o640) throws(FileFailure) {
        file = try OpenFile.new(path, mode: mode)
    }

    /// Writes all of `bytes`.
    ///
    /// - Throws: ``FileFailure``.
    package func write(_ bytes: [UInt8]) throws(FileFailure) { try file?.write(bytes) }

    /// Returns when the file's content has reached the disk.
    ///
    /// - Throws: ``FileFailure``.
    package func close() throws(FileFailure) {
        try file?.sync()
        file = nil
    }
}
