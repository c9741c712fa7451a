import Files
import Glibc
import MirrorCore

/// Makes the journal's writers take turns.
///
/// SQLite gives its lock to whoever checks first, so a writer that writes again and again, such as the
/// receiver under load, could starve the others for ever. Here only one process at a time waits for that
/// lock, and a returning writer waits behind it.
struct WriterQueue: Sendable {
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

    /// Waits for the turn, which lasts until the returned file is released.
    ///
    /// Returns nil after half a minute, or two seconds after the interruption.
    ///
    /// - Throws: `FileFailure`.
    func take() throws(FileFailure) -> OpenFile? {
        let file = try folder.openOrCreate(Self.name, mode: 0o600).file
        for _ in 0..<Self.limit {
            if try file.lock() { return file }
            guard !interruption.isRaised(for: .seconds(2)) else { return nil }
            usleep(Self.look)
        }
        return nil
    }
}
