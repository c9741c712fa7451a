import Foundation
import MirrorCore
import MirrorReading
import Proof
import Sandbox
import Synchronization

/// The mirror that a drill is played on.
enum DrillMirror: Sendable {
    case invented
    /// A copy of the mirror at this path; the simulated API has the mirror's living numbers, too.
    case copy(of: String, numbers: [UInt64])

    /// The number of subscriptions in an invented mirror.
    static let inventedCount = 300

    /// A description for people.
    var words: String {
        switch self {
        case .invented: "an invented mirror of \(Self.inventedCount) numbers"
        case .copy(let path, let numbers): "a copy of \(path) with its \(numbers.count) numbers"
        }
    }
}

/// A folder with its own mirror, the simulated API that it mirrors, and the program set up for both.
///
/// Nothing leaves this machine, and nothing is written outside the folder.
struct DrillStage: Sendable {
    let folder: URL
    let sandbox: SandboxServer
    let program: DrillProgram
    let time: TimeSource
    /// The sandbox's clock.
    let clock: DrillClock
    private let mirrorKind: DrillMirror
    private let settings: [SettingKey: String]

    var mirror: URL { folder.appendingPathComponent("state/mirror.sqlite") }

    /// Lends `body` a stage whose mirror equals the API, and the number of the run that filled it; removes all of it
    /// however `body` ends.
    ///
    /// - Parameter program: the program's path.
    static func with<Result: Sendable>(
        _ drill: Drill, on mirror: DrillMirror, program: String, time: TimeSource,
        _ body: (DrillStage, Int) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "submirror-drill-\(drill.name)-\(UUID().uuidString.prefix(8))", isDirectory: true)
        try CommandFailure.onDisk("the folder \(folder.path)") {
            for each in [folder, folder.appendingPathComponent("state")] {
                try FileManager.default.createDirectory(
                    at: each, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            }
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        let clock = DrillClock(time)
        return try await SandboxServer.withServer(options: options(mirror), time: clock.time) { sandbox in
            let stage = DrillStage(
                folder: folder, sandbox: sandbox, program: DrillProgram(path: program, folder: folder),
                time: time, clock: clock, mirrorKind: mirror, settings: drill.settings)
            try stage.configure()
            return try await body(stage, stage.fill())
        }
    }

    private static func options(_ mirror: DrillMirror) -> SandboxOptions {
        var options = SandboxOptions()
        options.subscriptions = DrillMirror.inventedCount
        if case .copy(_, let numbers) = mirror { options.numbers = numbers }
        options.announcesRetryAfter = true
        options.tokenLifetime = .seconds(30 * 86_400)
        options.hangLimit = .seconds(300)
        return options
    }

    /// Writes the config file; `changes` override the drill's settings.
    func configure(_ changes: [SettingKey: String] = [:]) throws {
        let options = SandboxOptions()
        let usual: [SettingKey: String] = [
            .apiBaseURL: sandbox.baseURL, .stateDirectory: folder.appendingPathComponent("state").path,
            .clientID: options.clientID, .clientSecret: options.clientSecret, .username: options.username,
            .password: options.password,
        ]
        let all = usual.merging(settings) { $1 }.merging(changes) { $1 }
        let sections = Dictionary(grouping: all.map { ($0.key.rawValue, $0.value) }) { key, _ in
            key.prefix { $0 != "." }
        }
        let text = sections.map { section, values in
            let lines = values.map { "  \($0.0.dropFirst(section.count + 1)): \"\($0.1)\"\n" }
            return "\(section):\n" + lines.sorted().joined()
        }
        try CommandFailure.onDisk("the file \(config.path)") {
            try Data(text.sorted().joined().utf8).write(to: config)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: config.path)
        }
    }

    private var config: URL { folder.appendingPathComponent("config.yaml") }

    /// Fills the mirror so that it equals the API; returns the number of that run.
    private func fill() async throws -> Int {
        var command = ["sync"]
        if case .copy(let path, _) = mirrorKind {
            try MirrorReader(path: path).copy(to: mirror.path)
            command.append("--accept-origin")
        }
        let ending = try await run(command)
        let runs = ending.lines.compactMap { $0.firstMatch(of: /^run ([0-9]+) complete/) }
        guard ending.code == 0, let run = runs.first.flatMap({ Int($0.1) }) else {
            throw CommandFailure(
                kind: .unusableData,
                message: "the drill's own mirror could not be filled: \(ending.lines.last ?? "")")
        }
        return run
    }

    /// Runs a command with this stage's config file.
    func run(
        _ arguments: [String], against handicap: DrillFault? = nil
    ) async throws -> DrillProgram.Ending {
        let arguments = arguments + ["--config", config.path]
        switch handicap {
        case nil: return try await program.run(arguments)
        case .fullDisk:
            // In blocks of 512 bytes.
            return try await program.run(
                arguments, startedBy: ["/bin/sh", "-c", "ulimit -f 64 && exec \"$@\"", "sh"])
        case .kill:
            let sandbox = sandbox
            return try await program.run(arguments) { process in
                // By now details hang, and earlier ones were answered.
                while sandbox.statistics.count(of: .hang) < 8 { try await Task.sleep(for: .milliseconds(10)) }
                try await Task.sleep(for: .milliseconds(500))
                if process.isRunning { kill(process.processIdentifier, SIGKILL) }
            }
        }
    }

    /// The differences between the mirror and the API; empty if they are equal.
    func differences() throws -> [String] {
        try TruthComparison.differences(of: MirrorReader(path: mirror.path), from: sandbox.truth())
    }
}

/// The sandbox's clock, which a drill can advance.
final class DrillClock: Sendable {
    private let now: @Sendable () -> Date
    private let start = ContinuousClock.now
    private let ahead = Mutex(Duration.zero)

    init(_ time: TimeSource) { now = time.now }

    /// Advances the clock, for limits and for changes that show late.
    func skip(_ duration: Duration) { ahead.withLock { $0 += duration } }

    var time: SandboxTime {
        SandboxTime(now: now, elapsed: { self.start.duration(to: .now) + self.ahead.withLock { $0 } })
    }
}
