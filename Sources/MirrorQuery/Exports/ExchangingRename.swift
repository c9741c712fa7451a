import Glibc

/// The system's rename that swaps two paths in one step.
enum ExchangingRename {
    private typealias Function =
        @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32

    /// Swaps what is at the two paths; false, and nothing is changed, where the file system cannot.
    ///
    /// Source: rename(2). Swift's Glibc module hides `renameat2`, which glibc has since 2.28.
    static func exchange(_ one: String, _ other: String) -> Bool {
        guard let symbol = dlsym(nil, "renameat2") else { return false }
        let exchange: UInt32 = 2
        return unsafeBitCast(symbol, to: Function.self)(AT_FDCWD, one, AT_FDCWD, other, exchange) == 0
    }
}
