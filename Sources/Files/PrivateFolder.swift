package import Glibc

/// A folder that is opened and checked once; files opened through it are in that very folder, and are checked
/// too.
package final class PrivateFolder: Sendable {
    package let path: String
    /// The users whose files are trusted here: this user, root and, for root or in a folder of anyone's, the
    /// folder's owner.
    private let trusted: Set<uid_t>
    private let owner: uid_t
    private let group: gid_t
    private let folder: OpenFile

    /// Opens the folder at `path`, which may be a link; only its owner may write it.
    ///
    /// - Parameter isAnyones: for callers that only read: the folder may belong to another user.
    /// - Throws: ``FileFailure``.
    package init(_ path: String, isAnyones: Bool = false) throws(FileFailure) {
        self.path = path
        folder = try OpenFile.folder(path)
        var facts = stat()
        guard fstat(folder.descriptor, &facts) == 0 else { throw .last("open", path) }
        let own = FileTrust.ownUsers
        owner = facts.st_uid
        group = facts.st_gid
        trusted = isAnyones || geteuid() == 0 ? own.union([facts.st_uid]) : own
        guard trusted.contains(owner) else { throw .ofAnotherUser(path: path, owner: owner) }
        // A sticky bit protects existing files from other users; files that they add are not trusted, and so
        // cannot harm a reader.
        let isShared = isAnyones && facts.st_mode & S_ISVTX != 0
        guard isShared || facts.st_mode & FileTrust.writableByOthers == 0 else {
            throw .openToOthers(path: path, mode: facts.st_mode)
        }
    }

    /// Checks the file called `name` without opening it; returns false if there is none.
    ///
    /// For a file that SQLite opens itself: closing another descriptor of it would release SQLite's locks.
    ///
    /// - Parameter mayHaveOtherNames: whether a second name does no harm, because the file is only read.
    /// - Throws: ``FileFailure`` for anything but a trusted file.
    package func judge(_ name: String, mayHaveOtherNames: Bool = false) throws(FileFailure) -> Bool {
        var facts = stat()
        guard fstatat(folder.descriptor, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 else {
            guard errno == ENOENT else { throw .last("open", place(of: name)) }
            return false
        }
        try judge(facts, name, mayHaveOtherNames: mayHaveOtherNames)
        return true
    }

    /// Opens the file called `name` for reading; nil if there is none.
    ///
    /// - Throws: ``FileFailure``.
    package func open(_ name: String) throws(FileFailure) -> PrivateFile? {
        do {
            return try open(name, O_RDONLY)
        } catch .system(_, _, ENOENT) {
            return nil
        }
    }

    /// Opens the file called `name` for reading and writing, unchanged; creates it with `mode` if there is
    /// none.
    ///
    /// - Throws: ``FileFailure``.
    package func openOrCreate(_ name: String, mode: mode_t) throws(FileFailure) -> PrivateFile {
        while true {
            do {
                return try open(name, O_RDWR)
            } catch .system(_, _, ENOENT) {
                // Nil if another process was faster: then the next attempt finds its file.
                if let made = try make(name, mode: mode) { return made }
            }
        }
    }

    /// Creates an empty file called `name` with exactly this mode; nil if the name is taken.
    ///
    /// Root gives it to the folder's owner.
    ///
    /// - Throws: ``FileFailure``.
    package func make(_ name: String, mode: mode_t) throws(FileFailure) -> PrivateFile? {
        let file: OpenFile
        do {
            file = try folder.newFile(name, mode: mode)
        } catch .system(_, _, EEXIST) {
            return nil
        }
        if geteuid() == 0 { _ = fchown(file.descriptor, owner, group) }
        try file.setMode(mode)
        return try PrivateFile(file)
    }

    /// Replaces the file called `name` with one that holds `bytes`, atomically and durably.
    ///
    /// - Throws: ``FileFailure``; the old file is then still there.
    package func replace(_ name: String, with bytes: [UInt8], mode: mode_t) throws(FileFailure) {
        let path = place(of: name)
        try writeDraft(of: name, bytes, mode) { draft throws(FileFailure) in
            guard renameat(folder.descriptor, draft, folder.descriptor, name) == 0 else {
                throw .last("write", path)
            }
        }
    }

    /// Writes a new file called `name`, atomically and durably; an existing one stays as it is.
    ///
    /// - Throws: ``FileFailure``.
    package func add(_ name: String, with bytes: [UInt8], mode: mode_t) throws(FileFailure) {
        try writeDraft(of: name, bytes, mode) { draft throws(FileFailure) in
            do throws(FileFailure) {
                _ = try AtomicRename.withoutReplacing(draft, as: name, in: folder.descriptor)
            } catch .system(_, _, let code) {
                throw .system(path: place(of: name), operation: "write", code: code)
            }
        }
    }

    private func writeDraft(
        of name: String, _ bytes: [UInt8], _ mode: mode_t, put: (_ draft: String) throws(FileFailure) -> Void
    ) throws(FileFailure) {
        let draft = "\(name).\(UInt64.random(in: 0...UInt64.max)).tmp"
        guard let file = try make(draft, mode: mode) else {
            throw .system(path: place(of: draft), operation: "create", code: EEXIST)
        }
        // Once the draft has been put in place, nothing has its name any more.
        defer { unlinkat(folder.descriptor, draft, 0) }
        try file.write(bytes)
        try put(draft)
        try folder.sync()
    }

    /// Opens a file without following a link and without waiting for the other end of a pipe.
    private func open(_ name: String, _ access: Int32) throws(FileFailure) -> PrivateFile {
        let path = place(of: name)
        let flags = access | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        let file: OpenFile
        do {
            file = try .taking(openat(folder.descriptor, name, flags), path)
        } catch .system(_, _, let code) where [ELOOP, EISDIR, ENXIO, ENODEV].contains(code) {
            throw .notAFile(path: path)
        }
        let opened = try PrivateFile(file)
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
