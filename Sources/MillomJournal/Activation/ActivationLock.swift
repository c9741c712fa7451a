import Files
package import MirrorCore

/// The lock of the process that buys: a kernel lock that dies with it.
///
/// A purchase found sent and unanswered while the lock is held was left by a process that has ended.
package final class ActivationLock: Sendable {
    private let file: OpenFile

    /// Another process holds the lock.
    package struct Held: UserFacingError, Equatable, CustomStringConvertible {
        package var kind: FailureKind { .tryLater }

        package var description: String {
            "another submirror millom activate is running: try again when it has finished"
        }
    }

    /// Takes the lock of the state directory.
    ///
    /// - Throws: ``Held`` at once if another process has it; ``JournalFailure`` if the file
    ///   cannot be created or is unsafe.
    package init(in directory: String) throws {
        let path = directory + "/" + Self.name
        do throws(FileFailure) {
            try Folder.make(directory, mode: 0o750)
            file = try PrivateFolder(directory).openOrCreate(Self.name, mode: 0o600).file
        } catch {
            throw JournalFailure(error, path: path)
        }
        guard try file.lock() else { throw Held() }
        // Another process may have replaced the file before it was locked.
        guard FileIdentity(path: path) == FileIdentity(descriptor: file.descriptor) else { throw Held() }
    }

    private static let name = "activate.lock"
}
