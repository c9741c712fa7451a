import Foundation
import MirrorCore
import MirrorReading

/// Writes each relation as a Parquet file with the program duckdb, which reads CSV on its standard input.
///
/// Every column's type is given, none is guessed: an empty field is NULL, `""` an empty text. It uses one
/// thread, so that the same rows give the same bytes.
final class ParquetSink: ExportSink {
    private struct Relation {
        let name: String
        let program: PipedProgram
        var writer: CSVWriter
        var rowCount = 0
    }

    private let place: ExportPlace
    private let duckdb: String
    private var current: Relation?
    private var files: [ExportedFile] = []

    /// - Throws: ``ExportFailure/missingProgram(_:origin:)``.
    init(in place: ExportPlace) throws(ExportFailure) {
        self.place = place
        duckdb = try Self.program(in: place.programs)
    }

    /// How to install it; Debian lets pip install only into such an environment.
    private static let origin =
        "python3 -m venv /opt/duckdb && /opt/duckdb/bin/pip install duckdb-cli, then link it"

    /// The path of duckdb.
    ///
    /// - Throws: ``ExportFailure/missingProgram(_:origin:)``.
    static func program(in programs: ProgramEnvironment) throws(ExportFailure) -> String {
        let folders = programs.searchPath.split(separator: ":").map { "\($0)/duckdb" }
        guard let duckdb = folders.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            throw .missingProgram("duckdb", origin: origin)
        }
        return duckdb
    }

    func begin(_ selection: ExportSelection) throws {
        let name = selection.relation.name
        // It reads no user's configuration, so that it behaves the same everywhere.
        let program = try PipedProgram(
            duckdb,
            ["-init", "/dev/null", "-batch", "-bail", ":memory:", "-c", Self.statement(for: selection)],
            in: place.directory, environment: place.programs, interruption: place.interruption)
        var writer = CSVWriter(to: program.write)
        try writer.begin(selection.columns.map(\.name))
        current = Relation(name: name, program: program, writer: writer)
    }

    func write(_ statement: ReadStatement) throws {
        try current?.writer.write(statement)
        current?.rowCount += 1
    }

    func end() throws {
        guard var relation = current else { return }
        current = nil
        try relation.writer.end()
        try relation.program.end()
        let file = relation.name + ".parquet"
        let (bytes, sha256) = try FinishedFile.seal(place.directory + "/" + file)
        files.append(
            ExportedFile(
                name: file, bytes: bytes, sha256: sha256,
                parts: [ExportedFile.Part(relation: relation.name, rows: relation.rowCount)]))
    }

    func finish() throws -> [ExportedFile] { files }

    private static func statement(for selection: ExportSelection) -> String {
        let columns = selection.columns.map { "'\($0.name)': '\($0.kind.duckdbType)'" }.joined(
            separator: ", ")
        return """
            SET threads = 1; SET TimeZone = 'UTC'; SET temp_directory = ''; SET autoinstall_known_extensions = false;
            COPY (SELECT * FROM read_csv('/dev/stdin', auto_detect = false, header = true, delim = ',',
                quote = '"', escape = '"', new_line = '\\n', nullstr = '', allow_quoted_nulls = false,
                columns = {\(columns)}))
            TO '\(selection.relation.name).parquet' (FORMAT parquet, COMPRESSION zstd);
            """
    }
}

extension RelationColumn.Kind {
    fileprivate var duckdbType: String {
        switch self {
        case .text: "VARCHAR"
        case .integer: "BIGINT"
        // Exact for every 64-bit whole number, and for as many decimals as a Double has.
        case .number: "DECIMAL(38, 18)"
        // The most that a column of the mirror can hold: see ExactDecimal.fitsColumn.
        case .decimal: "DECIMAL(38, 18)"
        case .boolean: "BOOLEAN"
        case .date: "DATE"
        case .instant: "TIMESTAMPTZ"
        }
    }
}
