import Foundation
import Glibc
import Sandbox
import TestSupport
import Testing

/// Data that leaves through standard error, the mirror's own records and other programs.
@Suite("Output")
struct OutputTests {
    /// Colours a terminal, rings its bell, and turns the direction of text.
    private static let escapes = "\u{1b}[31m\u{7}\u{9b}2J\u{202e}"

    private static func isHarmless(_ text: String) -> Bool {
        !text.unicodeScalars.contains { scalar in
            scalar != "\n" && (scalar.properties.generalCategory == .control || scalar == "\u{202e}")
        }
    }

    /// The texts that the sandbox may echo; "token" stands for the access token that it gave.
    private static let echoes = [
        (secret: "sandbox-secret", body: #"{"error":"sandbox-secret"}"#),
        (secret: "sandbox-password", body: #"{"errorCode":"sandbox-password"}"#),
        (secret: "7654321", body: #"{"errorCode":"7654321"}"#),
        (secret: "7654321", body: "Error code 7654321"),
        (secret: "token", body: #"{"errorCode":"%","message":"%"}"#),
    ]

    @Test(
        "a secret that the server echoes is shown nowhere", arguments: echoes,
        [
            SandboxEndpoint.token, .detail, .accounts, .accountSubscriptions, .search, .subscriptionTypes,
            .orderableAddOns,
        ])
    func hidesSecrets(_ echo: (secret: String, body: String), endpoint: SandboxEndpoint) async throws {
        var options = SandboxOptions()
        options.subscriptions = 3
        options.withoutAccounts = endpoint == .search
        if echo.secret == "7654321" { options.clientSecret = echo.secret }
        try await withTemporaryDirectory { directory in
            try await SandboxServer.withServer(options: options) { sandbox in
                var environment = sandbox.environment(in: directory, options: options)
                environment["SUBMIRROR_LOG_LEVEL"] = "debug"
                environment["SUBMIRROR_SYNC_ORDERABLE_ADD_ONS"] = "true"
                let program = BuiltBinary(environment: environment, in: directory)
                var secret = echo.secret
                if secret == "token" {
                    // The next run uses the kept token.
                    #expect(try await program.run("sync", "--quiet").status == 0)
                    secret = try Self.keptToken(in: directory)
                    // A token that is asked for anew is another one.
                    guard endpoint != .token else { return }
                    try sandbox.change(.reference)
                }
                sandbox.inject(
                    .body(echo.body.replacing("%", with: secret), status: 401), endpoint: endpoint,
                    times: nil)
                let result = try await program.run("sync", "--json", "--full")
                // Without these two a run does its work.
                let isNeeded = ![.subscriptionTypes, .orderableAddOns].contains(endpoint)
                #expect(result.status == (isNeeded ? 77 : 0), "\(result)")
                #expect(sandbox.statistics.count(of: endpoint) > 0)
                #expect(!result.errors.contains(secret) && !result.output.contains(secret))
                let mirror = directory.appendingPathComponent("state/mirror.sqlite").path
                let records = try await Shell.run("/usr/bin/sqlite3", [mirror, ".dump"])
                #expect(!isNeeded || records.contains("401"))
                #expect(!records.contains(secret))
                let out = directory.appendingPathComponent("out").path
                #expect(try await program.run("export", out, "--format", "csv").status == 0)
                for name in try FileManager.default.contentsOfDirectory(atPath: out) {
                    let bytes = try Data(contentsOf: URL(fileURLWithPath: out + "/" + name))
                    #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(name)")
                }
            }
        }
    }

    private static func keptToken(in directory: URL) throws -> String {
        let bytes = try Data(contentsOf: directory.appendingPathComponent("state/token.json"))
        let entry = try JSONSerialization.jsonObject(with: bytes) as? [String: Any]
        return try #require(entry?["access_token"] as? String)
    }

    @Test("nothing that a terminal obeys comes from the lock, a query's error or a report's file")
    func escapesNothing() async throws {
        try await FileStage.with(subscriptions: 3) { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            let query = try await stage.program.run("query", "SELECT x\(Self.escapes)")
            #expect(query.status == 64)
            #expect(Self.isHarmless(query.errors))

            let reports = stage.directory.appendingPathComponent("reports")
            try FileManager.default.createDirectory(at: reports, withIntermediateDirectories: true)
            try Data("SELECT 1".utf8).write(to: reports.appendingPathComponent("a\(Self.escapes).sql"))
            stage.environment["SUBMIRROR_REPORT_DIRECTORY"] = reports.path
            let list = try await stage.program.run("report", "--list")
            #expect(list.errors.contains("x1b"))
            #expect(Self.isHarmless(list.errors) && Self.isHarmless(list.output))

            let lock = open(stage.state.appendingPathComponent("lock").path, O_RDWR)
            defer { close(lock) }
            try #require(flock(lock, LOCK_EX) == 0)
            let holder = Array("process 1\(Self.escapes)\n".utf8)
            ftruncate(lock, 0)
            pwrite(lock, holder, holder.count, 0)
            for format in ["text", "json"] {
                stage.environment["SUBMIRROR_LOG_FORMAT"] = format
                let held = try await stage.program.run("sync")
                #expect(held.status == 75)
                #expect(Self.isHarmless(held.errors))
            }
        }
    }

    @Test(
        "with log.format=json the last line is JSON, too",
        arguments: [
            ["sync"], ["report", "no-such-report"], ["sync", "--config", "/nonexistent.yaml"], ["status"],
            ["query", "SELECT 1"], ["query", "DELETE"], ["export", "out"], ["page", "a.html"],
            ["month", "close", "2026-10"], ["audit", "none.csv", "--number-column", "a"],
            ["explain", "4790000001"], ["renormalize"], ["quarantine", "list"],
            ["forget", "4790000001", "--yes"], ["backup", "a.backup"], ["restore", "none.backup"],
            ["millom", "receive"], ["no-such-command"],
            ["sync", "--no-such-option"], ["forget"],
        ])
    func endsInJSON(arguments: [String]) async throws {
        try await withTemporaryDirectory { directory in
            let environment = [
                "SUBMIRROR_API_BASE_URL": "http://127.0.0.1:1", "SUBMIRROR_LOG_FORMAT": "json",
                "HOME": directory.path,
            ]
            let result = try await BuiltBinary(environment: environment, in: directory).run(arguments)
            #expect(result.status != 0)
            let line = try #require(result.errors.split(separator: "\n").last)
            let fields = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
            #expect(fields["level"] == "error")
            #expect(fields["error"]?.isEmpty == false)
        }
    }

    @Test("a program that we start sees nothing of our environment but where and in what language it is")
    func hidesEnvironment() async throws {
        try await FileStage.with(subscriptions: 3) { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            let tools = stage.directory.appendingPathComponent("tools")
            try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
            let seen = stage.directory.appendingPathComponent("seen")
            let program = tools.appendingPathComponent("duckdb")
            try Data("#!/bin/sh\nenv > '\(seen.path)'\ncat > /dev/null\nexit 3\n".utf8).write(to: program)
            try stage.setMode(0o755, of: program)
            stage.environment["PATH"] = tools.path + ":/usr/bin:/bin"
            stage.environment["LANG"] = "C.UTF-8"
            stage.environment["TZ"] = "Europe/Oslo"
            stage.environment["AWS_SECRET_ACCESS_KEY"] = "hush"
            let result = try await stage.program.run(
                "export", stage.directory.appendingPathComponent("out").path, "--format", "parquet")
            #expect(result.status == 74)
            let names = try String(contentsOf: seen, encoding: .utf8).split(separator: "\n").compactMap {
                $0.split(separator: "=").first.map(String.init)
            }
            // The shell adds variables of its own.
            #expect(
                Set(names).subtracting(["PWD", "OLDPWD", "SHLVL", "_"]) == ["PATH", "HOME", "LANG", "TZ"])
        }
    }

    @Test(
        "a limit of the system ends a command with a sentence and a code, not with a signal",
        arguments: [
            (limit: "--fsize=40000", command: "export", status: 74 as Int32, word: "too large"),
            (limit: "--fsize=40000", command: "page", status: 74, word: "too large"),
            (limit: "--fsize=40000", command: "backup", status: 74, word: "check the disk"),
            // More than the mirror's log of a run needs, less than a publication.
            (limit: "--fsize=200000", command: "publish", status: 74, word: "nothing was published"),
            (limit: "--nofile=16", command: "sync", status: 78, word: "ulimit -n"),
            (limit: "--nofile=16", command: "export", status: 78, word: "ulimit -n"),
            (limit: "--nofile=16", command: "page", status: 78, word: "ulimit -n"),
            (limit: "--nofile=16", command: "backup", status: 78, word: "ulimit -n"),
        ])
    func limits(limit: String, command: String, status: Int32, word: String) async throws {
        try await FileStage.with(subscriptions: 300) { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            stage.wrapper = ["/usr/bin/prlimit", limit, "--"]
            let target = stage.directory.appendingPathComponent(command == "page" ? "out.html" : "out").path
            if command == "publish" { stage.environment["SUBMIRROR_PUBLISH_DIRECTORY"] = target }
            let result = try await stage.program.run(Self.words(command, target))
            #expect(result.status == status, "\(result.errors)")
            #expect(result.errors.contains(word), "\(result.errors)")
            let made = try? FileManager.default.contentsOfDirectory(atPath: target)
            #expect(Set(made ?? []).isSubset(of: [".submirror-mirror"]))
            #expect(command == "publish" || !FileManager.default.fileExists(atPath: target))
        }
    }

    private static func words(_ command: String, _ target: String) -> [String] {
        switch command {
        case "export", "page", "backup": [command, target]
        case "publish": ["sync", "--quiet"]
        default: [command, "--quiet"]
        }
    }

    @Test(
        "however few files it may open, a command ends with a sentence and a code",
        arguments: ["sync", "export", "page", "backup", "publish"])
    func fewDescriptors(command: String) async throws {
        try await FileStage.with(subscriptions: 5) { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            let target = stage.directory.appendingPathComponent(command == "page" ? "out.html" : "out").path
            if command == "publish" { stage.environment["SUBMIRROR_PUBLISH_DIRECTORY"] = target }
            // With fewer than eight the loader fails, not the program.
            for count in stride(from: 8, through: 64, by: 4) {
                stage.wrapper = ["/usr/bin/prlimit", "--nofile=\(count)", "--"]
                let result = try await stage.program.run(Self.words(command, target))
                #expect(result.status == 78, "\(count): \(result)")
                #expect(
                    result.errors.hasPrefix("submirror: this process may open \(count) files, and needs "),
                    "\(count): \(result)")
                #expect(!FileManager.default.fileExists(atPath: target))
            }
            stage.wrapper = []
            try await stage.expectRecovery()
        }
    }
}
