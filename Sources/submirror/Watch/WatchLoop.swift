import Foundation
import Logging
import MirrorCore
import MirrorQuery
import Scheduler
import ServiceLifecycle

/// Runs one sync after the other until it is asked to stop.
struct WatchLoop: Service {
    let state: WatchState
    let interval: Duration
    let maxDuration: Duration
    let options: SyncOptions
    let console: Console
    let notifier: ServiceNotifier
    let time: TimeSource
    /// From 0 up to 1.
    let random: @Sendable () -> Double

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await cancelWhenGracefulShutdown { try await loop() }
        } onGracefulShutdown: {
            notifier.send(.stopping(status: "asked to stop: the run under way is brought to an end"))
        }
        console.tell("asked to stop: stopped")
    }

    /// - Throws: the error of a run after which no other makes sense; not when it is cancelled.
    private func loop() async throws {
        var schedule = WatchSchedule(interval: interval)
        while true {
            let (settings, generation) = state.current
            let result = await runOnce(settings)
            guard !Task.isCancelled else { return }
            let next = schedule.next(after: result.outcome, at: time.now(), random: random())
            guard case .start(let start) = next else { return try result.throwError() }
            tell(result, start: start, logger: logger(settings))
            do {
                let pause = max(.zero, Duration.seconds(start.timeIntervalSince(time.now())))
                state.expectToMoveOn(within: pause)
                try await state.wait(
                    pause, orSettingsAfter: schedule.waitsForSettings ? generation : nil, on: time.clock)
            } catch is CancellationError {
                return
            }
        }
    }

    private func logger(_ settings: Settings) -> Logger { Wiring(settings, console: console).logger }

    /// One run; whatever it came to is a result.
    private func runOnce(_ settings: Settings) async -> RunResult {
        state.expectToMoveOn(within: maxDuration)
        var wiring = Wiring(settings, console: console, time: time)
        wiring.onOpen = becomeReady
        do {
            let result = try await wiring.sync(options, maxDuration: maxDuration)
            let report = result.report
            if report.stop == .interrupted { console.tell(report.sentence) }
            if let failure = result.publishFailure {
                wiring.logger.warning("publish failed", metadata: ["error": "\(failure.message)"])
            }
            let sentences = [report.sentence, result.publication?.sentence].compactMap(\.self)
            return RunResult(
                outcome: WatchOutcome(report), sentence: sentences.joined(separator: " · "), error: nil)
        } catch {
            // Another run at work shows that there is a mirror to keep.
            if error is RunLock.Held { becomeReady() }
            return RunResult(
                outcome: WatchOutcome(error), sentence: ExitStatus.of(error).message, error: error)
        }
    }

    private func becomeReady() {
        guard state.becomeReady() else { return }
        notifier.send(.ready(status: "the first run is under way"))
    }

    private func tell(_ result: RunResult, start: Date, logger: Logger) {
        let line = "\(result.sentence) · next run at \(Instant.text(start))"
        if result.error == nil {
            console.tell(line)
            logger.info("waiting", metadata: ["next_start": "\(Instant.text(start))"])
        } else {
            logger.warning(
                "run failed",
                metadata: ["error": "\(result.sentence)", "next_start": "\(Instant.text(start))"])
        }
        notifier.send(.status(line))
    }
}

/// What became of one run.
private struct RunResult {
    let outcome: WatchOutcome
    /// For a person.
    let sentence: String
    /// Nil when the run ended as it should.
    let error: (any Error)?

    func throwError() throws { if let error { throw error } }
}
