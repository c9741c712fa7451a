import Foundation

/// The permissions of a user who is not root, as tests may be run by root, whom no mode stops.
enum OrdinaryUser {
    /// Runs `body` with them; nil when that cannot be arranged.
    ///
    /// They hold for this thread's file accesses only, so `body` must not suspend.
    static func run<Result>(_ body: () throws -> Result) rethrows -> Result? {
        guard geteuid() == 0 else { return try body() }
        guard let symbol = dlsym(nil, "setfsuid") else { return nil }
        let setFileUser = unsafeBitCast(symbol, to: (@convention(c) (uid_t) -> CInt).self)
        _ = setFileUser(65_534)
        defer { _ = setFileUser(0) }
        return try body()
    }
}
