import ArgumentParser
import Foundation
import Logging
import MirrorCore
import MirrorStore
import Scheduler

struct SyncCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Synchronize the mirror with the API.",
        discussion: """
            Continues where the last run stopped. Exits with 0 if the mirror equals the API, with 75 if work
            remains for the next run, and with 76 if a person must decide: too many numbers look gone. Publishes changes if publish.directory is set.

            submirror sync
            submirror sync --full
            submirror sync --accept-gone
            submirror sync --max-requests 500 --max-duration 10m
            submirror sync --source millom
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Compare the mirror with the complete list in this run.")
    var full = false

    @Flag(help: "Mark numbers as gone even if they are many: more than 20 and more than a tenth.")
    var acceptGone = false

    @Flag(
        help:
            "Move the mirror to the configured API and account and verify every number there, for a company whose access has moved."
    )
    var acceptOrigin = false

    @Option(
        help: ArgumentHelp(
            "Sync only this source: \(RunSource.allCases.map(\.rawValue).joined(separator: " or ")).",
            valueName: "name"))
    var source: RunSource?

    @Option(help: ArgumentHelp("Stop after this many requests to each source.", valueName: "n"))
    var maxRequests: Int?

    @Option(help: ArgumentHelp("End after this time, such as 10m.", valueName: "duration"))
    var maxDuration: ValidatedArgument<Duration>?

    @OptionGroup var output: DocumentOptions

    func validate() throws {
        if let maxRequests, maxRequests < 1 {
            throw ValidationError("--max-requests must be 1 or more")
        }
        if let maxDuration, !maxDuration.isPositive {
            throw ValidationError("--max-duration must be a duration above 0s, such as 300s, 10m or 2h")
        }
    }

    func run(in invocation: Invocation) async throws {
        var options = SyncOptions()
        options.isFull = full
        options.acceptsGone = acceptGone
        options.acceptsOrigin = acceptOrigin
        options.maxRequests = maxRequests
        let wiring = try global.wiring(in: invocation, logs: true)
        let session = SyncSession(wiring, progressOn: wiring.console)
        let (wish, source, limit) = (options, source, maxDuration?.value)
        let result = try await StopSignals.untilSignalled { interruption in
            try await session.run(wish, at: source, maxDuration: limit, interruption)
        }
        if output.isJSON { try Output.write(result.json + "\n") }
        wiring.announce(result)
        if let failure = result.failure { throw failure }
        if let failure = result.publishFailure { throw failure }
        if result.status != .done { throw ExitCode(result.status.rawValue) }
    }
}

extension RunSource: ExpressibleByArgument {}

extension SyncReport {
    /// A sentence about the run, for people.
    var sentence: String {
        var parts = [
            "\(source == .telenor ? "" : source.rawValue + " ")run \(run.rawValue) \(outcome.rawValue)",
            totals.requests == 1 ? "1 request" : "\(totals.requests) requests",
            "\(summary.fetched) \(source == .telenor ? "detail" : "record")\(summary.fetched == 1 ? "" : "s")",
            "\(summary.changed) changed",
            "\(summary.gone) gone",
        ]
        if totals.throttled > 0 { parts.append("\(totals.throttled) refused for pace") }
        if summary.quarantined > 0 { parts.append("\(summary.quarantined) set aside") }
        if summary.refreshed > 0 { parts.append("\(summary.refreshed) of them refreshed") }
        if queued > 0 { parts.append("\(queued) still queued") }
        if let stop { parts.append("\(stop)") }
        let isSaid = if case .tooManyGone = stop { true } else { false }
        if parked > 0, !isSaid {
            parts.append("\(parked) look gone and await a decision: see submirror status")
        }
        return parts.joined(separator: " · ")
    }

    /// The run's facts, for a log that programs read.
    var facts: Logger.Metadata {
        var facts: Logger.Metadata = [
            "run": .stringConvertible(run.rawValue), "source": "\(source.rawValue)",
            "kind": "\(kind.rawValue)",
            "outcome": "\(outcome.rawValue)", "requests": .stringConvertible(totals.requests),
            "throttled": .stringConvertible(totals.throttled), "fetched": .stringConvertible(summary.fetched),
            "changed": .stringConvertible(summary.changed), "gone": .stringConvertible(summary.gone),
            "quarantined": .stringConvertible(summary.quarantined), "parked": .stringConvertible(parked),
            "queued": .stringConvertible(queued),
        ]
        if let stop { facts["stopped_because"] = "\(stop)" }
        return facts
    }
}
