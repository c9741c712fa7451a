import Foundation
import MirrorCore

/// Checks that a newly written snapshot is sound and complete, reading it as its readers do.
struct SnapshotCheck {
    let path: String
    /// Whether it holds all rows of its relations, so that references between rows can be checked.
    let isWhole: Bool
    let interruption: Interruption

    /// Compares a file made from scratch with what was written to it.
    ///
    /// - Parameter isThorough: whether to compare every entry of every index with its row, which costs four
    ///   times the rest. SQLite has just built the indexes from the rows, so counting the entries is enough
    ///   unless it is the daily check.
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

    /// Compares a file in which only `parts` were written with their intended contents.
    ///
    /// The file that it was copied from matched its digest, so only the changed trees need checking.
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
            throw .unsound(path: path, problem: "\(path + companion) still exists")
        }
        return try SnapshotFile(reading: path, interruption: interruption)
    }

    private func check(_ pragma: String, in file: SnapshotFile) throws(SnapshotFailure) {
        let problems = try file.texts("PRAGMA \(pragma)")
        guard problems == ["ok"] else {
            throw .unsound(path: path, problem: problems.first ?? "\(pragma) returned nothing")
        }
    }

    /// Compares the number of rows and the number of entries in each index.
    private func count(_ parts: [ExportedFile.Part], in file: SnapshotFile) throws(SnapshotFailure) {
        for part in parts {
            let table = "\"\(part.relation)\""
            try compare(part.relation, "SELECT count(*) FROM \(table) NOT INDEXED", with: part.rows, in: file)
            let indexes = try file.texts(
                "SELECT name FROM pragma_index_list('\(part.relation)') WHERE origin = 'c'")
            for index in indexes {
                // Without a condition SQLite counts the smallest tree, whatever INDEXED BY says.
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
