import Foundation
import Glibc

/// The owner and mode of a file or a folder.
struct FileFacts: Sendable, Equatable {
    var mode: mode_t
    var owner: uid_t
    var isDirectory: Bool
    var bytes: Int

    /// Nil if there is nothing at `path`, or this user may not look.
    init?(path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        self.init(
            mode: facts.st_mode & 0o7777, owner: facts.st_uid, isDirectory: facts.st_mode & S_IFMT == S_IFDIR,
            bytes: Int(facts.st_size))
    }

    init(mode: mode_t, owner: uid_t, isDirectory: Bool = false, bytes: Int = 0) {
        self.mode = mode
        self.owner = owner
        self.isDirectory = isDirectory
        self.bytes = bytes
    }

    /// The mode in chmod(1)'s notation.
    var modeText: String { String(mode, radix: 8) }
}
