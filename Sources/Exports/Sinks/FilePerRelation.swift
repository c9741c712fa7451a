import MirrorReading

/// Writes each relation to its own file, row by row.
final class FilePerRelation: ExportSink {
    private let place: ExportPlace
    private let suffix: String
    private let makeWriter: (ExportSelection, @escaping ByteSink) -> any ResultWriter
    private var current: (selection: ExportSelection, file: DigestingFile, writer: any ResultWriter)?
    private var rowCount = 0
    private var files: [ExportedFile] = []

    /// A sink whose files are named after the relations, with the extension `suffix`.
    init(
        in place: ExportPlace, suffix: String,
        writer makeWriter: @escaping (ExportSelection, @escaping ByteSink) -> any ResultWriter
    ) {
        self.place = place
        self.suffix = suffix
        self.makeWriter = makeWriter
    }

    func begin(_ selection: ExportSelection) throws {
        let name = selection.relation.name + suffix
        let file = DigestingFile(try place.create(place.directory + "/" + name))
        var writer = makeWriter(selection, file.write)
        try writer.begin(selection.columns.map(\.name))
        current = (selection, file, writer)
        rowCount = 0
    }

    func write(_ statement: ReadStatement) throws {
        try current?.writer.write(statement)
        rowCount += 1
    }

    func end() throws {
        guard let (selection, file, unfinished) = current else { return }
        current = nil
        var writer = unfinished
        try writer.end()
        let name = selection.relation.name
        let sha256 = try file.close()
        files.append(
            ExportedFile(
                name: name + suffix, bytes: file.byteCount, sha256: sha256,
                parts: [ExportedFile.Part(relation: name, rows: rowCount)]))
    }

    func finish() throws -> [ExportedFile] { files }
}
