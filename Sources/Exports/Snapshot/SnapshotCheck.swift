import Foundation
import MirrorCore

/// Whether a snapshot that was just written is sound and complete, read as its readers read it.
struct SnapshotCheck {
    let path: String
    /// Whether it holds all rows of its relations, so that what one row points to is there.
    let isWhole: Bool
    let interruption: Interruption

    /// Compares the file with what was written into it.
    ///
    /// - Throws: ``SnapshotFailure``.
    func examine(_ parts: [ExportedFile.Part]) throws(SnapshotFailure) {
        for companion in ["-journal", "-wal", "-shm"]
        where FileManager.default.fileExists(atPath: path + companion) {
            throw .unsound(path: path, problem: "\(path + companion) is left beside it")
        }
        let file = try SnapshotFile(reading: path, interruption: interruption)
        let problems = try file.texts("PRAGMA integrity_check(1)")
        guard problems == ["ok"] else {
            throw .unsound(path: path, problem: problems.first ?? "integrity_check says nothing")
        }
        for part in parts {
            let count = try file.texts("SELECT count(*) FROM \"\(part.relation)\"").first ?? ""
            guard count == String(part.rows) else {
                throw .unsound(path: path, problem: "\(part.relation) has \(count) rows, not \(part.rows)")
            }
        }
        guard isWhole else { return }
        let widowed = try file.texts(
            """
            SELECT DISTINCT "table" || ' points to missing rows of ' || parent FROM pragma_foreign_key_check
            WHERE parent IN (SELECT name FROM sqlite_schema)
            """)
        if let problem = widowed.first { throw .unsound(path: path, problem: problem) }
    }
}
