import Glibc

/// System renames that, in one step, swap two paths or never replace one.
///
/// Source: rename(2). Swift's Glibc module hides `renameat2`, which glibc has since 2.28.
package enum AtomicRename {
    private typealias Function =
        @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32

    private enum Flag {
        static let noReplace: UInt32 = 1
        static let exchange: UInt32 = 2
    }

    /// Swaps what is at the two paths; returns false, changing nothing, if the file system cannot.
    package static func exchange(_ one: String, _ other: String) -> Bool {
        renameat2(AT_FDCWD, one, AT_FDCWD, other, Flag.exchange) == 0
    }

    /// Renames a file of the folder; returns false if the new name is taken.
    ///
    /// - Throws: ``FileFailure``.
    package static func withoutReplacing(
        _ old: String, as new: String, in folder: Int32 = AT_FDCWD
    ) throws(FileFailure) -> Bool {
        if renameat2(folder, old, folder, new, Flag.noReplace) == 0 { return true }
        // The file system does not support it: link instead, which never replaces anything.
        if errno == EINVAL, linkat(folder, old, folder, new, 0) == 0 { return true }
        guard errno == EEXIST else { throw .last("create", new) }
        return false
    }

    /// Replaces what is at `path` with what is at `draft`.
    ///
    /// - Throws: ``FileFailure``; then both are where they were.
    package static func replace(_ path: String, with draft: String) throws(FileFailure) {
        guard rename(draft, path) == 0 else { throw .last("replace", path) }
    }

    private static func renameat2(
        _ oldFolder: Int32, _ old: String, _ newFolder: Int32, _ new: String, _ flags: UInt32
    ) -> Int32 {
        guard let symbol = dlsym(nil, "renameat2") else {
            errno = EINVAL
            return -1
        }
        return unsafeBitCast(symbol, to: Function.self)(oldFolder, old, newFolder, new, flags)
    }
}
