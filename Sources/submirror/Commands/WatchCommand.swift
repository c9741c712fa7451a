import ArgumentParser
import Foundation
import MirrorCore
import Scheduler
import ServiceLifecycle
import UnixSignals

struct WatchCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Sync again and again, until asked to stop.",
        discussion: """
            Each run is what `submirror sync` does. A failed run is tried again after the interval, then after twice as
            long, up to an hour. Refused credentials end it at the first run; later they are tried after 1 h, 4 h, 16 h,
            then daily, as tries with a wrong password can lock the system user. SIGHUP reads the settings again for
            the next run; SIGTERM and Ctrl-C end it within seconds, with 0 and without a loss.

            submirror watch
            submirror watch --interval 15m --max-duration 10m
            """)

    @OptionGroup var global: GlobalOptions

    @Option(
        help: ArgumentHelp(
            "From the end of a run to the start of the next, 1s or more; up to a tenth is added by chance.",
            valueName: "duration"))
    var interval = ReadArgument<Duration>(argument: "5m")

    @Option(help: ArgumentHelp("End each run after this time.", valueName: "duration"))
    var maxDuration = ReadArgument<Duration>(argument: "1h")

    @Option(help: ArgumentHelp("End each run after so many requests.", valueName: "n"))
    var maxRequests: Int?

    func validate() throws {
        guard let interval = interval.value, interval >= .seconds(1) else {
            throw ValidationError("--interval has to be a duration of 1s or more, such as 300s, 5m or 2h")
        }
        guard maxDuration.isPositive else {
            throw ValidationError("--max-duration has to be a duration above 0s, such as 300s, 10m or 2h")
        }
        if let maxRequests, maxRequests < 1 {
            throw ValidationError("--max-requests has to be 1 or more")
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
