import Files

/// A file of an export while it is written.
package protocol ExportFile {
    func write(_ bytes: [UInt8]) throws
    /// Returns when the file's content has reached the disk.
    func close() throws
}

extension DurableFile: ExportFile {}
