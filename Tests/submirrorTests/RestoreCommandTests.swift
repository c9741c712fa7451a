import Files
import Foundation
import MirrorReading
import Proof
import Sandbox
import TestSupport
import Testing

/// Restores with the real program: the next run finds every change since the backup, and nothing is lost.
@Suite("A restored backup")
struct RestoreCommandTests {
    @Test("equals the API after the next run, with every change made since the backup")
    func catchesUp() async throws {
        try await FileStage.with(subscriptions: 60) { stage in
            try await stage.expectRecovery()
            #expect(try await stage.program.run("backup", "b.tar", "--quiet").status == 0)
            for _ in 0..<8 { try stage.sandbox.change(.reference) }
            try await stage.expectRecovery()
            #expect(try await stage.program.run("export", "after", "--quiet").status == 0)
            let after = try MirrorContents(path: stage.mirror.path).tables()
            for _ in 0..<5 { try stage.sandbox.change(.reference) }
            let result = try await stage.program.run("restore", "b.tar")
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.errors.contains("now run submirror sync"), "\(result.errors)")
            let kept = try #require(
                FileManager.default.contentsOfDirectory(atPath: stage.state.path).first {
                    $0.hasPrefix("before-restore-")
                })
            #expect(
                try MirrorContents(path: stage.state.path + "/\(kept)/mirror.sqlite").tables() == after)
            #expect(try MirrorContents(path: stage.mirror.path).rows("SELECT max(id) FROM sync_run") == ["1"])
            try await stage.expectRecovery()
            // Run 2 is a different run now; the export names the one that it means.
            let changes = try await stage.program.run("export", "changes", "--changes-since", "after")
            #expect(changes.status == 65, "\(changes.errors)")
            #expect(changes.errors.contains("a backup was restored in between"), "\(changes.errors)")
            #expect(try await stage.program.run("doctor", "--quick").status == 0)
        }
    }

    @Test("in place of a mirror that was lost, and checked before without a change")
    func lost() async throws {
        try await FileStage.with(subscriptions: 20) { stage in
            try await stage.expectRecovery()
            #expect(try await stage.program.run("backup", "b.tar", "--quiet").status == 0)
            try FileManager.default.removeItem(at: stage.state)
            let check = try await stage.program.run("restore", "b.tar", "--dry-run")
            #expect(check.status == 0 && check.errors.contains("can be restored"), "\(check.errors)")
            #expect(!FileManager.default.fileExists(atPath: stage.mirror.path))
            let result = try await stage.program.run("restore", "b.tar", "--json")
            #expect(result.status == 0 && result.output.contains(#""dry_run":false"#), "\(result.errors)")
            let facts = try FileManager.default.attributesOfItem(atPath: stage.mirror.path)
            #expect((facts[.posixPermissions] as? Int) == 0o640)
            try await stage.expectRecovery()
        }
    }

    @Test("is refused when it is of a newer version, of another account, or while a run is at work")
    func refuses() async throws {
        try await FileStage.with(subscriptions: 5) { (stage: inout FileStage) in
            try await stage.expectRecovery()
            #expect(try await stage.program.run("backup", "b.tar", "--quiet").status == 0)
            let folder = try await BackupCommandTests.unpack(stage)
            let script = """
                cd '\(folder.path)' && sed -i 's/"schema_version" : [0-9]*/"schema_version" : 999/' manifest.json \
                && sha256sum manifest.json mirror.sqlite > SHA256SUMS \
                && tar --format=ustar -cf '\(stage.directory.path)/newer.tar' manifest.json mirror.sqlite SHA256SUMS
                """
            #expect(try await Shell.result("/bin/sh", ["-c", script]).status == 0)
            let newer = try await stage.program.run("restore", "newer.tar")
            #expect(newer.status == 65 && newer.errors.contains("schema 999"), "\(newer.errors)")
            let lock = try #require(
                try PrivateFolder(stage.state.path).open("lock"))
            #expect(try lock.file.lock())
            let busy = try await stage.program.run("restore", "b.tar")
            #expect(busy.status == 75 && busy.errors.contains("is at work on this mirror"), "\(busy.errors)")
            lock.file.unlock()
            stage.environment["SUBMIRROR_OAUTH_USERNAME"] = "another-system-user"
            let foreign = try await stage.program.run("restore", "b.tar")
            #expect(foreign.status == 78 && foreign.errors.contains("oauth.username"), "\(foreign.errors)")
            #expect(try await stage.program.run("restore", "b.tar", "--accept-origin").status == 0)
        }
    }

    @Test("that is killed at any moment leaves one of the two mirrors in place")
    func kills() async throws {
        try await FileStage.with(subscriptions: 60) { stage in
            try await stage.expectRecovery()
            #expect(try await stage.program.run("backup", "b.tar", "--quiet").status == 0)
            let old = try MirrorContents(path: stage.mirror.path).tables()
            for _ in 0..<4 { try stage.sandbox.change(.reference) }
            try await stage.expectRecovery()
            var random = SeededRandom(seed: 9)
            var (kills, restored) = (0, 0)
            for _ in 0..<LongMode.choose(30, long: 300) {
                let now = try MirrorContents(path: stage.mirror.path).tables()
                let run = try stage.program.start(["restore", "b.tar", "--quiet"])
                let moment: KillMoment =
                    random.once(in: 2)
                    ? .fileBeginning(random.pick([".restore-", "before-restore-"]), in: stage.state)
                    : .after(.milliseconds(random.below(120)))
                if try await moment.wait(for: run, mirror: stage.mirror, sandbox: stage.sandbox) {
                    run.signal(SIGKILL)
                }
                let result = try await run.end()
                try #require([0, SIGKILL].contains(result.status), "\(result.errors)")
                if result.status == SIGKILL { kills += 1 }
                let contents = MirrorContents(path: stage.mirror.path)
                try #require(try MirrorInvariants.breaches(of: contents) == [:])
                let tables = try contents.tables()
                try #require(tables == now || tables == old)
                if tables != now { restored += 1 }
                for name in try FileManager.default.contentsOfDirectory(atPath: stage.state.path)
                where name.hasPrefix("before-restore-") {
                    try FileManager.default.removeItem(at: stage.state.appendingPathComponent(name))
                }
                try stage.sandbox.change(.reference)
                #expect(try await stage.sync().status == 0)
            }
            print("restores killed: \(kills), ended with the backup's mirror: \(restored)")
            #expect(kills > 0)
            try await stage.expectRecovery()
        }
    }

    @Test("has the key of the pseudonyms only when that was asked for")
    func key() async throws {
        try await FileStage.with(subscriptions: 3) { stage in
            try await stage.expectRecovery()
            let export = try await stage.program.run("export", "out", "--privacy", "pseudonymous", "--quiet")
            #expect(export.status == 0)
            let without = try await stage.program.run("backup", "b.tar")
            #expect(
                without.errors.contains(
                    "not in it: the config file and its secrets, token.json, pseudonym.key\n"))
            #expect(
                !FileManager.default.fileExists(
                    atPath: try await BackupCommandTests.unpack(stage).path + "/pseudonym.key"))
            #expect(try await stage.program.run("backup", "b.tar", "--with-pseudonym-key").status == 0)
            let folder = try await BackupCommandTests.unpack(stage)
            let key = stage.state.appendingPathComponent("pseudonym.key")
            #expect(
                try Data(contentsOf: folder.appendingPathComponent("pseudonym.key")) == Data(contentsOf: key))
            try FileManager.default.removeItem(at: key)
            #expect(try await stage.program.run("restore", "b.tar", "--quiet").status == 0)
            #expect(
                try Data(contentsOf: folder.appendingPathComponent("pseudonym.key")) == Data(contentsOf: key))
        }
    }
}
