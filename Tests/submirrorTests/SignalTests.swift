import Foundation
import Sandbox
import TestSupport
import Testing

/// SIGTERM is heard within seconds, whatever the program waits for.
///
/// Each of these waits would last for half a minute or longer by itself, most of them for minutes.
@Suite("SIGTERM in the midst of a wait")
struct SignalTests {
    /// The event that the program waits for.
    enum Wait: CaseIterable {
        /// duckdb, which writes Parquet.
        case publishing
        /// Another program, which keeps the mirror locked before the run.
        case lock
        /// The quota's next window.
        case quota
        /// The end of a spike arrest's Retry-After.
        case spike
        /// The end of the token endpoint's Retry-After.
        case token
        /// The end of a failed request's Retry-After.
        case retry
        /// A detail.
        case detail
        /// The first packet from the server.
        case connection
        /// The server's part of the TLS handshake.
        case handshake
        /// A proxy's answer to CONNECT.
        case proxy
        /// A statement of `query`.
        case query
        /// A report's statement.
        case report
    }

    @Test("ends the program within seconds", arguments: Wait.allCases)
    func ends(_ wait: Wait) async throws {
        try await FileStage.with { (stage: inout FileStage) in
            let run = try await Self.begin(wait, &stage)
            let signalled = ContinuousClock.now
            run.signal(SIGTERM)
            let result = try await run.end()
            // 5 s, and the rest for a busy machine.
            #expect(signalled.duration(to: .now) < .seconds(20))
            // Nothing has to be put in order after a statement that only reads.
            let isReading = wait == .query || wait == .report
            #expect(result.status == (isReading ? SIGTERM : 75), "\(result.errors)")
            #expect(isReading || wait == .lock || result.errors.contains("interrupted"), "\(result.errors)")
        }
    }

    /// Starts the program and returns it once it waits.
    private static func begin(_ wait: Wait, _ stage: inout FileStage) async throws -> BuiltBinary.Running {
        switch wait {
        case .publishing:
            stage.environment["SUBMIRROR_PUBLISH_DIRECTORY"] =
                stage.directory.appendingPathComponent("published").path
            stage.environment["SUBMIRROR_PUBLISH_FORMATS"] = "parquet"
            let number = try StoppingTests.installDeafDuckDB(in: &stage)
            let run = try stage.program.start(["sync"])
            try await StoppingTests.waitForStart(number, of: run)
            return run
        case .lock:
            try await stage.expectRecovery()
            let holder = try DiskTests.holdOpen(
                stage, with: "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; SELECT 1;")
            try await holder.ready()
            let lock = stage.state.appendingPathComponent("lock")
            return try await start(stage, ["sync"]) { run in
                try String(contentsOf: lock, encoding: .utf8).contains("process \(run.identifier) ")
            }
        case .quota:
            stage.environment["SUBMIRROR_PACE_QUOTA"] = "20"
            stage.environment["SUBMIRROR_PACE_QUOTA_WINDOW"] = "10m"
            return try await start(stage, says: "notice quota spent, waiting until=2")
        case .spike:
            stage.sandbox.inject(.error(42902, retryAfter: "600"), endpoint: .detail)
            return try await start(
                stage, says: "notice requests refused as too close together, waiting until=2")
        case .token:
            stage.sandbox.inject(unavailable, endpoint: .token)
            return try await start(stage, says: "notice no token received, waiting to retry until=2")
        case .retry:
            stage.sandbox.inject(unavailable, endpoint: .accounts)
            return try await start(stage, says: "notice request failed, waiting to retry until=2")
        case .detail:
            var never = Sandbox.ScriptedReply(.real)
            never.delay = .seconds(3600)
            stage.sandbox.inject(never, endpoint: .detail, times: nil)
            let sandbox = stage.sandbox
            return try await start(stage, ["sync"]) { _ in sandbox.statistics.count(of: .detail) > 0 }
        case .connection, .handshake, .proxy: return try await call(wait, stage)
        case .query: return try await compute(stage, ["query", endless])
        case .report:
            let reports = stage.directory.appendingPathComponent("reports")
            try FileManager.default.createDirectory(at: reports, withIntermediateDirectories: false)
            let text =
                "-- title: Endless\n-- description: Counts.\n-- column: n count \"The count.\"\n\(endless)\n"
            try Data(text.utf8).write(to: reports.appendingPathComponent("endless.sql"))
            stage.environment["SUBMIRROR_REPORT_DIRECTORY"] = reports.path
            return try await compute(stage, ["report", "endless"])
        }
    }

    private static var unavailable: Sandbox.ScriptedReply {
        var reply = Sandbox.ScriptedReply.body("{}", status: 503)
        reply.headers = [("Retry-After", "600")]
        return reply
    }

    private static let endless =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS n FROM n"

    private static func start(
        _ stage: FileStage, _ arguments: [String], until isWaiting: (BuiltBinary.Running) throws -> Bool
    ) async throws -> BuiltBinary.Running {
        let run = try stage.program.start(arguments)
        try await Patience.wait(run.errorsSoFar, while: { !run.isOver }) { try isWaiting(run) }
        return run
    }

    private static func start(_ stage: FileStage, says text: String) async throws -> BuiltBinary.Running {
        try await start(stage, ["sync"]) { $0.errorsSoFar.contains(text) }
    }

    /// Starts a run that opens a connection to a silent port.
    private static func call(_ wait: Wait, _ stage: FileStage) async throws -> BuiltBinary.Running {
        let port = try SilentPort.open(isFull: wait == .connection)
        var stage = stage
        stage.environment["SUBMIRROR_API_BASE_URL"] = "https://127.0.0.1:\(port.number)"
        if wait == .proxy {
            stage.environment["SUBMIRROR_API_BASE_URL"] = "https://127.0.0.1:1"
            stage.environment["SUBMIRROR_NETWORK_PROXY"] = "http://127.0.0.1:\(port.number)"
        }
        return try await start(stage, ["sync"]) { _ in
            try wait == .connection ? port.isKnocked() : port.isCalled
        }
    }

    /// Starts an endless statement and returns the program once it has computed for so long that it must be
    /// in the midst of it.
    private static func compute(_ stage: FileStage, _ arguments: [String]) async throws -> BuiltBinary.Running
    {
        try await stage.expectRecovery()
        let ticksPerSecond = sysconf(Int32(_SC_CLK_TCK))
        return try await start(stage, arguments) { run in
            let text = try String(contentsOfFile: "/proc/\(run.identifier)/stat", encoding: .utf8)
            // After the name in parentheses: the state, and 11 fields further the time in user mode.
            let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
            return fields.count > 11 && (Int(fields[11]) ?? 0) > 3 * ticksPerSecond
        }
    }
}
