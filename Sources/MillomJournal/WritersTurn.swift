import Files
import Glibc
import MirrorCore

/// Has the journal's writers take turns.
///
/// SQLite lets whoever looks first have its lock, so one that writes again and again, as the receiver does under load, would
/// keep others from it for ever. Here one at a time waits for that lock, and whoever comes back waits behind it.
struct WritersTurn: Sendable {
    private static let name = "millom.lock"
    /// In microseconds.
    private static let look: UInt32 = 2000
    private static let limit = 15_000

    private let folder: PrivateFolder
    private let interruption: Interruption

    /// - Throws: `FileFailure`.
    init(in directory: String, _ interruption: Interruption) throws(FileFailure) {
        folder = try PrivateFolder(directory)
        self.interruption = interruption
    }

    /// Waits for the turn, which ends when what is returned is gone; nil after half a minute, or two seconds after
    /// the interruption.
    ///
    /// - Throws: `FileFailure`.
    func take() throws(FileFailure) -> OpenFile? {
        let file = try folder.openOrMake(Self.name, mode: 0o600).file
        for _ in 0..<Self.limit {
            if try file.lock() { return file }
            guard !interruption.isRaised(for: .seconds(2)) else { return nil }
            usleep(Self.look)
        }
        return nil
    }
}
