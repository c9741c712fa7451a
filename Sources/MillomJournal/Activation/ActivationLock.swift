import Files
package import MirrorCore

/// The lock of whoever buys: a kernel lock that dies with the process.
///
/// What is found sent and unanswered while it is held was left by a process that has ended.
package final class ActivationLock: Sendable {
    private let file: OpenFile

    /// Somebody else holds the lock.
    package struct Held: UserFacingError, Equatable, CustomStringConvertible {
        package var kind: FailureKind { .tryLater }

        package var description: String {
            "another submirror millom activate is at work: try again when it has finished"
        }
    }

    /// Takes the lock of the state directory.
    ///
    /// - Throws: ``Held`` at once when somebody else has it; ``JournalFailure`` when the file cannot be made or trusted.
    package init(in directory: String) throws {
        let path = directory + "/" + Self.name
        do throws(FileFailure) {
            try Folder.make(directory, mode: 0o750)
            file = try PrivateFolder(directory).openOrMake(Self.name, mode: 0o600).file
        } catch {
            throw JournalFailure(error, path: path)
        }
        guard try file.lock() else { throw Held() }
        // Another may have replaced the file between the opening and the locking of it.
        guard FileIdentity(path: path) == FileIdentity(descriptor: file.descriptor) else { throw Held() }
    }

    private static let name = "activate.lock"
}
