import Logging
import MirrorCore
import ServiceLifecycle
import UnixSignals

/// Reads the settings again at each SIGHUP; a run under way keeps the old ones.
struct WatchReload: Service {
    let state: WatchState
    /// Trapped before the service reports ready, as the signal would otherwise end the process.
    let signals: UnixSignalsSequence
    let read: @Sendable () throws -> Settings
    let console: Console
    let notifier: ServiceNotifier
    let time: TimeSource

    func run() async throws {
        for await _ in signals.cancelOnGracefulShutdown() { reload() }
    }

    private func reload() {
        if state.isReady { notifier.send(.reloading) }
        let status: String
        do {
            let settings = try read()
            // Read here, so that a missing credential is reported now.
            _ = try settings.api()
            state.adopt(settings)
            Wiring(settings, console: console, time: time).logger.notice("settings reloaded")
            status = "the settings were reloaded for the next run"
        } catch {
            let message = ExitStatus.of(error).message
            Wiring(state.current.settings, console: console, time: time).logger.error(
                "settings not reloaded, the old ones remain in force", metadata: ["error": "\(message)"])
            status = "the settings were not reloaded, the old ones remain in force: \(message)"
        }
        if state.isReady { notifier.send(.ready(status: status)) }
    }
}
