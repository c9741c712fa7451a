import ArgumentParser
import Foundation
import Sandbox
import TestSupport
import Testing

@testable import submirror

/// Modes, owners and obstacles: one sentence and one exit code each, and nothing is lost.
@Suite("A state directory that cannot be used")
struct StateDirectoryTests {
    @Test("read-only for the user: nothing is written, and with the mode back the run completes")
    func readOnlyDirectory() async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            try await stage.becomeOrdinary()
            try await stage.expectRecovery()
            try stage.removeLog()
            try stage.setMode(0o555, of: stage.state)
            let (status, sentence) = try await stage.sync()
            #expect(status == 74)
            #expect(
                sentence == "submirror: \(stage.mirror.path) or its folder is read-only for this user: "
                    + "check its owner and mode")
            try stage.setMode(0o750, of: stage.state)
            try await stage.expectRecovery()
        }
    }

    @Test("with a mirror that the user may only read")
    func readOnlyFile() async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            try await stage.becomeOrdinary()
            try await stage.expectRecovery()
            try stage.removeLog()
            try stage.setMode(0o440, of: stage.mirror)
            let (status, sentence) = try await stage.sync()
            #expect(status == 74)
            #expect(
                sentence == "submirror: \(stage.mirror.path) or its folder is read-only for this user: "
                    + "check its owner and mode")
            try stage.setMode(0o640, of: stage.mirror)
            try await stage.expectRecovery()
        }
    }

    @Test("with a log's index that the user may not write, after a kill")
    func readOnlyIndex() async throws {
        try await FileStage.with(subscriptions: 200) { (stage: inout FileStage) async throws -> Void in
            try await stage.becomeOrdinary()
            try await stage.killARun()
            let index = URL(fileURLWithPath: stage.mirror.path + "-shm")
            try stage.setMode(0o440, of: index)
            let (status, sentence) = try await stage.sync()
            #expect(status == 74)
            #expect(sentence.contains(stage.mirror.path))
            try stage.setMode(0o640, of: index)
            try await stage.expectRecovery()
        }
    }

    @Test("that is not there and whose parent the user may not write")
    func noParent() async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            try await stage.becomeOrdinary()
            let parent = stage.directory.appendingPathComponent("parent")
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: false)
            try stage.setMode(0o555, of: parent)
            var barred = stage
            let place = parent.appendingPathComponent("state").path
            barred.environment["SUBMIRROR_STATE_DIRECTORY"] = place
            let (status, sentence) = try await barred.sync()
            #expect(status == 74)
            #expect(
                sentence == "submirror: cannot use the state directory \(place): Permission denied: "
                    + "check its owner and mode")
        }
    }

    @Test("whose lock is a directory")
    func lockIsDirectory() async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            let lock = stage.state.appendingPathComponent("lock")
            try FileManager.default.createDirectory(at: lock, withIntermediateDirectories: true)
            let (status, sentence) = try await stage.sync()
            #expect(status == 74)
            #expect(
                sentence
                    == "submirror: \(lock.path) is not a file but a link, a pipe or a folder: move it away")
            try FileManager.default.removeItem(at: lock)
            try await stage.expectRecovery()
        }
    }

    @Test(
        "however the token's file is spoiled, another token is fetched and the run completes",
        arguments: [
            "", "rubbish", "{}", "[]", "null", #"{"version": 1, "access_token": "made-up"}"#, "huge times",
            "long",
            "mode", "directory", "link", "pipe", "hard link",
        ])
    func tokenCache(spoiling: String) async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            let file = stage.state.appendingPathComponent("token.json")
            let text = try String(contentsOf: file, encoding: .utf8)
            switch spoiling {
            case "huge times":
                let huge = text.replacing(/"expires_at":[0-9.eE+-]+/, with: #""expires_at":1e300"#)
                    .replacing(/"lifetime_seconds":[0-9.eE+-]+/, with: #""lifetime_seconds":1e301"#)
                #expect(huge != text)
                try Self.overwrite(file, with: huge)
            case "long": try Self.overwrite(file, with: text + String(repeating: " ", count: 1 << 20))
            case "mode": try stage.setMode(0o644, of: file)
            case "directory":
                try FileManager.default.removeItem(at: file)
                try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
            case "link":
                let elsewhere = stage.directory.appendingPathComponent("elsewhere.json")
                try FileManager.default.moveItem(at: file, to: elsewhere)
                try FileManager.default.createSymbolicLink(at: file, withDestinationURL: elsewhere)
            case "pipe":
                try FileManager.default.removeItem(at: file)
                mkfifo(file.path, 0o600)
            case "hard link":
                try FileManager.default.linkItem(
                    at: file, to: stage.directory.appendingPathComponent("second.json"))
            default: try Self.overwrite(file, with: spoiling)
            }
            stage.sandbox.resetStatistics()
            try await stage.expectRecovery()
            #expect(stage.sandbox.statistics.count(of: .token) == 1)
        }
    }

    @Test(
        "a config file is refused from another user, and accepted as operators keep one for a service",
        .enabled(if: geteuid() == 0, "only root gives files away"))
    func configOwners() async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            let file = stage.directory.appendingPathComponent("c.yaml")
            func own(_ owner: Int, _ group: Int, _ mode: Int) throws {
                try FileManager.default.setAttributes(
                    [.ownerAccountID: owner, .groupOwnerAccountID: group], ofItemAtPath: file.path)
                try stage.setMode(mode, of: file)
            }
            try "oauth:\n  client_secret: made-up\n".write(to: file, atomically: true, encoding: .utf8)
            // Root may read the service's files.
            try own(65_534, 65_534, 0o600)
            #expect(try await stage.program.run("status", "--config", file.path).status == 65)
            try await stage.becomeOrdinary()
            try own(0, 65_534, 0o640)
            #expect(try await stage.program.run("sync", "--quiet", "--config", file.path).status == 0)
            try own(0, 0, 0o600)
            let unreadable = try await stage.program.run("sync", "--config", file.path)
            #expect(unreadable.status == 78)
            #expect(
                unreadable.errors
                    == "submirror: cannot read the config file \(file.path): check its name and mode\n")
            // Its owner decides where secrets are sent, even those stored elsewhere.
            try "log:\n  level: info\n".write(to: file, atomically: false, encoding: .utf8)
            try own(1, 1, 0o644)
            let foreign = try await stage.program.run("sync", "--config", file.path)
            #expect(foreign.status == 78)
            #expect(
                foreign.errors.hasPrefix("submirror: \(file.path) belongs to user 1, neither to this one"))
        }
    }

    @Test(
        "a config file that others may write is refused, though no secret is in it",
        arguments: [0o664, 0o646])
    func openConfig(mode: Int) async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            let file = stage.directory.appendingPathComponent("c.yaml")
            try "log:\n  level: info\n".write(to: file, atomically: true, encoding: .utf8)
            try stage.setMode(mode, of: file)
            let result = try await stage.program.run("sync", "--config", file.path)
            #expect(result.status == 78)
            #expect(
                result.errors
                    == "submirror: \(file.path) can be changed by others (mode \(String(mode, radix: 8))): "
                    + "chmod go-w \(file.path)\n")
        }
    }

    /// The arguments of each command that opens the state directory.
    static let commands: [String: [String]] = [
        "sync": [], "watch": [], "plan": [], "status": [], "report": ["sync-runs"], "query": ["SELECT 1"],
        "export": ["out", "--format", "csv"], "page": ["page.html"], "serve": [],
        "month close": ["2026-10"], "month list": [], "month show": ["2026-10"], "month diff": ["2026-10"],
        "month verify": [], "month reopen": ["2026-10", "--reason", "why"],
        "audit file": ["list.csv", "--number-column", "number"], "audit list": [], "audit show": ["1"],
        "audit diff": ["1"], "audit drop": ["1"], "explain": ["4790000001"], "renormalize": [],
        "quarantine list": [], "quarantine show": ["4790000001"], "quarantine retry": ["--all"],
        "quarantine drop": ["--all"], "forget": ["4790000001", "--yes"], "backup": ["a.backup"],
        "restore": ["a.backup"], "millom receive": [], "millom offers": ["4790000001"],
        "millom activate": ["4790000001", "plan", "--at-most", "1", "NOK", "--yes"],
        "millom purchases list": [], "millom purchases ask": ["1"],
        "millom purchases resolve": ["1", "--failed", "--yes"], "millom purchase": ["1"],
        "millom register": ["4790000001", "--none"], "millom cpid": [],
    ]

    /// `doctor` tells of it as of everything else; the others have none, or one of their own.
    private static let withoutState: Set = ["init", "doctor", "drill", "sandbox", "demo"]

    @Test("that others may write is refused by every command", arguments: commands.keys.sorted())
    func openToOthers(command: String) async throws {
        try await FileStage.with(subscriptions: 3) { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            try Data("number\n4790000001\n".utf8).write(
                to: stage.directory.appendingPathComponent("list.csv"))
            stage.environment["SUBMIRROR_MILLOM_BASE_URL"] = stage.sandbox.baseURL
            stage.environment["SUBMIRROR_MILLOM_SERVICE_PROVIDER"] = "sp"
            stage.environment["SUBMIRROR_MILLOM_OPERATOR"] = "mycomm"
            stage.environment["SUBMIRROR_MILLOM_RECEIVER_ADDRESS"] = "127.0.0.1:0"
            stage.environment["SUBMIRROR_MILLOM_RECEIVER_CLIENT_ID"] = "me"
            stage.environment["SUBMIRROR_MILLOM_RECEIVER_CLIENT_SECRET"] = "made-up-and-long-enough"
            stage.environment["SUBMIRROR_SERVE_ADDRESS"] = "127.0.0.1:0"
            try stage.setMode(0o777, of: stage.state)
            let before = try FileManager.default.contentsOfDirectory(atPath: stage.state.path).sorted()
            let words = command.split(separator: " ").map(String.init)
            let running = try stage.program.start(words + (Self.commands[command] ?? []))
            // A service that is not refused would stay.
            try await Patience.wait {
                if running.errorsSoFar.contains("listening") { running.signal(SIGKILL) }
                return running.isOver
            }
            let result = try await running.end()
            #expect(result.status == 78, "\(result)")
            #expect(
                result.errors.hasSuffix(
                    "submirror: \(stage.state.path) can be changed by others (mode 777): "
                        + "chmod go-w \(stage.state.path)\n"), "\(result)")
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: stage.state.path).sorted() == before)
            // The sandbox has no Millom.
            stage.environment = stage.environment.filter { !$0.key.hasPrefix("SUBMIRROR_MILLOM_") }
            try stage.setMode(0o750, of: stage.state)
            try await stage.expectRecovery()
        }
    }

    @Test("is judged by every command but those that need none, or tell of it")
    func everyCommand() {
        func leaves(_ command: any ParsableCommand.Type, _ path: [String]) -> [String] {
            let inner = command.configuration.subcommands
            guard !inner.isEmpty else { return [path.joined(separator: " ")] }
            return inner.flatMap { leaves($0, path + [$0._commandName]) }
        }
        let all = Submirror.configuration.subcommands.flatMap { leaves($0, [$0._commandName]) }
            .filter { !Self.withoutState.contains($0) }
        #expect(all.sorted() == Self.commands.keys.sorted())
    }

    /// A file of the state directory besides the mirror's, the lock and the key, and a command that opens it.
    struct Other: CustomTestStringConvertible, Sendable {
        let name: String
        let arguments: [String]
        let status: Int32
        var testDescription: String { name }
    }

    private static let others = [
        Other(name: "millom.sqlite", arguments: ["millom", "purchases"], status: 74),
        Other(name: "millom.sqlite-journal", arguments: ["millom", "purchases"], status: 74),
        Other(name: "millom-token.json", arguments: ["sync", "--quiet"], status: 0),
        Other(name: "notify.lock", arguments: ["sync", "--quiet"], status: 0),
        Other(name: "notified.json", arguments: ["sync", "--quiet"], status: 0),
    ]

    @Test(
        "has no other file that is a link, a pipe or has a second name: none is waited for, or written through",
        arguments: others)
    func otherFiles(other: Other) async throws {
        var options = SandboxOptions()
        options.subscriptions = 3
        options.millom = SandboxMillom()
        try await withTemporaryDirectory { directory in
            try await SandboxServer.withServer(options: options) { server in
                var environment = server.environment(in: directory, options: options)
                environment.merge(server.millomEnvironment) { $1 }
                environment["SUBMIRROR_NOTIFY_WEBHOOK_URL"] = "http://127.0.0.1:1/hook"
                let stage = FileStage(sandbox: server, directory: directory, environment: environment)
                let first = try await stage.program.run("sync", "--quiet")
                #expect(first.status == 0, "\(first.errors)")
                let kept = directory.appendingPathComponent("kept")
                let precious = Data("precious".utf8)
                let file = stage.state.appendingPathComponent(other.name).path
                for kind in ["link", "pipe", "hard link"] {
                    try precious.write(to: kept)
                    unlink(file)
                    switch kind {
                    case "link": symlink(kept.path, file)
                    case "pipe": mkfifo(file, 0o600)
                    default: link(kept.path, file)
                    }
                    let result = try await stage.program.run(other.arguments)
                    #expect(result.status == other.status, "\(kind): \(result)")
                    if other.status != 0 {
                        #expect(result.errors.hasPrefix("submirror: \(file) "), "\(kind): \(result)")
                    }
                    #expect(try Data(contentsOf: kept) == precious, "\(kind)")
                    unlink(file)
                }
            }
        }
    }

    @Test("whose lock is a link is refused, and what the link leads to stays as it is")
    func lockIsLink() async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            let lock = stage.state.appendingPathComponent("lock")
            let precious = stage.directory.appendingPathComponent("precious")
            try Data("precious".utf8).write(to: precious)
            try FileManager.default.removeItem(at: lock)
            try FileManager.default.createSymbolicLink(at: lock, withDestinationURL: precious)
            let (status, sentence) = try await stage.sync()
            #expect(status == 74)
            #expect(
                sentence
                    == "submirror: \(lock.path) is not a file but a link, a pipe or a folder: move it away")
            #expect(try Data(contentsOf: precious) == Data("precious".utf8))
            try FileManager.default.removeItem(at: lock)
            try await stage.expectRecovery()
        }
    }

    @Test("whose mirror or log is a link, a pipe or has a second name is refused", arguments: ["", "-wal"])
    func mirrorIsNoFile(suffix: String) async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            try stage.removeLog()
            let kept = stage.directory.appendingPathComponent("kept").path
            let file = stage.mirror.path + suffix
            if suffix.isEmpty { try FileManager.default.moveItem(atPath: file, toPath: kept) }
            for kind in ["link", "pipe", "hard link"] {
                switch kind {
                case "link": symlink(kept, file)
                case "pipe": mkfifo(file, 0o600)
                default:
                    if !suffix.isEmpty { try Data().write(to: URL(fileURLWithPath: kept)) }
                    link(kept, file)
                }
                let (status, sentence) = try await stage.sync()
                #expect(status == 74)
                #expect(sentence.hasPrefix("submirror: \(file) "))
                unlink(file)
            }
            if suffix.isEmpty { try FileManager.default.moveItem(atPath: kept, toPath: file) }
            try await stage.expectRecovery()
        }
    }

    @Test("whose key for pseudonyms is a pipe makes no pseudonyms")
    func pipeAsKey() async throws { try await Self.pseudonymKey("pipe") }

    @Test(
        "whose key for pseudonyms is another user's makes no pseudonyms",
        .enabled(if: geteuid() == 0, "only root gives files away"))
    func othersKey() async throws { try await Self.pseudonymKey("owner") }

    private static func pseudonymKey(_ kind: String) async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            let key = stage.state.appendingPathComponent("pseudonym.key")
            if kind == "pipe" {
                mkfifo(key.path, 0o600)
            } else {
                try Data(repeating: 7, count: 32).write(to: key)
                try stage.setMode(0o600, of: key)
                try FileManager.default.setAttributes([.ownerAccountID: 1], ofItemAtPath: key.path)
            }
            let result = try await stage.program.run(
                "export", stage.directory.path + "/out", "--format", "csv", "--privacy", "pseudonymous")
            #expect(result.status == (kind == "pipe" ? 74 : 78))
            #expect(result.errors.hasPrefix("submirror: \(key.path) "))
        }
    }

    private static func overwrite(_ file: URL, with text: String) throws {
        let handle = try FileHandle(forWritingTo: file)
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }
}
