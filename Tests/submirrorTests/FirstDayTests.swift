import Foundation
import Glibc
import Sandbox
import Scheduler
import TestSupport
import Testing

/// Typical mistakes just after installation: typos, wrong folders, wrong passwords.
@Suite("A first day")
struct FirstDayTests {
    private typealias Stage = CommandStage

    /// The file that `init` writes, without comments.
    private func initialise(_ stage: FileStage, _ name: String) async throws -> String {
        let result = try await stage.program.run("init", "--config", name)
        #expect(result.status == 0, "\(result.errors)")
        let file = stage.directory.appendingPathComponent(name)
        return try String(contentsOf: file, encoding: .utf8)
    }

    @Test("init names the service's state directory when root sets the service up")
    func initialises() async throws {
        try await FileStage.with(subscriptions: 1) { (stage: inout FileStage) async throws -> Void in
            let line = "\n  directory: \"/var/lib/submirror\"\n"
            if geteuid() == 0 { #expect(try await initialise(stage, "root.yaml").contains(line)) }
            try await stage.becomeOrdinary()
            #expect(try await !initialise(stage, "own.yaml").contains(line))
        }
    }

    @Test(
        "who finds no mirror is told where it was looked for, and why there",
        arguments: [
            (
                [:], [],
                "/.local/state/submirror/mirror.sqlite, as set by the default of state.directory (from HOME)"
            ),
            (
                ["SUBMIRROR_STATE_DIRECTORY": "a"], [],
                "as set by state.directory in SUBMIRROR_STATE_DIRECTORY: run"
            ),
            // The XDG base directory specification requires ignoring a relative path.
            (
                ["XDG_STATE_HOME": "relative"], [],
                "/.local/state/submirror/mirror.sqlite, as set by the default of state.directory (from HOME)"
            ),
            (
                ["XDG_STATE_HOME": "/nonexistent"], [],
                "/nonexistent/submirror/mirror.sqlite, as set by the default of state.directory (from "
                    + "XDG_STATE_HOME)"
            ),
            (
                [:], ["--state-directory", "b"],
                "/b/mirror.sqlite, as set by state.directory in the command line"
            ),
        ] as [([String: String], [String], String)])
    func nowhere(variables: [String: String], arguments: [String], says: String) async throws {
        try await withTemporaryDirectory { directory in
            let environment = variables.merging(["HOME": directory.path]) { $1 }
            let program = BuiltBinary(environment: environment, in: directory)
            for command in [["status"], ["report", "sync-runs"], ["quarantine", "retry", "--all"]] {
                let result = try await program.run(command + arguments)
                #expect(result.status == 65)
                #expect(result.errors.contains(says), "\(result.errors)")
                #expect(result.errors.contains("(the service's is /var/lib/submirror)"))
            }
            #expect(try await program.run(["plan"] + arguments).status == 0)
        }
    }

    @Test(
        "a config file is written, and looked for, below an absolute XDG_CONFIG_HOME only",
        arguments: [("relative", ".config"), ("", ".config"), (nil, "")])
    func placesConfigFile(variable: String?, folder: String) async throws {
        try await withTemporaryDirectory { directory in
            let base = directory.appendingPathComponent(folder).path
            let environment = ["HOME": directory.path, "XDG_CONFIG_HOME": variable ?? base]
            let program = BuiltBinary(environment: environment, in: directory)
            #expect(try await program.run("init").status == 0)
            let file = base + "/submirror/config.yaml"
            #expect(FileManager.default.fileExists(atPath: file))
            let again = try await program.run("init")
            #expect(again.errors.contains(file), "\(again.errors)")
            try Data("nothing.known: 1\n".utf8).write(to: URL(fileURLWithPath: file))
            let status = try await program.run("status")
            #expect(status.status == 78, "\(status.errors)")
            #expect(status.errors.contains(file), "\(status.errors)")
        }
    }

    @Test("who may not enter the folder of the mirror is told that, not that there is none")
    func forbidden() async throws {
        try await FileStage.with(subscriptions: 1) { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            try await stage.becomeOrdinary()
            try stage.setMode(0o000, of: stage.state)
            for command in [["status"], ["quarantine", "retry", "--all"]] {
                let result = try await stage.program.run(command)
                #expect(result.status == 74, "\(result.errors)")
                #expect(result.errors.lowercased().contains("permission denied"), "\(result.errors)")
            }
            try stage.setMode(0o750, of: stage.state)
        }
    }

    @Test(
        "a misspelt word is answered with the one that was meant",
        arguments: [
            (["snyc"], "submirror has no command snyc; did you mean sync?"),
            (["help", "syncc"], "submirror has no command syncc; did you mean sync?"),
            (["help", "sync", "all"], "submirror sync has no command all: see submirror sync --help"),
            (["quarantine", "lst"], "submirror quarantine has no command lst; did you mean list?"),
            (["phone"], "submirror has no command phone: see submirror --help"),
            (["report", "subscription-by-type"], "did you mean subscriptions-by-type?"),
            (["query", "SELECT * FROM subscriptions"], "did you mean subscription?"),
            (["export", "out", "--relation", "add_ons"], "did you mean add_on?"),
        ])
    func typos(arguments: [String], says: String) async throws {
        try await FileStage.with(subscriptions: 1) { (stage: inout FileStage) async throws -> Void in
            if arguments.count > 1 { try await stage.expectRecovery() }
            let result = try await stage.program.run(arguments)
            #expect(result.status == 64)
            #expect(result.errors.contains(says), "\(result.errors)")
            #expect(result.errors.split(separator: "\n").count == 1)
        }
    }

    @Test(
        "help is 0",
        arguments: [
            ["help"], ["help", "sync"], ["help", "quarantine", "list"], ["--help"], ["help", "help"],
        ])
    func help(arguments: [String]) async throws {
        try await withTemporaryDirectory { directory in
            let result = try await BuiltBinary(environment: [:], in: directory).run(arguments)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("USAGE: submirror"))
        }
    }

    @Test(
        "--json and --format json say the same on every command that a program reads",
        arguments: [
            ["status"], ["plan"], ["doctor", "--quick"], ["sync"], ["quarantine", "list"],
            ["report", "sync-runs"], ["query", "SELECT 1 AS one"], ["report", "--list"],
            ["forget", "--gone-before", "2020-01-01", "--dry-run"],
        ])
    func formats(arguments: [String]) async throws {
        try await FileStage.with(subscriptions: 1) { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            for option in [["--json"], ["--format", "json"]] {
                let result = try await stage.program.run(arguments + option)
                #expect(result.status == 0, "\(result.errors)")
                #expect(throws: Never.self, "\(result.output)") {
                    try JSONSerialization.jsonObject(with: Data(result.output.utf8))
                }
            }
            let text = arguments[0] == "query" || arguments[0] == "report" ? "csv" : "text"
            let other = arguments[0] == "quarantine" ? "csv" : text
            #expect(try await stage.program.run(arguments + ["--json", "--format", other]).status == 64)
        }
    }

    @Test(
        "a time of nothing is refused",
        arguments: [
            ["sync", "--max-duration", "0s"], ["watch", "--max-duration", "0ms"],
            ["status", "--max-age", "0s"],
        ])
    func noTime(arguments: [String]) async throws {
        try await withTemporaryDirectory { directory in
            let result = try await BuiltBinary(environment: [:], in: directory).run(arguments)
            #expect(result.status == 64)
            #expect(result.errors.contains("above 0s"))
        }
    }

    @Test("a number is taken with a plus, and shown whole in no error")
    func numbers() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            let number = try #require(stage.sandbox.truth().msisdns.first)
            stage.sandbox.inject(.error(400_018), endpoint: .detail, msisdn: number, times: nil)
            #expect(try await stage.program.run("sync").status == 0)
            #expect(try await stage.program.run("quarantine", "show", "+\(number)").status == 0)
            #expect(try await stage.program.run("quarantine", "retry", "+\(number)").status == 0)
            #expect(try await stage.program.run("forget", "+\(number)", "--yes").status == 0)
            let secret = "4799999999"
            for arguments in [
                ["status", "+\(secret)"], ["quarantine", "show", secret], ["quarantine", "retry", secret],
                ["forget", secret, "--yes"], ["forget", "47 99 99 99 9O", "--yes"], ["report", secret],
                ["query", "SELECT \(secret) FROM"], ["query", "SELECT 1", "--parameter", secret],
                ["forget", "99999999", "--yes"],
            ] {
                let result = try await stage.program.run(arguments)
                #expect(result.status == 64, "\(result.errors)")
                #expect(!result.errors.contains("99999"), "\(result.errors)")
                #expect(!result.errors.contains("99 99"), "\(result.errors)")
            }
        }
    }

    @Test("the variables of the project's own tests stop no command")
    func testVariables() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            stage.environment["SUBMIRROR_LONG"] = "1"
            stage.environment["SUBMIRROR_ALL_TOOLS"] = "1"
            #expect(try await stage.program.run("plan").status == 0)
            stage.environment["SUBMIRROR_LONGER"] = "1"
            #expect(try await stage.program.run("plan").status == 78)
        }
    }

    @Test("a credential whose file is misspelt is named")
    func credentials() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            let folder = stage.directory.appendingPathComponent("credentials")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data("made-up".utf8).write(to: folder.appendingPathComponent("oauth.pasword"))
            stage.environment["CREDENTIALS_DIRECTORY"] = folder.path
            let result = try await stage.program.run("sync")
            #expect(result.status == 78)
            #expect(
                result.errors
                    == "submirror: no secret setting matches the credential file oauth.pasword in "
                    + "\(folder.path); did you mean oauth.password?\n")
            let doctor = try await stage.program.run("doctor")
            #expect(doctor.status == 78)
            #expect(doctor.output.contains("oauth.pasword"))
        }
    }

    @Test("a wrong new password is noticed at once, though the token of the old one still holds")
    func newPassword() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            #expect(try await stage.program.run("sync").status == 0)
            let old = stage.environment["SUBMIRROR_OAUTH_PASSWORD"]
            stage.environment["SUBMIRROR_OAUTH_PASSWORD"] = "mistyped"
            let wrong = try await stage.program.run("sync")
            #expect(wrong.status == 77)
            #expect(wrong.errors.contains("no token given"))
            #expect(try await stage.program.run("doctor").status == 77)
            // The token for the right password was kept.
            stage.environment["SUBMIRROR_OAUTH_PASSWORD"] = old
            stage.sandbox.resetStatistics()
            #expect(try await stage.program.run("sync").status == 0)
            #expect(stage.sandbox.statistics.count(of: .token) == 0)
        }
    }

    @Test("numbers that wait for a decision end a run with 76, said even to those who want errors only")
    func parked() async throws {
        var options = Stage.small
        options.accounts = 3
        try await Stage.with(options) { (stage: inout Stage) async throws -> Void in
            #expect(try await stage.program.run("sync").status == 0)
            stage.sandbox.change(.removedSubscription, count: 25)
            let parked = try await stage.program.run("sync", "--full", "--quiet")
            #expect(parked.status == 76)
            #expect(parked.errors.contains("25 of 50 numbers look gone"))
            #expect(parked.errors.split(separator: "\n").count == 1)
            #expect(try await stage.program.run("status", "--check").status == 2)
            #expect(try await stage.program.run("sync", "--quiet").status == 76)
            #expect(try await stage.program.run("sync", "--quiet", "--accept-gone").status == 0)
            #expect(try await stage.program.run("status", "--check").status == 0)
        }
    }

    @Test("a lock that another run holds is silent for those who want errors only")
    func held() async throws {
        try await Stage.with { (stage: inout Stage) async throws -> Void in
            try FileManager.default.createDirectory(at: stage.state, withIntermediateDirectories: true)
            let lock = try RunLock(directory: stage.state, now: "long ago")
            let quiet = try await stage.program.run("sync", "--quiet")
            #expect(quiet.status == 75)
            #expect(quiet.errors.isEmpty)
            let loud = try await stage.program.run("sync")
            #expect(loud.status == 75)
            #expect(loud.errors.contains("is at work on this mirror"))
            withExtendedLifetime(lock) {}
        }
    }
}
