import Foundation

/// Runs `body` with the file permissions of a user who owns nothing.
///
/// This affects only root, whom no mode stops, on this thread, until `body` ends; other users keep their own.
public func withoutRootsRights<Result>(_ body: () throws -> Result) rethrows -> Result {
    typealias SetUser = @convention(c) (uid_t) -> CInt
    // Only Linux has this call, and Swift's Glibc does not import it.
    guard geteuid() == 0, let call = dlsym(nil, "setfsuid") else { return try body() }
    let setUser = unsafeBitCast(call, to: SetUser.self)
    _ = setUser(65534)
    defer { _ = setUser(0) }
    return try body()
}
