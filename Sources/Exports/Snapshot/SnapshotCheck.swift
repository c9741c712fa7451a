import Foundation
import MirrorCore

/// Whether a snapshot that was just written is sound and complete, read as its readers read it.
struct SnapshotCheck {
    let path: String
    /// Whether it holds all rows of its relations, so that what one row points to is there.
    let isWhole: Bool
    let interruption: Interruption

    /// Compares a file that was made from nothing with what was written into it.
    ///
    /// - Parameter isThorough: whether every entry of every index is compared with its row, which costs four times the rest.
    ///   SQLite has just sorted them out of the rows, so that their number is enough where it is not done daily anyway.
    /// - Throws: ``SnapshotFailure``.
    func examine(_ parts: [ExportedFile.Part], isThorough: Bool) throws(SnapshotFailure) {
        let file = try open()
        try check(isThorough ? "integrity_check(1)" : "quick_check(1)", in: file)
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
    /// The file that it was made from was compared with its digest, so the trees that were written to are left to look at.
    ///
    /// - Throws: ``SnapshotFailure``.
    func examine(changed parts: [ExportedFile.Part]) throws(SnapshotFailure) {
        let file = try open()
        for part in parts { try check("quick_check('\(part.relation)')", in: file) }
        try count(parts, in: file)
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

    /// Compares the number of rows, and of the entries of each index.
    private func count(_ parts: [ExportedFile.Part], in file: SnapshotFile) throws(SnapshotFailure) {
        for part in parts {
            let table = "\"\(part.relation)\""
            try compare(part.relation, "SELECT count(*) FROM \(table) NOT INDEXED", with: part.rows, in: file)
            let indexes = try file.texts(
                "SELECT name FROM pragma_index_list('\(part.relation)') WHERE origin = 'c'")
            for index in indexes {
                // Without a condition SQLite counts what is smallest, whatever it is told.
                let sql = "SELECT count(*) FROM \(table) INDEXED BY \"\(index)\" WHERE 1"
                try compare(index, sql, with: part.rows, in: file)
            }
        }
    }

    private func compare(
        _ name: String, _ sql: String, with rowCount: Int, in file: SnapshotFile
    ) throws(SnapshotFailure) {
        let count = try file.texts(sql).first ?? ""
        guard count == String(rowCount) else {
            throw .unsound(path: path, problem: "\(name) has \(count) rows, not \(rowCount)")
        }
    }
}
