package import MirrorCore

/// Why a backup cannot be made or restored.
package enum BackupFailure: UserFacingError, Equatable {
    /// It is not a regular file, or does not begin as a backup does.
    case notABackup(path: String)
    /// A newer submirror made it.
    case newerFormat(path: String, found: Int, known: Int)
    case newerSchema(path: String, found: Int, known: Int)
    /// It is cut off, or its content differs from its manifest.
    case damaged(path: String, detail: String)
    /// The file that the backup would replace is a backup of another mirror.
    case otherMirror(path: String)
    /// Its mirror belongs to another API or account; `settings` names the settings that differ.
    case otherOrigin(path: String, settings: [String], baseURL: String)
    /// The file system cannot swap two files in one step.
    case cannotSwap(mirror: String)
}

extension BackupFailure: CustomStringConvertible {
    package var kind: FailureKind {
        switch self {
        case .notABackup, .newerFormat, .newerSchema, .damaged: .unusableData
        case .otherMirror: .usage
        case .otherOrigin: .configuration
        case .cannotSwap: .disk
        }
    }

    package var description: String {
        switch self {
        case .notABackup(let path): "\(path) is no backup of submirror's: name another file"
        case .newerFormat(let path, let found, let known):
            "\(path) was made by a newer submirror (format \(found), this one knows \(known)): upgrade submirror"
        case .newerSchema(let path, let found, let known):
            "\(path) holds a mirror of a newer submirror (schema \(found), this one knows \(known)): upgrade submirror"
        case .damaged(let path, let detail):
            "\(path) is damaged (\(detail)): restore another backup; nothing was changed"
        case .otherMirror(let path):
            "\(path) is a backup of another mirror, which would be replaced: name another file"
        case .otherOrigin(let path, let settings, let baseURL):
            "\(path) is of another API or account (\(settings.joined(separator: ", ")) "
                + "\(settings.count == 1 ? "differs" : "differ"), it was read from \(baseURL)): name another backup; "
                + "if it is the one that you mean, add --accept-origin"
        case .cannotSwap(let mirror):
            "the file system of \(mirror) cannot swap two files in one step: move the mirror away yourself, then restore again"
        }
    }
}
