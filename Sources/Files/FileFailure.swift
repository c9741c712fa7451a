package import Glibc

/// Why a file or a folder is not trusted, or cannot be used.
package enum FileFailure: Error, Equatable, Sendable {
    /// Users other than its owner may write it, and so control its content.
    case openToOthers(path: String, mode: mode_t)
    /// It belongs neither to this user nor to root.
    case ofAnotherUser(path: String, owner: uid_t)
    /// A link, a pipe, a folder or a device where a file belongs.
    case notAFile(path: String)
    /// The file has a second name, under which others may reach it.
    case severalNames(path: String)
    /// The system refused an operation; `code` is its errno.
    case system(path: String, operation: String, code: Int32)

    /// The failure of the last system call, from `errno`.
    ///
    /// Call it before anything else: Foundation, for one, changes `errno` when it cleans up.
    package static func last(_ operation: String, _ path: String) -> FileFailure {
        .system(path: path, operation: operation, code: errno)
    }

    /// Whether the cause is a wrong owner or mode, which would let others control this program.
    package var isAboutTrust: Bool {
        switch self {
        case .openToOthers, .ofAnotherUser: true
        case .notAFile, .severalNames, .system: false
        }
    }

    /// One sentence for a person: what is wrong, and what to do.
    package var message: String {
        switch self {
        case .openToOthers(let path, let mode):
            "\(path) can be changed by others (mode \(String(mode & 0o7777, radix: 8))): chmod go-w \(path)"
        case .ofAnotherUser(let path, let owner):
            "\(path) belongs to user \(owner), neither to this one (\(geteuid())) nor to root: "
                + "run submirror as its owner, or chown it"
        case .notAFile(let path):
            "\(path) is not a file but a link, a pipe or a folder: move it away"
        case .severalNames(let path):
            "\(path) has a second name (a hard link) somewhere: remove that, or copy the file and use the copy"
        case .system(let path, let operation, let code):
            "cannot \(operation) \(path): \(String(cString: strerror(code)))"
        }
    }
}
