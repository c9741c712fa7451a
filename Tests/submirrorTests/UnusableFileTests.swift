import Foundation
import Sandbox
import Schema
import TestSupport
import Testing

/// Each fault of the files gives one sentence and one exit code; once it is removed, the next run completes.
@Suite("A mirror that cannot be used")
struct UnusableFileTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let status: Int32
        /// The expected message, with `%` for the mirror's path.
        let sentence: String
        let spoil: @Sendable (FileStage) async throws -> Void
    }

    static let cases = [
        Case(
            testDescription: "a newer version's", status: 65,
            sentence:
                "submirror: % was written by a newer submirror (schema 99; this version supports \(Schema.version)): upgrade submirror"
        ) { _ = try await $0.execute("PRAGMA user_version = 99", on: $0.mirror) },
        Case(
            testDescription: "no SQLite file", status: 65,
            sentence:
                "submirror: % is not a mirror of submirror: name another state.directory, or move the file away"
        ) { try Data("a letter to a friend\n".utf8).write(to: $0.mirror) },
        Case(
            testDescription: "another program's", status: 65,
            sentence:
                "submirror: % is not a mirror of submirror: name another state.directory, or move the file away"
        ) {
            try FileManager.default.removeItem(at: $0.mirror)
            _ = try await $0.execute("CREATE TABLE recipe (name TEXT)", on: $0.mirror)
        },
        Case(
            testDescription: "with a trigger that nobody of ours made", status: 65,
            sentence:
                "submirror: % contains the trigger t, which is not submirror's: find out what added it, and restore a backup or sync into a new state.directory"
        ) {
            _ = try await $0.execute(
                "CREATE TRIGGER t AFTER INSERT ON sync_run BEGIN DELETE FROM _setting_version; END",
                on: $0.mirror)
        },
        Case(
            testDescription: "cut off", status: 65,
            sentence:
                "submirror: % is damaged (database disk image is malformed): keep it, restore a backup, or move it away and sync again"
        ) {
            let handle = try FileHandle(forUpdating: $0.mirror)
            try handle.truncate(atOffset: 20_000)
            try handle.close()
        },
        Case(
            testDescription: "overwritten in the middle of a table's page", status: 65,
            sentence:
                "submirror: % is damaged (database disk image is malformed): keep it, restore a backup, or move it away and sync again"
        ) {
            let page = try await $0.execute(
                "SELECT (rootpage - 1) * 4096 FROM sqlite_schema WHERE name = 'sync_run'", on: $0.mirror)
            let offset = try #require(UInt64(page.trimmingCharacters(in: .newlines)))
            let handle = try FileHandle(forUpdating: $0.mirror)
            try handle.seek(toOffset: offset)
            try handle.write(contentsOf: Data([0xA5]))
            try handle.close()
        },
        Case(
            testDescription: "a directory", status: 74,
            sentence: "submirror: % is not a file but a link, a pipe or a folder: move it away"
        ) {
            try FileManager.default.removeItem(at: $0.mirror)
            try FileManager.default.createDirectory(at: $0.mirror, withIntermediateDirectories: false)
        },
    ]

    @Test(
        "is refused with what it is, left as it is, and replaced by what was there completes",
        arguments: cases)
    func refused(unusable: Case) async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            let backup = stage.directory.appendingPathComponent("backup.sqlite")
            try FileManager.default.copyItem(at: stage.mirror, to: backup)
            try await unusable.spoil(stage)
            let spoiled = try? Data(contentsOf: stage.mirror)

            let (status, sentence) = try await stage.sync()
            #expect(status == unusable.status)
            #expect(sentence == unusable.sentence.replacingOccurrences(of: "%", with: stage.mirror.path))
            #expect((try? Data(contentsOf: stage.mirror)) == spoiled)

            try FileManager.default.removeItem(at: stage.mirror)
            try FileManager.default.moveItem(at: backup, to: stage.mirror)
            try await stage.expectRecovery()
        }
    }

    @Test(
        "what a full disk left of the first run is no mirror yet for readers, and the next run makes one",
        arguments: [0, 100, 4096])
    func unfinished(limit: Int) async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            try FileManager.default.createDirectory(at: stage.state, withIntermediateDirectories: true)
            try stage.setMode(0o750, of: stage.state)
            // Without a limit on the program's messages.
            stage.wrapper = [
                "/bin/sh", "-c", "prlimit --fsize=\(limit) -- \"$@\" 2>&1 | cat >&2; exit 0", "sh",
            ]
            _ = try await stage.program.run("sync", "--quiet")
            stage.wrapper = []
            let missing = try await stage.program.run(
                "status", "--state-directory", stage.directory.path + "/none")
            for command in [["status"], ["query", "SELECT 1"], ["status"]] {
                let result = try await stage.program.run(command)
                #expect(result.status == 65)
                #expect(
                    result.errors.contains("there is no mirror at \(stage.mirror.path), as set by "),
                    "\(limit): \(result.errors)")
                #expect(result.errors.hasSuffix(missing.errors.suffix(60)), "\(result.errors)")
            }
            let doctor = try await stage.program.run("doctor", "--quick")
            #expect(doctor.output.contains("no mirror at \(stage.mirror.path) yet"), "\(doctor.output)")
            try await stage.expectRecovery()
        }
    }

    @Test("but an empty one is taken for a new one")
    func empty() async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            try FileManager.default.createDirectory(at: stage.state, withIntermediateDirectories: true)
            try Data().write(to: stage.mirror)
            try await stage.expectRecovery()
        }
    }

    @Test(
        "and a backup that was restored beside a killed run's log is left alone, until that log is moved away"
    )
    func foreignLog() async throws {
        try await FileStage.with(subscriptions: 300) { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            let backup = stage.directory.appendingPathComponent("backup.sqlite")
            try FileManager.default.copyItem(at: stage.mirror, to: backup)
            for _ in 0..<3 { try stage.sandbox.change(.reference) }
            try await stage.expectRecovery()
            for _ in 0..<200 { try stage.sandbox.change(.reference) }
            try await stage.killARun()
            try FileManager.default.removeItem(at: stage.mirror)
            try FileManager.default.copyItem(at: backup, to: stage.mirror)
            for command in [["sync"], ["status"], ["query", "SELECT 1"], ["report", "sync-runs"]] {
                let result = try await stage.program.run(command + ["--quiet"])
                #expect(result.status == 65)
                #expect(
                    result.errors.contains("mirror.sqlite-wal belongs to another state of"),
                    "\(result.errors)")
            }
            #expect(try Data(contentsOf: stage.mirror) == Data(contentsOf: backup))
            for suffix in ["-wal", "-shm"] {
                try FileManager.default.removeItem(atPath: stage.mirror.path + suffix)
            }
            try await stage.expectRecovery()
        }
    }

    @Test("and one whose log was taken away after a kill is what the last checkpoint left, or new")
    func withoutLog() async throws {
        try await FileStage.with(subscriptions: 300) { (stage: inout FileStage) async throws -> Void in
            try await stage.killARun()
            try FileManager.default.removeItem(at: stage.log)
            try await stage.expectRecovery()
            // Now after a checkpoint: that state is complete, and the next run fetches the rest.
            for _ in 0..<200 { try stage.sandbox.change(.reference) }
            try FileManager.default.removeItem(at: stage.mirror)
            try await stage.expectRecovery()
        }
    }
}
