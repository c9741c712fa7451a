package import Glibc

/// A new file whose content is durable once it is closed.
package final class DurableFile {
    /// Nil once it is closed.
    private var file: OpenFile?

    /// Creates the file at `path`, which must not exist yet.
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

    /// Closes the file once its content has reached the disk.
    ///
    /// - Throws: ``FileFailure``.
    package func close() throws(FileFailure) {
        try file?.sync()
        file = nil
    }
}
