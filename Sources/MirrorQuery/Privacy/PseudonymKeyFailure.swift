import Glibc

/// Why there is no key for pseudonyms; the file stays as it is.
package enum PseudonymKeyFailure: Error, Equatable, Sendable {
    /// It is another user's.
    case notPermitted(path: String)
    /// Its mode lets others read it, so that what it makes are pseudonyms no longer.
    case openToOthers(path: String)
    /// It does not hold a key.
    case damaged(path: String)
    /// The system refused something; `code` is its errno.
    case system(path: String, operation: String, code: Int32)

    /// One sentence for a person: what failed, on what, and what to do.
    package var message: String {
        switch self {
        case .notPermitted(let path):
            "\(path) may not be read by this user: only the mirror's owner can write pseudonyms"
        case .openToOthers(let path):
            "\(path) can be read by others, who could tell whose the pseudonyms are: chmod 600 \(path)"
        case .damaged(let path):
            "\(path) does not hold a key: restore it from a backup; with a new one, made when you move it away, "
                + "no pseudonym is what it was"
        case .system(let path, let operation, let code):
            "cannot \(operation) \(path): \(String(cString: strerror(code)))"
        }
    }
}
