import Exports
import Foundation
import MirrorCore
import MirrorReading
import Proof
import Reports
import Sandbox
import Scheduler

/// The demo's steps.
struct Demo {
    /// The simulated gateway's limits; the demo's settings stay below them, as a busy machine sends unevenly.
    static let perSecond = 60
    static let configuredPerSecond = 50
    static let quota = 450
    static let window = Duration.seconds(10)

    let server: SandboxServer
    let folder: URL
    let console: Console
    let time: TimeSource

    func run() async throws {
        let reader = try SettingsReader(
            overrides: settings, configPath: nil, environment: [:])
        let wiring = Wiring(try Settings(reader, environment: [:]), console: console, time: time)

        say("A simulated API serves \(server.truth().msisdns.count) subscriptions on \(server.baseURL).")
        try await step("First load", wiring, SyncOptions())
        // The API and the mirror count in whole seconds: the pauses make later changes appear later.
        try await Task.sleep(for: .seconds(1))
        let loaded = time.now()

        let changes = server.change(count: 25)
        try await Task.sleep(for: .seconds(2))
        say("\n\(changes.count) changes were made at the source.")
        try await step("Incremental sync", wiring, SyncOptions())

        var full = SyncOptions()
        full.isFull = true
        try await step("Comparison with the complete list (weekly by default)", wiring, full)

        let mirror = try wiring.reader()
        try compare(mirror)
        say("\nsubmirror report changes\n")
        try report("changes", ["since": Instant.text(loaded)], of: mirror)
        say("\nsubmirror report subscriptions-by-type\n")
        try report("subscriptions-by-type", [:], of: mirror)

        let export = folder.appendingPathComponent("export").path
        let package = try Export(of: mirror, ExportOptions(programs: ProgramEnvironment([:]))).write(
            to: export)
        say("\nThe export: \(package.files.count) CSV files in \(export)")
        say(
            "Look around: sqlite3 -box \(wiring.settings.mirror.path) \"SELECT * FROM subscription_flat LIMIT 5\""
        )
    }

    func step(_ title: String, _ wiring: Wiring, _ options: SyncOptions) async throws {
        say("\n\(title)")
        let began = time.now()
        let session = SyncSession(wiring, progressOn: console)
        let result = try await StopSignals.untilSignalled { interruption in
            try await session.run(options, maxDuration: nil, interruption)
        }
        for report in result.reports { say("  \(report.sentence)") }
        say(String(format: "  %.1f s", time.now().timeIntervalSince(began)))
        if let failure = result.failure { throw failure }
        guard result.reports.allSatisfy({ $0.outcome == .complete }) else {
            throw CommandFailure(kind: .tryLater, message: "the demo's run was not complete")
        }
    }

    private func compare(_ mirror: MirrorReader) throws {
        let differences = try TruthComparison.differences(of: mirror, from: server.truth())
        guard differences.isEmpty else {
            for line in differences { console.say(line) }
            throw CommandFailure(kind: .unusableData, message: "the mirror does not equal the source")
        }
        say("\nThe mirror equals the source, relation by relation.")
    }

    func report(_ name: String, _ arguments: [String: String], of mirror: MirrorReader) throws {
        try mirror.write(
            try ReportCatalogue.named(name), arguments, as: .table, width: Output.width, to: Output.write)
    }

    func say(_ text: String) {
        // The demo's purpose is its data; a closed pipe ends it at the next report.
        try? Output.write(text + "\n")
    }

    /// The demo's settings, as a config file would state them.
    var settings: [SettingKey: String] {
        let options = SandboxOptions()
        return [
            .apiBaseURL: server.baseURL, .stateDirectory: folder.path, .clientID: options.clientID,
            .clientSecret: options.clientSecret, .username: options.username, .password: options.password,
            .perSecond: "\(Self.configuredPerSecond)", .quota: "\(Self.quota)",
            .quotaWindow: "\(Self.window.components.seconds)s",
            .logLevel: "warning",
        ]
    }
}
