import Foundation
import MirrorReading
import Proof
import Sandbox
import Synchronization
import TestSupport
import Testing

/// The program, a sandbox and a mirror; kills the program again and again, and examines the mirror each time.
final class CrashHarness {
    /// The most details in flight during a run.
    static let concurrency = 8

    let sandbox: SandboxServer
    let directory: URL
    var random: SeededRandom
    /// Details fetched in vain, as they were not committed before the kill.
    var lostDetails = 0
    /// Kills so far, by activity.
    private(set) var kills: [String: Int] = [:]
    private let ahead: Ahead
    private var options: SandboxOptions
    private var versionsSeen: Set<String> = []

    /// How far the server's clock is ahead of the machine's.
    private final class Ahead: Sendable {
        let seconds = Mutex(0.0)
        var now: Date { Date().addingTimeInterval(seconds.withLock { $0 }) }
    }

    private init(
        sandbox: SandboxServer, directory: URL, seed: UInt64, ahead: Ahead, options: SandboxOptions
    ) {
        self.sandbox = sandbox
        self.directory = directory
        self.ahead = ahead
        self.options = options
        random = SeededRandom(seed: seed)
    }

    /// Passes `body` a harness and prints its counts.
    static func with(
        seed: UInt64, subscriptions: Int, body: (CrashHarness) async throws -> Void
    ) async throws {
        var options = SandboxOptions()
        options.subscriptions = subscriptions
        options.seed = seed
        options.latency = .milliseconds(4)
        options.tokenLifetime = .seconds(10 * 365 * 86_400)
        let ahead = Ahead()
        try await withTemporaryDirectory { directory in
            try await SandboxServer.withServer(options: options, time: SandboxTime(now: { ahead.now })) {
                server in
                let harness = CrashHarness(
                    sandbox: server, directory: directory, seed: seed, ahead: ahead, options: options)
                try await body(harness)
                let counts = harness.kills.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
                print(
                    "kills survived: \(harness.killCount) (\(counts.joined(separator: ", "))); "
                        + "\(harness.lostDetails) details fetched once more")
            }
        }
    }

    var killCount: Int { kills.values.reduce(0, +) }
    var state: URL { directory.appendingPathComponent("state") }
    var mirror: URL { state.appendingPathComponent("mirror.sqlite") }
    var contents: MirrorContents { MirrorContents(path: mirror.path) }
    var served: Int { sandbox.statistics.count(of: .detail, code: 200) }

    var program: BuiltBinary {
        var environment = sandbox.environment(in: directory, options: options)
        // One ``KillMoment`` waits for a line of this level.
        environment["SUBMIRROR_LOG_LEVEL"] = "info"
        environment["SUBMIRROR_SYNC_CONCURRENCY"] = "\(Self.concurrency)"
        // So that no request is spent on finding a limit that does not exist.
        environment["SUBMIRROR_PACE_PER_SECOND"] = "100000"
        return BuiltBinary(environment: environment, in: directory)
    }

    /// Advances the server's clock.
    func advance(by duration: Duration) {
        ahead.seconds.withLock { $0 += Double(duration.components.seconds) }
    }

    /// Starts the program, kills it at `moment` and examines what it left; returns
    /// its status if it ended earlier.
    ///
    /// - Parameter during: the activity to count, for instance `backfill`.
    func strike(_ arguments: [String], at moment: KillMoment, during: String) async throws -> Int32? {
        let run = try program.start(arguments)
        if try await moment.wait(for: run, mirror: mirror, sandbox: sandbox) { run.signal(SIGKILL) }
        let result = try await run.end()
        guard result.status == SIGKILL else {
            try #require([0, 75].contains(result.status), "\(result.errors)")
            return result.status
        }
        kills["\(during) \(moment)", default: 0] += 1
        try examine()
        return nil
    }

    /// Runs the program to its end.
    @discardableResult
    func complete(_ arguments: [String], expecting status: Int32 = 0) async throws -> BuiltBinary.Result {
        let result = try await program.run(arguments)
        try #require(result.status == status, "\(result.errors)")
        try examine()
        return result
    }

    /// Checks that the mirror is sound, keeps its invariants, and still has every version it ever had.
    func examine() throws {
        guard try hasSchema() else { return }
        let breaches = try MirrorInvariants.breaches(of: contents)
        try #require(breaches == [:])
        let versions = try contents.texts(
            """
            SELECT msisdn || ' ' || observed_from FROM subscription_history
            UNION ALL SELECT 'party ' || msisdn || ' ' || role || ' ' || observed_from FROM party_history
            UNION ALL SELECT 'setting ' || msisdn || ' ' || setting_id || ' ' || occurrence || ' '
                || observed_from FROM setting_history
            UNION ALL SELECT 'add_on ' || msisdn || ' ' || product_id || ' ' || occurrence || ' '
                || observed_from FROM add_on_history
            """)
        let lost = versionsSeen.subtracting(versions)
        try #require(lost == [], "committed rows were lost")
        versionsSeen = versions
    }

    /// Removes the mirror, so that the next run starts from nothing.
    func beginAnew() throws {
        try? FileManager.default.removeItem(at: state)
        versionsSeen = []
        sandbox.resetStatistics()
    }

    /// The mirror's differences from the sandbox.
    func differences() throws -> [String] {
        try TruthComparison.differences(of: MirrorReader(path: mirror.path), from: sandbox.truth())
    }

    /// A number returned by a query on the mirror.
    func number(_ sql: String) throws -> Int { Int(try contents.rows(sql).first ?? "") ?? 0 }

    /// Whether there is a mirror with its tables; a file without tables has to be sound as well.
    func hasSchema() throws -> Bool {
        let size = try? FileManager.default.attributesOfItem(atPath: mirror.path)[.size] as? Int
        let log = try? FileManager.default.attributesOfItem(atPath: mirror.path + "-wal")[.size] as? Int
        guard (size ?? 0) + (log ?? 0) > 0 else { return false }
        // Killed while the file was switched to write-ahead mode: only a writer can roll that
        // back, and the next run does.
        guard !FileManager.default.fileExists(atPath: mirror.path + "-journal") else { return false }
        guard try contents.rows("PRAGMA user_version") == ["0"] else { return true }
        try #require(try contents.rows("PRAGMA integrity_check") == ["ok"])
        return false
    }
}
