import Glibc

/// A folder whose entries have to outlive a loss of power.
enum DurableFolder {
    /// Returns when what was renamed, made and removed in the folder at `path` has reached the disk.
    static func sync(_ path: String) throws(ExportFailure) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .last("write", path) }
        defer { _ = close(folder) }
        guard fsync(folder) == 0 else { throw .last("write", path) }
    }
}
