import Files

/// A file of an export while it is being written.
package protocol ExportFile {
    func write(_ bytes: [UInt8]) throws
    /// Returns once the file's content has reached the disk.
    func close() throws
}

extension DurableFile: ExportFile {}
