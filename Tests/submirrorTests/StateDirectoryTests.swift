import Foundation
import Sandbox
import TestSupport
import Testing

/// Modes, owners and things in the way: one sentence and one exit code each, and nothing is lost.
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
                sentence == "submirror: cannot use the state directory \(stage.state.path): Is a directory: "
                    + "check its owner and mode")
            try FileManager.default.removeItem(at: lock)
            try await stage.expectRecovery()
        }
    }

    @Test(
        "however the token's file is spoiled, another token is fetched and the run completes",
        arguments: [
            "", "rubbish", "{}", "[]", "null", #"{"version": 1, "access_token": "made-up"}"#, "huge times",
            "long",
            "mode", "directory", "link",
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
            default: try Self.overwrite(file, with: spoiling)
            }
            stage.sandbox.resetStatistics()
            try await stage.expectRecovery()
            #expect(stage.sandbox.statistics.count(of: .token) == 1)
        }
    }

    @Test("does not hide a config file with secrets that belongs to someone else")
    func foreignConfig() async throws {
        guard geteuid() == 0 else { return }
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            let file = stage.directory.appendingPathComponent("c.yaml")
            try "oauth:\n  client_secret: made-up\n".write(to: file, atomically: true, encoding: .utf8)
            try stage.setMode(0o600, of: file)
            try FileManager.default.setAttributes([.ownerAccountID: 65_534], ofItemAtPath: file.path)
            let foreign = try await stage.program.run("sync", "--config", file.path)
            #expect(foreign.status == 78)
            #expect(
                foreign.errors
                    == "submirror: \(file.path) holds secrets and belongs to another user: chown it to the one who runs submirror\n"
            )
            try FileManager.default.setAttributes([.ownerAccountID: 0], ofItemAtPath: file.path)
            try await stage.becomeOrdinary()
            try FileManager.default.setAttributes([.ownerAccountID: 0], ofItemAtPath: file.path)
            let unreadable = try await stage.program.run("sync", "--config", file.path)
            #expect(unreadable.status == 78)
            #expect(
                unreadable.errors
                    == "submirror: cannot read the config file \(file.path): check its name and mode\n")
        }
    }

    private static func overwrite(_ file: URL, with text: String) throws {
        let handle = try FileHandle(forWritingTo: file)
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }
}
