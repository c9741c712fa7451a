package import MirrorCore

/// Why no snapshot was made.
package enum SnapshotFailure: UserFacingError, Equatable {
    /// SQLite could not write it; `detail` is SQLite's message, which names columns but no values.
    case notWritten(path: String, detail: String)
    /// It was written, but is damaged or incomplete.
    case unsound(path: String, problem: String)

    package var kind: FailureKind {
        switch self {
        case .notWritten: .disk
        case .unsound: .unusableData
        }
    }

    /// One sentence for a person: what failed, on what, and what to do.
    package var message: String {
        switch self {
        case .notWritten(let path, let detail): "the snapshot \(path) cannot be written: \(detail)"
        case .unsound(let path, let problem):
            "the snapshot \(path) failed its check and is not used: \(problem); check the disk and the mirror "
                + "with submirror doctor"
        }
    }
}
