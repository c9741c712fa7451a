import Foundation
import GRDB

extension MirrorReader {
    /// Copies the mirror as it is at one moment to a new file at `path`, which only its owner may read; a run may be at
    /// work meanwhile.
    ///
    /// - Throws: ``MirrorReadFailure``, about `path` where that cannot be written.
    package func copy(to path: String) throws {
        do {
            let copy = try DatabaseQueue(path: path)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            try read { db in try Self.copy(db, to: copy, at: path) }
            try copy.close()
        } catch let error as DatabaseError {
            throw Self.unwritable(path, error)
        }
    }

    private static func copy(_ db: Database, to copy: DatabaseQueue, at path: String) throws {
        do {
            try copy.writeWithoutTransaction { try db.backup(to: $0) }
        } catch let error as DatabaseError {
            throw unwritable(path, error)
        }
    }

    private static func unwritable(_ path: String, _ error: DatabaseError) -> MirrorReadFailure {
        .unreadable(path: path, detail: "the copy failed: \(error.message ?? "\(error.resultCode)")")
    }
}
