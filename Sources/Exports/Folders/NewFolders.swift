import Glibc

/// Folders that were made for what is to stand in them, and that go again while nothing does.
final class NewFolders {
    private var made: [String] = []

    /// Makes those of `paths` that are not there yet, outermost first.
    ///
    /// - Throws: ``ExportFailure``.
    init(_ paths: [String] = []) throws(ExportFailure) {
        for path in paths {
            if mkdir(path, 0o750) == 0 {
                made.append(path)
            } else if errno == ENOENT {
                throw .missingParent(path: path)
            } else if errno != EEXIST {
                throw .last("create", path)
            }
        }
    }

    deinit {
        // rmdir(2) leaves a folder that holds something.
        for path in made.reversed() { _ = rmdir(path) }
    }
}
