import Glibc

/// Whose files say what this program does.
enum Judgement {
    static let writableByOthers: mode_t = 0o022

    /// This user, and root, who could do anything anyway.
    static var ownUsers: Set<uid_t> { [geteuid(), 0] }

    /// Whether nobody but `ownUsers` can put something else in the place of what is in the folder; a sticky bit, as
    /// /tmp has it, leaves each file to its owner.
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
