import Files

extension ExportedDocument {
    /// Writes `text` durably as the file `path` in `directory`.
    ///
    /// - Throws: `FileFailure`.
    init(
        writing text: String, to path: String, in directory: String, name: String, format: String,
        mediaType: String
    ) throws {
        let file = DigestingFile(try DurableFile(path: directory + "/" + path, mode: 0o640))
        try file.write(Array(text.utf8))
        sha256 = try file.close()
        bytes = file.byteCount
        (self.name, self.path, self.format, self.mediaType) = (name, path, format, mediaType)
    }
}
