import Foundation
import Sandbox
import TestSupport
import Testing

/// A full disk, and other programs that use the same file.
@Suite("A disk that is full, a file that is in use")
struct DiskTests {
    @Test(
        "a limit on the size of files ends the run with 74 and an intact mirror; without it the next completes",
        arguments: [4_096, 40_960, 200_000, 400_000, 700_000])
    func fileSizeLimit(limit: Int) async throws {
        try await FileStage.with(subscriptions: 300) { (stage: inout FileStage) async throws -> Void in
            var limited = stage
            limited.wrapper = ["/usr/bin/prlimit", "--fsize=\(limit)", "--"]
            let (status, sentence) = try await limited.sync()
            #expect(status == 74)
            #expect(sentence.contains(stage.mirror.path), "\(sentence)")
            #expect(sentence.hasSuffix("nothing committed is lost"), "\(sentence)")
            #expect(try await stage.execute("PRAGMA integrity_check", on: stage.mirror) == "ok\n")
            try await stage.expectRecovery()
        }
    }

    @Test("a full disk ends the run with 74 and an intact mirror; with room again the next completes")
    func fullDisk() async throws {
        try await FileStage.with(subscriptions: 300) { (stage: inout FileStage) async throws -> Void in
            guard geteuid() == 0, try await Self.mayMount(in: stage.directory) else {
                print("a full disk was not tried: this user may not mount a small file system")
                return
            }
            // A separate file system, visible only to this process and its children.
            stage.wrapper = [
                "/usr/bin/unshare", "-m", "/bin/sh", "-c",
                """
                mkdir -p state && mount -t tmpfs -o size=900k,mode=0750 tmpfs state || exit 99
                "$@"; first=$?
                check=$(sqlite3 -readonly state/mirror.sqlite 'PRAGMA integrity_check; PRAGMA foreign_key_check')
                mount -o remount,size=60m state
                "$@"; second=$?
                echo "$first $check $second"
                """, "sh",
            ]
            let result = try await stage.program.run("sync", "--quiet")
            #expect(result.output == "74 ok 0\n", "\(result.errors)")
            #expect(
                result.errors
                    == "submirror: the disk that holds \(stage.mirror.path) is full: free some space and run again; "
                    + "nothing committed is lost\n")
            #expect(stage.sandbox.statistics.count(of: .detail, code: 200) < 300 + 100)
        }
    }

    @Test("a reader's long transaction holds no run up, and the log goes when it has ended")
    func longReader() async throws {
        try await FileStage.with(subscriptions: 100) { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            let reader = try Self.holdOpen(stage, with: "BEGIN; SELECT count(*) FROM subscription;")
            try await reader.ready()
            for _ in 0..<3 {
                try stage.sandbox.change(.reference)
                try await stage.expectRecovery()
            }
            #expect((1..<(8 << 20)).contains(stage.logSize))
            #expect(try await reader.end() == "100\n")
            try await stage.expectRecovery()
            #expect(stage.logSize == 0)
        }
    }

    @Test("a program that keeps the mirror locked is waited for for half a minute, then the run ends with 75")
    func exclusiveLock() async throws {
        try await FileStage.with { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            let holder = try Self.holdOpen(
                stage, with: "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; SELECT 1;")
            try await holder.ready()
            let (status, sentence) = try await stage.sync()
            #expect(status == 75)
            #expect(
                sentence
                    == "submirror: another program holds \(stage.mirror.path) locked: try again when it has finished"
            )
            _ = try await holder.end()
            try await stage.expectRecovery()
        }
    }

    /// SQLite's shell in the middle of a transaction.
    struct OpenShell {
        fileprivate let run: Task<String, any Error>
        fileprivate let isReady: URL
        fileprivate let mayEnd: URL

        func ready() async throws {
            try await Patience.wait("SQLite's shell did not start") {
                FileManager.default.fileExists(atPath: isReady.path)
            }
        }

        func end() async throws -> String {
            try Data().write(to: mayEnd)
            return try await run.value
        }
    }

    static func holdOpen(_ stage: FileStage, with sql: String) throws -> OpenShell {
        let (isReady, mayEnd) = (
            stage.directory.appendingPathComponent("ready"), stage.directory.appendingPathComponent("end")
        )
        let script = """
            { echo "\(sql)"; echo ".shell touch '\(isReady.path)'"
              while [ -d '\(stage.directory.path)' ] && [ ! -e '\(mayEnd.path)' ]; do sleep 0.01; done; echo "COMMIT;"; } | sqlite3 '\(stage.mirror.path)'
            """
        return OpenShell(
            run: Task { try await Shell.run("/bin/sh", ["-c", script]) }, isReady: isReady, mayEnd: mayEnd)
    }

    static func mayMount(in directory: URL) async throws -> Bool {
        let place = directory.appendingPathComponent("probe").path
        let script =
            "mkdir -p '\(place)' && mount -t tmpfs -o size=100k,mode=0750 tmpfs '\(place)' && echo yes"
        return try await Shell.run("/usr/bin/unshare", ["-m", "/bin/sh", "-c", script]) == "yes\n"
    }
}
