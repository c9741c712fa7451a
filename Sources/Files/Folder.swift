package import Glibc

/// Functions on a folder by its path.
package enum Folder {
    /// Creates the folder at `path` and any missing folders above it, with exactly this mode.
    ///
    /// - Throws: ``FileFailure``; its code is `ENOTDIR` if `path` is not a folder.
    package static func make(_ path: String, mode: mode_t) throws(FileFailure) {
        if mkdir(path, mode) == 0 {
            guard chmod(path, mode) == 0 else { throw .last("create", path) }
            return
        }
        let code = errno
        var facts = stat()
        if stat(path, &facts) == 0 {
            guard facts.st_mode & S_IFMT != S_IFDIR else { return }
            throw .system(path: path, operation: "create", code: ENOTDIR)
        }
        let above = parent(of: path)
        guard code == ENOENT, above != path else {
            throw .system(path: path, operation: "create", code: code)
        }
        try make(above, mode: mode)
        // Another process may have created it in the meantime.
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw .last("create", path) }
        guard chmod(path, mode) == 0 else { throw .last("create", path) }
    }

    /// The names in the folder at `path`, sorted.
    ///
    /// - Throws: ``FileFailure``: a folder that cannot be read is not an empty one.
    package static func names(in path: String) throws(FileFailure) -> [String] {
        guard let folder = opendir(path) else { throw .last("read", path) }
        defer { closedir(folder) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(folder) else {
                guard errno == 0 else { throw .last("read", path) }
                return names.sorted()
            }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
    }

    /// Returns once renames, creations and removals in the folder at `path` have reached the disk.
    ///
    /// - Throws: ``FileFailure``.
    package static func sync(_ path: String) throws(FileFailure) { try OpenFile.folder(path).sync() }

    private static func parent(of path: String) -> String {
        var path = path[...]
        while path.count > 1, path.last == "/" { path.removeLast() }
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
