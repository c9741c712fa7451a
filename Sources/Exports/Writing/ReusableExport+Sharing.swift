import Glibc

extension ReusableExport {
    /// Adds a second name in `folder` for the file that holds only `relation`.
    ///
    /// Nil if there is none, if it has changed since it was written, or if the file system has no hard links:
    /// then the relation is written again.
    func share(_ relation: String, in folder: String) -> ExportedFile? {
        guard let part = part(relation), parts.filter({ $0.file == part.file }).count == 1 else { return nil }
        let path = directory + "/" + part.file.name
        let name = folder + "/" + part.file.name
        guard link(path, name) == 0 else { return nil }
        guard isRegular(name), let found = try? FinishedFile.digest(of: name), found.bytes == part.file.bytes,
            found.sha256 == part.file.sha256
        else {
            unlink(name)
            return nil
        }
        return ExportedFile(
            name: part.file.name, bytes: found.bytes, sha256: found.sha256,
            parts: [ExportedFile.Part(relation: relation, rows: part.rows)])
    }

    private func isRegular(_ path: String) -> Bool {
        var facts = stat()
        return lstat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
    }
}
