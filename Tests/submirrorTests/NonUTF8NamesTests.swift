import Foundation
import Sandbox
import TestSupport
import Testing

@testable import submirror

/// Traces of other systems' editors and shells in files, and names that are not text.
@Suite("Foreign line ends and names")
struct NonUTF8NamesTests {
    private typealias Stage = CommandStage

    /// Starts the program from a shell, after `preparation`, with `addition` after its arguments.
    private func run(
        _ stage: Stage, _ preparation: String = "", _ addition: String = "", _ arguments: String...
    ) async throws -> BuiltBinary.Result {
        let script = "\(preparation) exec \"$0\" \"$@\" \(addition)"
        return try await BuiltBinary(
            environment: stage.environment, in: stage.directory, startedBy: ["/bin/sh", "-c", script]
        ).run(arguments)
    }

    @Test(
        "a folder name that is not UTF-8 is refused, wherever it is given, and nothing is written elsewhere")
    func refuses() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            let name = #""$(printf 'st\377te')""#
            let before = try FileManager.default.contentsOfDirectory(atPath: stage.directory.path).sorted()
            let argument = try await run(stage, "", "--state-directory \(name)", "sync")
            #expect(argument.status == 64)
            #expect(
                argument.errors
                    == "submirror: argument 3 is not UTF-8: rename the file or folder that it names\n")
            let variable = try await run(stage, "export SUBMIRROR_STATE_DIRECTORY=\(name);", "", "sync")
            #expect(variable.status == 78)
            #expect(variable.errors.contains("SUBMIRROR_STATE_DIRECTORY is not UTF-8"))
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: stage.directory.path).sorted() == before)
            let folder = try await run(stage, "mkdir \(name) && cd \(name) &&", "", "status")
            #expect(folder.status == 78)
            #expect(folder.errors.contains("the current folder is not UTF-8"))
            #expect(stage.sandbox.statistics.total == 0)
        }
    }

    @Test("a variable that is not UTF-8 is refused, whichever it is", arguments: NonUTF8Names.variables)
    func variables(name: String) async throws {
        try await withTemporaryDirectory { directory in
            let before = try FileManager.default.contentsOfDirectory(atPath: directory.path)
            let result = try await BuiltBinary(
                environment: ["HOME": directory.path], in: directory,
                startedBy: ["/bin/sh", "-c", #"export \#(name)="$(printf 'st\377te')"; exec "$0" "$@""#]
            ).run("status")
            #expect(result.status == 78)
            #expect(
                result.errors == "submirror: \(name) is not UTF-8: rename the file or folder that it names\n")
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == before)
        }
    }

    @Test(
        "a path that is not UTF-8 is refused by each command that takes one",
        arguments: [
            "init", "export", "export --verify", "export out --changes-since", "page", "backup", "restore",
            "audit", "audit list.csv --rules", "report sync-runs --output", "query 'SELECT 1' --output",
            "month list --output", "explain 4790000001 --output", "quarantine list --output",
            "report --pack month-end --output", "sync --config", "status --state-directory", "demo", "drill",
        ])
    func paths(command: String) async throws {
        try await withTemporaryDirectory { directory in
            let words = command.split(separator: " ")
            let script = #"exec "$0" \#(command) "$(printf 'st\377te')""#
            let result = try await BuiltBinary(
                environment: ["HOME": directory.path], in: directory, startedBy: ["/bin/sh", "-c", script]
            ).run([])
            #expect(result.status == 64, "\(result.errors)")
            let count = words.count + (command.contains("'") ? 0 : 1)
            #expect(
                result.errors
                    == "submirror: argument \(count) is not UTF-8: rename the file or folder that it names\n")
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [])
        }
    }

    @Test(
        "a credential is sent without the line end of its file, whatever the editor",
        arguments: ["\n", "\r\n", "\r\n\r\n", ""], [false, true])
    func credentials(end: String, isUTF16: Bool) async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            let folder = stage.directory.appendingPathComponent("credentials")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for key in ["client_id", "client_secret", "username", "password"] {
                let variable = "SUBMIRROR_OAUTH_" + key.uppercased()
                let known = stage.environment.removeValue(forKey: variable)
                let secret = try #require(known) + end
                let data = isUTF16 ? secret.data(using: .utf16) : Data("\u{FEFF}\(secret)".utf8)
                try #require(data).write(to: folder.appendingPathComponent("oauth.\(key)"))
            }
            stage.environment["CREDENTIALS_DIRECTORY"] = folder.path
            let sync = try await stage.program.run("sync", "--max-requests", "3")
            #expect(sync.status == 75, "\(sync.errors)")
        }
    }

    @Test("a secret of the environment is sent without a line end as well")
    func environment() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            let secret = try #require(stage.environment["SUBMIRROR_OAUTH_PASSWORD"])
            stage.environment["SUBMIRROR_OAUTH_PASSWORD"] = secret + "\r"
            #expect(try await stage.program.run("sync", "--max-requests", "3").status == 75)
        }
    }

    @Test("a path with a zero byte in a config file is refused")
    func zeroByte() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            let file = stage.directory.appendingPathComponent("config.yaml")
            try #"report: {directory: "reports\0x"}"#.write(to: file, atomically: true, encoding: .utf8)
            let status = try await stage.program.run("status", "--config", file.path)
            #expect(status.status == 78)
            #expect(status.errors.contains("report.directory"))
        }
    }
}
