import Foundation

/// Runs `body` with the rights to files of a user who owns nothing.
///
/// Root, whom no mode stops, has them on this thread until `body` ends; anyone else keeps what they have.
public func withoutRootsRights<Result>(_ body: () throws -> Result) rethrows -> Result {
    typealias SetUser = @convention(c) (uid_t) -> CInt
    // Linux alone has the call, and Swift's Glibc does not import it.
    guard geteuid() == 0, let call = dlsym(nil, "setfsuid") else { return try body() }
    let setUser = unsafeBitCast(call, to: SetUser.self)
    _ = setUser(65534)
    defer { _ = setUser(0) }
    return try body()
}
