import ArgumentParser
import Foundation
import MirrorCore
import Scheduler
import ServiceLifecycle
import UnixSignals

struct WatchCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Sync repeatedly until stopped.",
        discussion: """
            Each run does what `submirror sync` does. A failed run is retried after the interval, then after twice as
            long each time, up to an hour. Refused credentials end watch in its first run; later they are retried after 1 h, 4 h, 16 h,
            then daily, as attempts with a wrong password can lock the system user. SIGHUP reloads the settings for
            the next run; SIGTERM and Ctrl-C stop it within seconds with exit code 0, without losing data.

            submirror watch
            submirror watch --interval 15m --max-duration 10m
            """)

    @OptionGroup var global: GlobalOptions

    @Option(
        help: ArgumentHelp(
            "Time from the end of a run to the start of the next, 1s or more; up to a tenth is added at random.",
            valueName: "duration"))
    var interval = ValidatedArgument<Duration>(argument: "5m")

    @Option(help: ArgumentHelp("End each run after this time, such as 10m.", valueName: "duration"))
    var maxDuration = ValidatedArgument<Duration>(argument: "1h")

    @Option(help: ArgumentHelp("End each run after so many requests.", valueName: "n"))
    var maxRequests: Int?

    func validate() throws {
        guard let interval = interval.value, interval >= .seconds(1) else {
            throw ValidationError("--interval must be a duration of 1s or more, such as 300s, 5m or 2h")
        }
        guard maxDuration.isPositive else {
            throw ValidationError("--max-duration must be a duration above 0s, such as 300s, 10m or 2h")
        }
        if let maxRequests, maxRequests < 1 {
            throw ValidationError("--max-requests must be 1 or more")
        }
    }

    func run(in invocation: Invocation) async throws {
        guard let interval = interval.value, let maxDuration = maxDuration.value else { return }
        let global = global
        let wiring = try global.wiring(in: invocation, logs: true)
        let (settings, console) = (wiring.settings, wiring.console)
        let notifier = ServiceNotifier(environment: invocation.environment)
        let state = WatchState(settings)
        var options = SyncOptions()
        options.maxRequests = maxRequests
        let loop = WatchLoop(
            state: state, interval: interval, maxDuration: maxDuration, options: options, console: console,
            notifier: notifier, time: invocation.time, random: { Double.random(in: 0..<1) })
        let reload = WatchReload(
            state: state, signals: await UnixSignalsSequence(trapping: .sighup),
            read: { try global.settings(in: invocation) },
            console: console, notifier: notifier, time: invocation.time)
        // Stopped in reverse order, so that the watchdog is fed until the last run ends.
        var services: [any Service] = [reload, loop]
        if let interval = notifier.watchdogInterval {
            services.insert(Watchdog(state: state, notifier: notifier, interval: interval), at: 0)
        }
        try await ServiceGroup(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint],
            logger: wiring.logger
        ).run()
    }
}
