import Foundation
import Sandbox
import TestSupport
import Testing

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

    @Test("a config file is refused from another user, and accepted as operators keep one for a service")
    func configOwners() async throws {
        guard geteuid() == 0 else { return }
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

    @Test("that others may write is refused by every command", arguments: ["sync", "status"])
    func openToOthers(command: String) async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            try stage.setMode(0o777, of: stage.state)
            let result = try await stage.program.run(command)
            #expect(result.status == 78)
            #expect(
                result.errors
                    == "submirror: \(stage.state.path) can be changed by others (mode 777): "
                    + "chmod go-w \(stage.state.path)\n")
            try stage.setMode(0o750, of: stage.state)
            try await stage.expectRecovery()
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

    @Test(
        "whose key for pseudonyms is a pipe or another user's makes no pseudonyms",
        arguments: ["pipe", "owner"])
    func pseudonymKey(kind: String) async throws {
        guard geteuid() == 0 || kind == "pipe" else { return }
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
