import ArgumentParser
import Exports
import Foundation
import MirrorCore
import MirrorReading
import Reports

struct StatusCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show freshness, coverage, queue and pace.",
        discussion: """
            submirror status
            submirror status --json
            submirror status --completeness           coverage, verification, pending work, unreadable values
            submirror status --max-age 2h             exits with 75 if the data is older
            submirror status --check --max-age 2h     one line for a monitor; exits with 0, 1, 2 or 3 like a Nagios plugin
            submirror status --format openmetrics     metrics for a monitoring system
            """)

    @OptionGroup var global: GlobalOptions

    @OptionGroup var output: StatusOptions

    @Flag(
        help:
            "Print one line for a monitor; exit 0 ok, 1 warning, 2 critical, 3 unknown. Data older than --max-age (default 24h) is critical."
    )
    var check = false

    @Flag(help: "Show the relation completeness: each measure of coverage, verification and pending work.")
    var completeness = false

    @Option(
        help: ArgumentHelp("Exit with 75 if the data is older than this, such as 2h.", valueName: "duration"))
    var maxAge: ValidatedArgument<Duration>?

    func validate() throws {
        if let maxAge, !maxAge.isPositive {
            throw ValidationError("--max-age must be a duration above 0s, such as 30m or 2h")
        }
        if check, output.json || output.format != nil {
            throw ValidationError("--check prints one line: omit --json and --format")
        }
        if check, completeness {
            throw ValidationError("--check prints one line: omit --completeness")
        }
        if completeness, let metrics = output.chosen.metrics {
            throw ValidationError("\(metrics) contains all measures: omit --completeness")
        }
    }

    func run(in invocation: Invocation) throws {
        guard !check else { return try answerMonitor(invocation) }
        let status: Status
        if let format = output.chosen.metrics {
            status = try writeMetrics(as: format, invocation)
        } else {
            status = try self.status(invocation)
            try show(status)
        }
        guard let limit = maxAge?.value, status.isOlder(than: limit) else { return }
        let age = status.lagSeconds.map { DurationText.text(.seconds($0)) } ?? "its age is unknown"
        throw CommandFailure(
            kind: .tryLater, message: "the data is too old: \(age), maximum \(maxAge?.text ?? "")")
    }

    private func status(_ invocation: Invocation) throws -> Status {
        try Status(of: global.wiring(in: invocation).reader(), now: invocation.time.now())
    }

    private func writeMetrics(as format: MetricFormat, _ invocation: Invocation) throws -> Status {
        let wiring = try global.wiring(in: invocation)
        let metrics = try MirrorMetrics(of: wiring.reader(), now: invocation.time.now())
        try Output.write(
            format.text(
                of: metrics.families(
                    version: ProgramVersion.text, publishedAt: wiring.settings.publication?.latestMoment)))
        return metrics.status
    }

    private func show(_ status: Status) throws {
        if output.chosen == .json {
            return try Output.write(completeness ? status.completeness.json.document() + "\n" : status.json)
        }
        guard completeness else { return try Output.show(status.text(width: Output.width)) }
        var table = status.completeness.table
        table.width = Output.width
        try Output.show(table.lines.joined())
    }

    /// Answers a monitor: every fault is an answer too.
    private func answerMonitor(_ invocation: Invocation) throws {
        let result: HealthCheck
        do {
            result = HealthCheck(
                try status(invocation), maxAge: maxAge?.value)
        } catch {
            result = HealthCheck(error)
        }
        try Output.show(result.line + "\n")
        throw ExitCode(result.level.rawValue)
    }
}

extension StatusFormat {
    /// The metric format; nil for formats that are not for monitoring systems.
    fileprivate var metrics: MetricFormat? {
        switch self {
        case .text, .json: nil
        case .openmetrics: .openmetrics
        case .prometheus: .prometheus
        }
    }
}
