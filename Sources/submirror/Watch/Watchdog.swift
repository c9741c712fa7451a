import ServiceLifecycle

/// Reports to systemd's watchdog as long as the loop is alive.
///
/// If the loop is stuck it stays silent, so that systemd restarts the process.
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
