import Foundation
import MirrorReading
import Proof
import Sandbox
import TestSupport
import Testing

/// The program, a sandbox and a state directory to be damaged.
///
/// Whether or not the tests run as root, the program can run as a user whom file modes stop.
struct FileStage {
    let sandbox: SandboxServer
    let directory: URL
    var environment: [String: String]
    var wrapper: [String] = []

    /// The user nobody, on most systems.
    private static let ordinaryUser: uid_t = 65_534

    static func with(subscriptions: Int = 30, body: (inout FileStage) async throws -> Void) async throws {
        var options = SandboxOptions()
        options.subscriptions = subscriptions
        try await withTemporaryDirectory { directory in
            try await SandboxServer.withServer(options: options) { server in
                var stage = FileStage(
                    sandbox: server, directory: directory,
                    environment: server.environment(in: directory, options: options))
                try await body(&stage)
            }
        }
    }

    var program: BuiltBinary {
        BuiltBinary(environment: environment, in: directory, startedBy: wrapper)
    }
    var state: URL { directory.appendingPathComponent("state") }
    var mirror: URL { state.appendingPathComponent("mirror.sqlite") }
    var log: URL { URL(fileURLWithPath: mirror.path + "-wal") }

    /// Runs the program as an ordinary user, who owns the whole stage, from now on.
    mutating func becomeOrdinary() async throws {
        guard geteuid() == 0 else { return }
        wrapper = [
            "/usr/bin/setpriv", "--reuid=\(Self.ordinaryUser)", "--regid=\(Self.ordinaryUser)",
            "--clear-groups",
        ]
        _ = try await Shell.run("/bin/chown", ["-R", "\(Self.ordinaryUser)", directory.path])
    }

    /// Runs `sync` to its end; returns its status and its message, without the program's name.
    func sync() async throws -> (status: Int32, sentence: String) {
        let result = try await program.run("sync", "--quiet")
        #expect(result.errors.split(separator: "\n").count <= 1, "\(result.errors)")
        return (result.status, result.errors.trimmingCharacters(in: .newlines))
    }

    /// Kills a run that has committed some of the details, so that its log stays behind.
    func killARun() async throws {
        let run = try program.start(["sync", "--quiet"])
        let moment = KillMoment.logSize(150_000)
        try #require(try await moment.wait(for: run, mirror: mirror, sandbox: sandbox))
        run.signal(SIGKILL)
        #expect(try await run.end().status == SIGKILL)
    }

    /// Runs `sync` and expects a sound mirror that equals the sandbox.
    func expectRecovery() async throws {
        let result = try await program.run("sync", "--quiet")
        #expect(result.status == 0, "\(result.errors)")
        #expect(try MirrorInvariants.breaches(of: MirrorContents(path: mirror.path)) == [:])
        let differences = try TruthComparison.differences(
            of: MirrorReader(path: mirror.path), from: sandbox.truth())
        #expect(differences == [])
    }

    /// Removes the empty log that readers leave beside a closed mirror.
    func removeLog() throws {
        try #require(logSize == 0)
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: mirror.path + suffix) }
    }

    /// In bytes; 0 if there is none.
    var logSize: Int {
        (try? FileManager.default.attributesOfItem(atPath: log.path)[.size] as? Int) ?? 0
    }

    func setMode(_ mode: Int, of file: URL) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    }

    /// Runs `sql` on `file` in SQLite's own shell.
    func execute(_ sql: String, on file: URL) async throws -> String {
        try await Shell.run("/usr/bin/sqlite3", [file.path, sql])
    }
}
