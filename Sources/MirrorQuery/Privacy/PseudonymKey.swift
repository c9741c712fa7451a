import Crypto
import Foundation
import Glibc

/// The secret that makes pseudonyms: who has it can tell whose they are, and with another they join nothing.
package struct PseudonymKey: Sendable, Equatable {
    /// As long as the hash that it goes into.
    private static let byteCount = 32
    private static let fileName = "pseudonym.key"

    let bytes: [UInt8]

    /// A key of the given bytes.
    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// The key that is kept in `directory`, a file that only its owner can read; made there the first time.
    ///
    /// A file that is damaged or open to others is refused and never replaced: with a new key the pseudonyms of
    /// earlier copies would be lost.
    ///
    /// - Throws: ``PseudonymKeyFailure``.
    package static func kept(in directory: String) throws(PseudonymKeyFailure) -> PseudonymKey {
        let path = directory + "/" + fileName
        if let key = try read(path) { return key }
        try make(path, in: directory)
        guard let key = try read(path) else { throw .system(path: path, operation: "read", code: ENOENT) }
        return key
    }

    /// Whether there is a key in `directory`; nothing is made.
    ///
    /// - Throws: ``PseudonymKeyFailure`` for one that cannot be used.
    package static func isKept(in directory: String) throws(PseudonymKeyFailure) -> Bool {
        try read(directory + "/" + fileName) != nil
    }

    /// Nil when there is no file.
    private static func read(_ path: String) throws(PseudonymKeyFailure) -> PseudonymKey? {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else {
            switch errno {
            case ENOENT: return nil
            case EACCES, EPERM: throw .notPermitted(path: path)
            case ELOOP: throw .damaged(path: path)
            case let code: throw .system(path: path, operation: "open", code: code)
            }
        }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw .damaged(path: path)
        }
        guard facts.st_mode & 0o077 == 0 else { throw .openToOthers(path: path) }
        var bytes = [UInt8](repeating: 0, count: byteCount + 1)
        let count = Glibc.read(file, &bytes, bytes.count)
        guard count >= 0 else { throw .system(path: path, operation: "read", code: errno) }
        guard count == byteCount else { throw .damaged(path: path) }
        return PseudonymKey(bytes: Array(bytes.prefix(byteCount)))
    }

    /// Writes a new key beside and links it to its name, so that it is there as a whole or not at all; should another
    /// process be faster, its key stays.
    private static func make(_ path: String, in directory: String) throws(PseudonymKeyFailure) {
        let draft = "\(path).\(UInt64.random(in: 0...UInt64.max)).tmp"
        defer { unlink(draft) }
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .system(path: path, operation: "make", code: errno) }
        defer { close(file) }
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes(Array.init)
        guard write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0 else {
            throw .system(path: path, operation: "write", code: errno)
        }
        giveToOwner(of: directory, file)
        guard link(draft, path) == 0 || errno == EEXIST else {
            throw .system(path: path, operation: "make", code: errno)
        }
        let folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw .system(path: path, operation: "write", code: errno) }
    }

    /// What root makes here, the agent has to be able to read.
    private static func giveToOwner(of directory: String, _ file: Int32) {
        var facts = stat()
        guard geteuid() == 0, stat(directory, &facts) == 0 else { return }
        _ = fchown(file, facts.st_uid, facts.st_gid)
    }
}
