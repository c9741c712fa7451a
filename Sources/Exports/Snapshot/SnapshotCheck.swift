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
        let file = try open()
        try check("integrity_check(1)", in: file)
        try count(parts, in: file)
        guard isWhole else { return }
        let widowed = try file.texts(
            """
            SELECT DISTINCT "table" || ' points to missing rows of ' || parent FROM pragma_foreign_key_check
            WHERE parent IN (SELECT name FROM sqlite_schema)
            """)
        if let problem = widowed.first { throw .unsound(path: path, problem: problem) }
    }

    /// Compares a file of which only `parts` were written to with what is to be in them.
    ///
    /// All of the file was compared with its digest before, so that the structure of every tree, the entries of the
    /// indexes by their number, and the rows that were written are left to look at.
    ///
    /// - Throws: ``SnapshotFailure``.
    func examine(changed parts: [ExportedFile.Part]) throws(SnapshotFailure) {
        let file = try open()
        try check("quick_check(1)", in: file)
        try count(parts, in: file)
        for part in parts {
            let indexes = try file.texts(
                "SELECT name FROM pragma_index_list('\(part.relation)') WHERE origin = 'c'")
            for index in indexes {
                let count = try file.texts(
                    "SELECT count(*) FROM \"\(part.relation)\" INDEXED BY \"\(index)\"")
                guard count == [String(part.rows)] else {
                    throw .unsound(
                        path: path, problem: "\(index) has \(count.first ?? "") rows, not \(part.rows)")
                }
            }
        }
    }

    private func open() throws(SnapshotFailure) -> SnapshotFile {
        for companion in ["-journal", "-wal", "-shm"]
        where FileManager.default.fileExists(atPath: path + companion) {
            throw .unsound(path: path, problem: "\(path + companion) is left beside it")
        }
        return try SnapshotFile(reading: path, interruption: interruption)
    }

    private func check(_ pragma: String, in file: SnapshotFile) throws(SnapshotFailure) {
        let problems = try file.texts("PRAGMA \(pragma)")
        guard problems == ["ok"] else {
            throw .unsound(path: path, problem: problems.first ?? "\(pragma) says nothing")
        }
    }

    private func count(_ parts: [ExportedFile.Part], in file: SnapshotFile) throws(SnapshotFailure) {
        for part in parts {
            let count = try file.texts("SELECT count(*) FROM \"\(part.relation)\"").first ?? ""
            guard count == String(part.rows) else {
                throw .unsound(path: path, problem: "\(part.relation) has \(count) rows, not \(part.rows)")
            }
        }
    }
}
