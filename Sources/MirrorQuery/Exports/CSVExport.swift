import Foundation
import GRDB
import Glibc
import Schema

/// Writes every relation of the contract as a CSV file, all of one moment, into a directory.
package struct CSVExport {
    private let reader: MirrorReader
    private let create: (_ path: String) throws -> any ExportFile

    /// An export of `reader`'s mirror; `create` makes each of its files.
    package init(
        of reader: MirrorReader,
        creatingFilesWith create: @escaping (_ path: String) throws -> any ExportFile = DurableFile.init
    ) {
        self.reader = reader
        self.create = create
    }

    /// Writes the export to `directory`, which is then there as a whole, in the place of an earlier one.
    ///
    /// The same content gives the same bytes. Memory stays flat. Whatever fails, an earlier export stays as it
    /// was and nothing is left beside it.
    ///
    /// - Throws: ``ExportFailure`` and ``MirrorReadFailure``.
    @discardableResult
    package func write(to directory: String) throws -> ExportManifest {
        let target = try Self.place(of: directory)
        try Self.checkReplaceable(target)
        let replacement = try ReplacementDirectory(for: target)
        let manifest = try reader.read { db in
            let run = try Row.fetchOne(
                db,
                sql: """
                    SELECT id, finished_at FROM sync_run
                    WHERE outcome = 'complete' ORDER BY id DESC LIMIT 1
                    """)
            return ExportManifest(
                asOf: run?["finished_at"], runID: run?["id"], schemaVersion: Schema.version,
                files: try ExportedRelation.all.map { try write($0, of: db, to: replacement.path) })
        }
        let file = try create(replacement.path + "/" + ExportManifest.fileName)
        try file.write(Array(manifest.json.utf8))
        try file.close()
        try replacement.commit()
        return manifest
    }

    private func write(
        _ relation: ExportedRelation, of db: Database, to directory: String
    ) throws -> ExportManifest.File {
        let file = DigestingFile(try create(directory + "/" + relation.fileName))
        let statement = try ReadStatement(relation.sql, in: db)
        var writer = CSVWriter(to: file.write)
        var rowCount = 0
        try writer.begin(statement.columns)
        while try statement.step() {
            try writer.write(statement)
            rowCount += 1
        }
        try writer.end()
        return ExportManifest.File(
            relation: relation.name, file: relation.fileName, rows: rowCount, bytes: file.byteCount,
            sha256: try file.close())
    }

    /// The absolute path of `directory`, links followed.
    private static func place(of directory: String) throws(ExportFailure) -> String {
        let url = URL(fileURLWithPath: directory).standardizedFileURL
        if let existing = resolved(url.path) { return existing }
        let parent = url.deletingLastPathComponent().path
        guard let existing = resolved(parent) else { throw .missingParent(path: parent) }
        return (existing as NSString).appendingPathComponent(url.lastPathComponent)
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func checkReplaceable(_ target: String) throws(ExportFailure) {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: target, isDirectory: &isDirectory) else { return }
        guard isDirectory.boolValue else { throw .notADirectory(path: target) }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: target) else {
            throw .last("read", target)
        }
        guard !names.isEmpty else { return }
        guard let ours = ExportManifest.fileNames(in: target) else { throw .notAnExport(path: target) }
        if let foreign = names.sorted().first(where: { !ours.contains($0) }) {
            throw .foreignFile(path: target + "/" + foreign)
        }
    }
}
