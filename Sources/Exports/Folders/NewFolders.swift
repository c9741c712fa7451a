import Files
import Glibc

/// Folders created for a target, and removed again if they stay empty.
final class NewFolders {
    private var made: [String] = []

    /// Creates those of `paths` that do not exist yet, outermost first.
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
        // rmdir(2) fails on a folder that is not empty.
        for path in made.reversed() { _ = rmdir(path) }
    }
}
