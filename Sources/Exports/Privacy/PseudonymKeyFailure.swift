package import Files
import Glibc
package import MirrorCore

/// Why the key for pseudonyms is unavailable; the file stays unchanged.
package enum PseudonymKeyFailure: UserFacingError, Equatable {
    /// It belongs to another user.
    case notPermitted(path: String)
    /// Its mode lets others read it, so its pseudonyms protect nobody.
    case openToOthers(path: String)
    /// It does not hold a key.
    case damaged(path: String)
    /// The file or its folder has an unsafe owner, mode, type or link count.
    case unsafe(FileFailure)
    /// The system refused an operation; `code` is its errno.
    case system(path: String, operation: String, code: Int32)

    package var kind: FailureKind {
        if case .unsafe(let failure) = self { .file(isAboutTrust: failure.isAboutTrust) } else { .disk }
    }

    /// One sentence for a person: what failed, on what, and what to do.
    package var message: String {
        switch self {
        case .notPermitted(let path):
            "\(path) is not readable by this user: only the mirror's owner can write pseudonyms"
        case .openToOthers(let path):
            "\(path) is readable by other users, who could resolve the pseudonyms: chmod 600 \(path)"
        case .damaged(let path):
            "\(path) does not contain a key: restore it from a backup; if you move it away, a new key is created and "
                + "all pseudonyms change"
        case .unsafe(let failure): failure.message
        case .system(let path, let operation, let code):
            "cannot \(operation) \(path): \(String(cString: strerror(code)))"
        }
    }

    /// Runs `body`, and translates its errors for the key.
    static func saying<Result>(
        _ body: () throws(FileFailure) -> Result
    ) throws(PseudonymKeyFailure) -> Result {
        do {
            return try body()
        } catch {
            switch error {
            case .system(let path, _, EACCES), .system(let path, _, EPERM): throw .notPermitted(path: path)
            case .system(let path, let operation, let code):
                throw .system(path: path, operation: operation, code: code)
            case .notAFile(let path): throw .damaged(path: path)
            case .openToOthers, .ofAnotherUser, .severalNames: throw .unsafe(error)
            }
        }
    }
}
