import Glibc

/// Whose files this program trusts to control it.
enum FileTrust {
    static let writableByOthers: mode_t = 0o022

    /// This user, and root, who could do anything in any case.
    static var ownUsers: Set<uid_t> { [geteuid(), 0] }

    /// Checks that only `ownUsers` can replace what is in the folder; a sticky bit, as on /tmp, protects each
    /// file for its owner.
    ///
    /// - Throws: ``FileFailure``.
    static func checkFolder(_ path: String) throws(FileFailure) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw .last("open", path) }
        guard geteuid() == 0 || ownUsers.contains(facts.st_uid) else {
            throw .ofAnotherUser(path: path, owner: facts.st_uid)
        }
        guard facts.st_mode & writableByOthers == 0 || facts.st_mode & S_ISVTX != 0 else {
            throw .openToOthers(path: path, mode: facts.st_mode)
        }
    }
}
