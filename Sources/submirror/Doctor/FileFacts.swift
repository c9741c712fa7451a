import Foundation
import Glibc

/// Owner and mode of a file or a folder.
struct FileFacts: Sendable, Equatable {
    var mode: mode_t
    var owner: uid_t
    var isDirectory: Bool
    var bytes: Int

    /// Nil when there is nothing at `path`, or nothing that this user may look at.
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

    /// The mode as chmod(1) takes it.
    var modeText: String { String(mode, radix: 8) }
}
