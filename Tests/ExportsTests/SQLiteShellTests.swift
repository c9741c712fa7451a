import Exports
import Foundation
import MirrorCore
import MirrorReading
import TestSupport
import Testing

@Suite("An export, read by the sqlite3 program")
struct SQLiteShellTests {
    static let shell = "/usr/bin/sqlite3"

    @Test(
        "equals the mirror, relation by relation",
        .enabled(if: FileManager.default.isExecutableFile(atPath: shell), "sqlite3 is not installed"))
    func equalsMirror() throws {
        try ExampleMirror.with { mirror in
            let target = mirror.directory.path + "/export"
            let package = try Export(of: mirror.reader(), ExportOptions()).write(to: target)
            var script = "ATTACH '\(mirror.path)' AS mirror;\n"
            for (file, part) in package.resources.map({ ($0.file, $0.part) }) {
                let columns = try mirror.reader().rows(
                    of: Query("SELECT name FROM pragma_table_info('\(part.relation)')"))
                // The program reads an empty field as '', and every value as text.
                let cells = columns.map { row in
                    if case .text(let name) = row[0] { "coalesce(CAST(\"\(name)\" AS TEXT), '')" } else { "" }
                }.joined(separator: ", ")
                let name = "imported_" + part.relation
                script += """
                    .import --csv \(target)/\(file.name) \(name)
                    SELECT '\(part.relation)', count(*),
                        (SELECT count(*) FROM (SELECT \(cells) FROM mirror."\(part.relation)"
                            EXCEPT SELECT * FROM main.\(name)))
                        + (SELECT count(*) FROM (SELECT * FROM main.\(name)
                            EXCEPT SELECT \(cells) FROM mirror."\(part.relation)"))
                    FROM main.\(name);

                    """
            }
            // For a relation without rows, a header alone, .import creates no table.
            let expected = package.resources.map(\.part).filter { $0.rows > 0 }.map {
                "\($0.relation)|\($0.rows)|0"
            }
            let lines = try Self.run(script).split(separator: "\n").map(String.init)
            #expect(lines.filter { !$0.hasSuffix("|0|0") } == expected)
        }
    }

    private static func run(_ script: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: shell)
        process.arguments = ["-batch", ":memory:"]
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(script.utf8))
        try input.fileHandleForWriting.close()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text
    }
}
