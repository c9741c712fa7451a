import Glibc

/// An open file whose owner and mode were checked; reading it reads the very file that was checked.
package final class PrivateFile: Sendable {
    package let file: OpenFile
    let facts: stat

    package var path: String { file.path }

    /// - Throws: ``FileFailure``.
    init(_ file: OpenFile) throws(FileFailure) {
        var facts = stat()
        guard fstat(file.descriptor, &facts) == 0 else { throw .last("open", file.path) }
        self.file = file
        self.facts = facts
    }

    /// Opens a file that controls this program; it may lie anywhere, also behind links.
    ///
    /// Only this user and root may write or replace it. Root may read everybody's.
    ///
    /// - Throws: ``FileFailure``.
    package static func deciding(_ path: String) throws(FileFailure) -> PrivateFile {
        let file = try PrivateFile(.taking(open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC), path))
        guard file.facts.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        guard geteuid() == 0 || FileTrust.ownUsers.contains(file.facts.st_uid) else {
            throw .ofAnotherUser(path: path, owner: file.facts.st_uid)
        }
        guard file.facts.st_mode & FileTrust.writableByOthers == 0 else {
            throw .openToOthers(path: path, mode: file.facts.st_mode)
        }
        for folder in foldersAbove(path) { try FileTrust.checkFolder(folder) }
        return file
    }

    /// Whether only its owner can read it or, if that is root, also one group that this process belongs to.
    package var isSecret: Bool {
        if facts.st_mode & 0o077 == 0 { return true }
        guard facts.st_mode & 0o037 == 0, facts.st_uid == 0 else { return false }
        return geteuid() == 0 || facts.st_gid == getegid() || Self.groups.contains(facts.st_gid)
    }

    /// Whether only its owner can read or write it.
    package var isOwnersAlone: Bool { facts.st_mode & 0o077 == 0 }

    package var isEmpty: Bool { facts.st_size == 0 }

    /// The whole content; nil if that is more than `limit` bytes.
    ///
    /// - Throws: ``FileFailure``.
    package func bytes(upTo limit: Int) throws(FileFailure) -> [UInt8]? { try file.bytes(upTo: limit) }

    /// Writes `bytes` and waits until they have reached the disk.
    ///
    /// - Throws: ``FileFailure``.
    package func write(_ bytes: [UInt8]) throws(FileFailure) {
        try file.write(bytes)
        try file.sync()
    }

    /// Every folder above `path`, and above the file that it leads to.
    private static func foldersAbove(_ path: String) -> [String] {
        var folders: Set<String> = []
        for place in [absolute(path), resolved(path)] {
            var parts = (place ?? "/").split(separator: "/").dropLast()
            while true {
                folders.insert("/" + parts.joined(separator: "/"))
                if parts.isEmpty { break }
                parts.removeLast()
            }
        }
        return folders.sorted()
    }

    private static func absolute(_ path: String) -> String? {
        guard !path.hasPrefix("/") else { return path }
        return resolved(".").map { $0 + "/" + path }
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static var groups: [gid_t] {
        var groups = [gid_t](repeating: 0, count: Int(max(0, getgroups(0, nil))))
        let count = getgroups(Int32(groups.count), &groups)
        return Array(groups.prefix(Int(max(0, count))))
    }
}
