import Files
import Glibc

/// Folders that were made for what is to stand in them, and that go again while nothing does.
final class NewFolders {
    private var made: [String] = []

    /// Makes those of `paths` that are not there yet, outermost first.
    ///
    /// - Throws: ``ExportFailure/missingParent(path:)`` and `FileFailure`.
    init(_ paths: [String] = []) throws {
        for path in paths {
            guard mkdir(path, 0o750) != 0 else {
                made.append(path)
                continue
            }
            switch FileFailure.last("create", path) {
            case .system(_, _, EEXIST): continue
            case .system(_, _, ENOENT): throw ExportFailure.missingParent(path: path)
            case let failure: throw failure
            }
        }
    }

    deinit {
        // rmdir(2) leaves a folder that holds something.
        for path in made.reversed() { _ = rmdir(path) }
    }
}
