import Foundation
import Logging
import MirrorCore
import MirrorReading
import MirrorStore
import PacedHTTP
import Pacing
import Proof
import Sandbox
import Scheduler
import TelenorAPI
import TestSupport

/// A sandbox and a mirror with a shared clock, on which waits take no time.
struct Workbench {
    let sandbox: SandboxServer
    let directory: URL
    let clock: JumpClock
    var settings: SyncSettings
    var pace = PaceSettings.unlimited
    /// The error of the mirror's own clock.
    var localSkew = Duration.zero
    /// The client's time limits for the sandbox, in real time: a busy machine may answer after minutes, and what is asked
    /// again would count as asked in vain.
    var timeouts = {
        var timeouts = HTTPConfiguration.Timeouts()
        (timeouts.connect, timeouts.firstByte, timeouts.body) = (.seconds(600), .seconds(600), .seconds(600))
        return timeouts
    }()
    /// A credential that replies may repeat.
    var secret: String?
    /// Called with a run's progress.
    var progress: @Sendable (SyncProgress) -> Void = { _ in }

    static let start = Date(timeIntervalSince1970: 1_780_000_000)

    var time: TimeSource {
        let clock = clock
        let skew = localSkew
        return TimeSource(
            now: { Self.start.addingTimeInterval((clock.now.offset + skew).inSeconds) }, clock: clock)
    }

    var mirror: URL { directory.appendingPathComponent("mirror.sqlite") }

    /// Passes `body` a workbench.
    static func with(
        _ options: SandboxOptions, body: (inout Workbench) async throws -> Void
    ) async throws {
        let clock = JumpClock()
        let time = SandboxTime(now: { start.addingTimeInterval(clock.now.offset.inSeconds) })
        try await withTemporaryDirectory { directory in
            try await SandboxServer.withServer(options: options, time: time) { server in
                var settings = SyncSettings()
                settings.accessTypes = ["MOBILE", "MBB", "M2M"]
                settings.concurrency = 8
                var bench = Workbench(
                    sandbox: server, directory: directory, clock: clock, settings: settings)
                try await body(&bench)
            }
        }
    }

    /// One complete run, like the command's.
    @discardableResult
    func sync(
        full: Bool = false, acceptsGone: Bool = false, maxRequests: Int? = nil, deadline: Duration? = nil
    ) async throws -> SyncReport {
        let options = SandboxOptions()
        var configuration = APIConfiguration(
            baseURL: try BaseURL(sandbox.baseURL, setting: "api.base_url"),
            credentials: Credentials(
                clientID: options.clientID, clientSecret: options.clientSecret, username: options.username,
                password: options.password),
            userAgent: "submirror/test")
        configuration.http.retries.limit = 3
        configuration.http.timeouts = timeouts
        var context = TelenorClient.Context(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        context.http.pace = pace
        context.time = time
        context.scrubber.learn(secret: secret)
        context.http.jitter = { 0.5 }
        context.deadline = deadline.map { time.now().addingTimeInterval($0.inSeconds) }
        context.http.tokenCachePath = directory.appendingPathComponent("token.json").path
        let store = try MirrorStore.open(at: mirror)
        try await PersistedPace.restore(from: store, into: &context)
        var wish = SyncOptions()
        wish.isFull = full
        wish.acceptsGone = acceptsGone
        wish.maxRequests = maxRequests
        let report = try await TelenorClient.with(configuration, context) { client in
            try await SyncRun(
                client: client, store: store, settings: settings, time: time, logger: context.http.logger,
                progress: progress
            ).run(wish)
        }
        try store.close()
        return report
    }

    /// The API failure with which a run fails; nil if it does not.
    func failure() async -> APIFailure? {
        do {
            try await sync()
            return nil
        } catch {
            return error as? APIFailure
        }
    }

    /// The mirror's differences from the sandbox; empty if there are none.
    func differences(ignoringAccounts: Bool = false) throws -> [String] {
        try TruthComparison.differences(
            of: MirrorReader(path: mirror.path), from: sandbox.truth(), ignoringAccounts: ignoringAccounts,
            withOrderable: settings.fetchesOrderableAddOns)
    }

    /// The rows of a query over the mirror.
    func rows(_ sql: String) throws -> [[Value]] {
        try MirrorReader(path: mirror.path).rows(of: Query(sql))
    }

    /// All rows of every table of the file.
    func contents() throws -> [String: [[Value]]] {
        let tables = try rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        var contents: [String: [[Value]]] = [:]
        for case .text(let table) in tables.joined() {
            contents[table] = try rows("SELECT * FROM \"\(table)\"")
        }
        return contents
    }

    /// Lets time pass.
    func wait(_ duration: Duration) { clock.advance(by: duration) }
}
