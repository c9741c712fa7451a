import Files
package import Foundation
import Glibc
package import MirrorCore

/// The kernel's lock on a mirror: it ends with the process that holds it, however that ends.
package final class RunLock: Sendable {
    private let file: OpenFile

    /// Another process holds the lock.
    package struct Held: UserFacingError, Equatable, CustomStringConvertible {
        /// The holder's description of itself; empty if it had no time to write one.
        package let holder: String
        package var kind: FailureKind { .tryLater }

        package var description: String {
            let who = holder.isEmpty ? "another run" : holder
            return "\(who) is at work on this mirror: try again when it has finished"
        }
    }

    /// The lock's file is no longer in its place, so another run may hold a lock on its replacement.
    package struct Lost: UserFacingError, Equatable, CustomStringConvertible {
        package let path: String
        package var kind: FailureKind { .disk }

        package var description: String {
            "\(path) was moved, removed or replaced while this run was at work, so that another may have begun: "
                + "nothing more was written; run again"
        }
    }

    /// Takes the lock of the mirror in `directory`, and writes the holder into its file.
    ///
    /// - Parameter now: the time to write into the file, for a person.
    /// - Throws: ``Held`` at once if another process has it; `FileFailure` if the file cannot be created or
    ///   trusted.
    package init(directory: URL, now: String) throws {
        file = try PrivateFolder(directory.path).openOrCreate("lock", mode: 0o640).file
        guard try file.lock() else { throw Held(holder: Self.read(file.descriptor)) }
        // Another process may have replaced the file between opening and locking it.
        guard FileIdentity(path: file.path) == FileIdentity(descriptor: file.descriptor) else {
            throw Held(holder: "")
        }
        // Only for people to read: the lock holds without it.
        let text = Array("process \(getpid()) (since \(now))\n".utf8)
        _ = ftruncate(file.descriptor, 0)
        _ = pwrite(file.descriptor, text, text.count, 0)
    }

    /// Releases the lock at once: a task that is still ending may keep this value alive, and this process may
    /// need the lock again.
    package func release() { file.unlock() }

    /// - Throws: ``Lost`` if the lock's file has been replaced or removed.
    package func check() throws {
        guard let own = FileIdentity(descriptor: file.descriptor), FileIdentity(path: file.path) == own else {
            throw Lost(path: file.path)
        }
    }

    private static func read(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 200)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return "" }
        return String(decoding: buffer[0..<count], as: UTF8.self).split(separator: "\n").first.map(
            String.init) ?? ""
    }
}
