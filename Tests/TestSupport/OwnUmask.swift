package import Foundation
import Synchronization

/// Runs `body` on a thread with its own umask and the file permissions of a user who owns nothing.
///
/// - Throws: errors from `body`.
package func withUmask(_ mask: mode_t, _ body: @escaping @Sendable () throws -> Void) throws {
    let result = Mutex<(any Error)?>(nil)
    let hasEnded = DispatchSemaphore(value: 0)
    let thread = Thread {
        defer { hasEnded.signal() }
        do {
            typealias Unshare = @convention(c) (CInt) -> CInt
            // Otherwise every thread would share the umask. Swift's Glibc does not import the call.
            guard let call = dlsym(nil, "unshare"),
                unsafeBitCast(call, to: Unshare.self)(shareNoFileSystemState) == 0
            else { throw POSIXError(.EPERM) }
            umask(mask)
            try withoutRootsRights(body)
        } catch {
            result.withLock { $0 = error }
        }
    }
    thread.start()
    hasEnded.wait()
    if let error = result.withLock({ $0 }) { throw error }
}

/// CLONE_FS of sched.h.
private let shareNoFileSystemState: CInt = 0x200
