import ServiceLifecycle

/// Tells systemd's watchdog that the loop is alive, for as long as it is.
///
/// A loop that is stuck is left unmentioned, so that systemd ends the process and starts it anew.
struct Watchdog: Service {
    let state: WatchState
    let notifier: ServiceNotifier
    /// Half of what systemd allows.
    let interval: Duration

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if state.isAlive() { notifier.send(.watchdog) }
                do { try await Task.sleep(for: interval) } catch { return }
            }
        }
    }
}
