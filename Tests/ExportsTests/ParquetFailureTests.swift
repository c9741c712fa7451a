import Exports
import Files
import Foundation
import GRDB
import MirrorReading
import TestSupport
import Testing

@Suite("An export as Parquet that cannot be made")
struct ParquetFailureTests {
    @Test("for want of the program says how to get it, and changes nothing")
    func missing() throws {
        try ExampleMirror.with { mirror in
            try Self.expect(
                ExportFailure.missingProgram(
                    "duckdb",
                    origin:
                        "python3 -m venv /opt/duckdb && /opt/duckdb/bin/pip install duckdb-cli, then link it"),
                from: nil, with: mirror)
        }
    }

    @Test(
        "as the program fails says what it said first, and changes nothing",
        arguments: [
            ("echo 'IO Error: no space' >&2; echo more >&2; exit 1", "IO Error: no space"),
            (
                #"printf 'Error: \033]0;t\007 "Olsen" for 4790000001 (\047Kari\047) in "Ola\nrest' >&2; exit 1"#,
                #"Error: \x1b]0;t\x07 … for … (…) in …"#
            ),
            ("head -c 20 >/dev/null; echo 'Invalid Input' >&2; exit 3", "Invalid Input"),
            ("cat >/dev/null; exit 9", "it ended with status 9"),
            ("kill -9 $$", "it ended with status 9"),
        ])
    func failing(script: String, detail: String) throws {
        try ExampleMirror.with { mirror in
            try Self.expect(ExportFailure.program("duckdb", detail: detail), from: script, with: mirror)
        }
    }

    @Test("as the program leaves no file is an error, too")
    func noFile() throws {
        try ExampleMirror.with { mirror in
            let partial = mirror.directory.resolvingSymlinksInPath().path + "/.export.partial-\(getpid())/new"
            try Self.expect(
                FileFailure.system(path: partial + "/change.parquet", operation: "read", code: ENOENT),
                from: "cat >/dev/null", with: mirror)
        }
    }

    @Test("as the rows cannot be read ends the program", .timeLimit(.minutes(10)))
    func endsTheProgram() throws {
        try ExampleMirror.with { mirror in
            let pid = mirror.directory.path + "/pid"
            // Opened first, as it would refuse the view.
            let reader = try mirror.reader()
            try mirror.write { db in
                try db.execute(
                    sql: """
                        DROP VIEW change;
                        CREATE VIEW change AS SELECT '' AS observed_at, '' AS msisdn, '' AS relation, '' AS item,
                            '' AS field, '' AS old_value, json('no JSON') AS new_value, '' AS kind;
                        """)
            }
            let folder = try Self.folder(with: "echo $$ > \(pid); exec sleep 1000", in: mirror)
            var options = ExportOptions(format: .parquet, relations: ["change"])
            options.programs = Self.programs(in: folder)
            #expect(throws: MirrorReadFailure.self) {
                try Export(of: reader, options).write(to: mirror.directory.path + "/export")
            }
            if let text = try? String(contentsOfFile: pid, encoding: .utf8),
                let process = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
            {
                #expect(kill(process, 0) != 0)
            }
        }
    }

    /// Expects an export with `script` as the program to end in `failure`, with an earlier export unchanged.
    private static func expect(
        _ failure: some Error & Equatable, from script: String?, with mirror: ExampleMirror
    ) throws {
        let target = mirror.directory.path + "/export"
        try Export(of: mirror.reader(), ExportOptions(relations: ["account"])).write(to: target)
        let before = try ExportTests.content(of: target)
        var options = ExportOptions(format: .parquet, relations: ["change"])
        options.programs = ProgramEnvironment(["PATH": "/nonexistent"])
        if let script { options.programs = Self.programs(in: try folder(with: script, in: mirror)) }
        let names = try ExportTests.names(in: mirror.directory.path)
        #expect(throws: failure) { try Export(of: mirror.reader(), options).write(to: target) }
        try #expect(ExportTests.content(of: target) == before)
        try #expect(ExportTests.names(in: mirror.directory.path) == names)
    }

    /// The programs that the tests find, preceded by those in `folder`.
    private static func programs(in folder: String) -> ProgramEnvironment {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return ProgramEnvironment(["PATH": folder + ":" + path])
    }

    /// A folder in which the program duckdb is `script`.
    private static func folder(with script: String, in mirror: ExampleMirror) throws -> String {
        let folder = mirror.directory.path + "/programs"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: folder + "/duckdb"))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: folder + "/duckdb")
        return folder
    }
}
