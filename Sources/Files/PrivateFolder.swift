package import Glibc

/// A folder that is opened once and judged; all that is opened in it later is in that very folder, and judged, too.
package final class PrivateFolder: Sendable {
    package let path: String
    /// Whose files in it are trusted: this user's, root's, and, as root or for a folder of anyone's, its owner's.
    private let trusted: Set<uid_t>
    private let owner: uid_t
    private let group: gid_t
    private let descriptor: Int32

    /// Opens the folder at `path`, which may be a link; nobody but its owner may write it.
    ///
    /// - Parameter isAnyones: for whoever only reads: it may belong to another user.
    /// - Throws: ``FileFailure``.
    package init(_ path: String, isAnyones: Bool = false) throws(FileFailure) {
        self.path = path
        descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("open", path) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw .last("open", path) }
        let own = Judgement.ownUsers
        owner = facts.st_uid
        group = facts.st_gid
        trusted = isAnyones || geteuid() == 0 ? own.union([facts.st_uid]) : own
        guard trusted.contains(owner) else { throw .ofAnotherUser(path: path, owner: owner) }
        // A sticky bit keeps others from what is there; what they add is not trusted, and so does not hurt a reader.
        let isShared = isAnyones && facts.st_mode & S_ISVTX != 0
        guard isShared || facts.st_mode & Judgement.writableByOthers == 0 else {
            throw .openToOthers(path: path, mode: facts.st_mode)
        }
    }

    deinit { close(descriptor) }

    /// Looks at what is called `name` without opening it; false where nothing is.
    ///
    /// For a file that SQLite opens itself: to close another descriptor of it would let go of SQLite's locks.
    ///
    /// - Parameter mayHaveOtherNames: whether a second name does no harm, as it is only read.
    /// - Throws: ``FileFailure`` for what is not a file of ours.
    package func judge(_ name: String, mayHaveOtherNames: Bool = false) throws(FileFailure) -> Bool {
        var facts = stat()
        guard fstatat(descriptor, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 else {
            guard errno == ENOENT else { throw .last("open", place(of: name)) }
            return false
        }
        try judge(facts, name, mayHaveOtherNames: mayHaveOtherNames)
        return true
    }

    /// Opens the file called `name` for reading; nil where nothing is.
    ///
    /// - Throws: ``FileFailure``.
    package func open(_ name: String) throws(FileFailure) -> PrivateFile? {
        do {
            return try open(name, O_RDONLY)
        } catch .system(_, _, ENOENT) {
            return nil
        }
    }

    /// Opens the file called `name` for reading and writing, as it is; makes it with `mode` where nothing is.
    ///
    /// - Throws: ``FileFailure``.
    package func openOrMake(_ name: String, mode: mode_t) throws(FileFailure) -> PrivateFile {
        while true {
            do {
                return try open(name, O_RDWR)
            } catch .system(_, _, ENOENT) {
                // Nil when another process was faster: then it is there now.
                if let made = try make(name, mode: mode) { return made }
            }
        }
    }

    /// Makes an empty file called `name` with just this mode, the folder's owner's where root makes it; nil where
    /// something is already.
    ///
    /// - Throws: ``FileFailure``.
    package func make(_ name: String, mode: mode_t) throws(FileFailure) -> PrivateFile? {
        let path = place(of: name)
        let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let file = openat(descriptor, name, flags, mode)
        guard file >= 0 else {
            guard errno == EEXIST else { throw .last("make", path) }
            return nil
        }
        let made = try PrivateFile(file, path: path)
        if geteuid() == 0 { _ = fchown(file, owner, group) }
        guard fchmod(file, mode) == 0 else { throw .last("make", path) }
        return made
    }

    /// Puts a file with `bytes` in the place of `name`, as a whole and durably.
    ///
    /// - Throws: ``FileFailure``; then what was there still is.
    package func replace(_ name: String, with bytes: [UInt8], mode: mode_t) throws(FileFailure) {
        try writeDraft(of: name, bytes, mode) { draft in
            renameat(descriptor, draft, descriptor, name) == 0
        }
    }

    /// Writes a new file called `name`, as a whole and durably; where there is one already, that stays.
    ///
    /// - Throws: ``FileFailure``.
    package func add(_ name: String, with bytes: [UInt8], mode: mode_t) throws(FileFailure) {
        try writeDraft(of: name, bytes, mode) { draft in
            AtomicRename.withoutReplacing(draft, as: name, in: descriptor) || errno == EEXIST
        }
    }

    private func writeDraft(
        of name: String, _ bytes: [UInt8], _ mode: mode_t, place: (_ draft: String) -> Bool
    ) throws(FileFailure) {
        let draft = "\(name).\(UInt64.random(in: 0...UInt64.max)).tmp"
        guard let file = try make(draft, mode: mode) else {
            throw .system(path: self.place(of: draft), operation: "make", code: EEXIST)
        }
        // After it is in its place nothing is called so.
        defer { unlinkat(descriptor, draft, 0) }
        try file.write(bytes)
        guard place(draft), fsync(descriptor) == 0 else { throw .last("write", self.place(of: name)) }
    }

    /// Without following a link, without waiting for a pipe's other end.
    private func open(_ name: String, _ access: Int32) throws(FileFailure) -> PrivateFile {
        let path = place(of: name)
        let file = openat(descriptor, name, access | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            switch errno {
            case ELOOP, EISDIR, ENXIO, ENODEV: throw .notAFile(path: path)
            default: throw .last("open", path)
            }
        }
        let opened = try PrivateFile(file, path: path)
        try judge(opened.facts, name)
        return opened
    }

    private func judge(
        _ facts: stat, _ name: String, mayHaveOtherNames: Bool = false
    ) throws(FileFailure) {
        let path = place(of: name)
        guard facts.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        guard trusted.contains(facts.st_uid) else { throw .ofAnotherUser(path: path, owner: facts.st_uid) }
        guard mayHaveOtherNames || facts.st_nlink <= 1 else { throw .severalNames(path: path) }
    }

    private func place(of name: String) -> String { path + "/" + name }
}
