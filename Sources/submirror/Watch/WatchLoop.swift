import Foundation
import Logging
import MirrorCore
import Scheduler
import ServiceLifecycle

/// Runs one sync after another until it is stopped.
struct WatchLoop: Service {
    let state: WatchState
    let interval: Duration
    let maxDuration: Duration
    let options: SyncOptions
    let console: Console
    let notifier: ServiceNotifier
    let time: TimeSource
    /// A random number from 0 up to, but not including, 1.
    let random: @Sendable () -> Double

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await cancelWhenGracefulShutdown { try await loop() }
        } onGracefulShutdown: {
            notifier.send(.stopping(status: "stop requested: ending the current run"))
        }
        console.tell("stop requested: stopped")
    }

    /// - Throws: a run's error after which no other run is useful; nothing when cancelled.
    private func loop() async throws {
        var schedule = WatchSchedule(interval: interval)
        while true {
            let (settings, generation) = state.current
            let result = await runOnce(settings)
            guard !Task.isCancelled else { return }
            let next = schedule.next(after: result.outcome, at: time.now(), random: random())
            guard case .start(let start) = next else { return try result.throwError() }
            tell(result, start: start, Wiring(settings, console: console, time: time))
            do {
                let pause = max(.zero, Duration.seconds(start.timeIntervalSince(time.now())))
                state.extendDeadline(within: pause)
                try await state.wait(
                    pause, orSettingsAfter: schedule.waitsForSettings ? generation : nil, on: time.clock)
            } catch is CancellationError {
                return
            }
        }
    }

    /// Performs one run; any error becomes a result.
    private func runOnce(_ settings: Settings) async -> RunResult {
        state.extendDeadline(within: maxDuration)
        let wiring = Wiring(settings, console: console, time: time)
        let session = SyncSession(wiring, progressOn: progressConsole, onOpen: becomeReady)
        do {
            let result = try await StopSignals.untilCancelled { interruption in
                try await session.run(options, maxDuration: maxDuration, interruption)
            }
            // No further run follows.
            if result.reports.contains(where: { $0.stop == .interrupted }) { wiring.announce(result) }
            if let failure = result.publishFailure {
                wiring.logger.error("publish failed", metadata: ["error": "\(failure.message)"])
            }
            return .ended(result)
        } catch {
            // A run of another process proves that a mirror exists.
            if error is RunLock.Held { becomeReady() }
            return .failed(error)
        }
    }

    /// The console for progress: silent without a terminal, to keep a line per phase out of the journal.
    private var progressConsole: Console {
        guard !console.showsProgress else { return console }
        return Console(isQuiet: true, in: Invocation(environment: [:], time: time))
    }

    private func becomeReady() {
        guard state.becomeReady() else { return }
        notifier.send(.ready(status: "the first run is in progress"))
    }

    private func tell(_ result: RunResult, start: Date, _ wiring: Wiring) {
        switch result {
        case .ended(let result):
            wiring.announce(result, next: start)
            notifier.send(.status(result.sentence(next: start)))
        case .failed(let error):
            let (next, sentence) = (Instant.text(start), ExitStatus.of(error).message)
            // A run of another process is no failure of this one.
            wiring.logger.log(
                level: error is RunLock.Held ? .notice : .error, "run failed",
                metadata: ["error": "\(sentence)", "next_start": "\(next)"])
            notifier.send(.status("\(sentence) · next run at \(next)"))
        }
    }
}

/// The result of one run.
private enum RunResult {
    case ended(SyncResult)
    case failed(any Error)

    var outcome: WatchOutcome {
        switch self {
        case .ended(let result): WatchOutcome(result)
        case .failed(let error): WatchOutcome(error)
        }
    }

    func throwError() throws { if case .failed(let error) = self { throw error } }
}
