import ArgumentParser
import Foundation
import Logging
import MirrorCore
import Sandbox

struct SandboxCommand: InvokedCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Serve a simulated API on this machine for testing.",
        discussion: """
            The credentials are sandbox-client, sandbox-secret, sandbox-system-user, sandbox-password.

            submirror sandbox --port 8080
            submirror sandbox --subscriptions 20000 --quota 600/1m --per-second 10 --churn 30/min --sloppiness 5%
            submirror sandbox --fault reset-body=1% --fault 503200@search=every:50 --fault 'hang=at:7'
            curl -X POST 127.0.0.1:8080/_sandbox/change -d '{"kind": "reference"}'
            curl 127.0.0.1:8080/_sandbox/truth

            Millom, the second source, and the operator behind it:

            submirror sandbox --millom --millom-push http://127.0.0.1:8090
            curl 127.0.0.1:8080/std/google/tp/924542610003/upsellOffer
            curl -X POST 127.0.0.1:8080/_sandbox/millom/notify -d '{"type": "low-data"}'
            """)

    @Option(help: "The port on 127.0.0.1; 0 chooses a free one.") var port = 8080
    @Option(help: "The number of subscriptions at the start.") var subscriptions = 1000
    @Option(help: "Invoice accounts.") var accounts = 5
    @Option(help: "Seed of the random data; the same seed gives the same data.") var seed: UInt64 = 1
    @Option(help: "Quota: requests per window, such as 600/1m.", transform: quota) var quota:
        SandboxOptions.Quota?
    @Option(help: "Spike arrest: requests per second.", transform: perSecond) var perSecond: Double?
    @Option(help: "Latency: the delay of each reply, such as 80ms.", transform: duration)
    var latency: Duration?
    @Option(help: "Lifetime of a token, such as 1h.", transform: duration) var tokenLifetime: Duration?
    @Option(
        help: "How far the server's clock is ahead, such as 90s; to set it behind: --skew=-90s.",
        transform: skew)
    var skew: Duration?
    @Option(help: "Rate of automatic changes, such as 30/min.", transform: rate) var churn: Double?
    @Option(help: "Share of values with unusual spelling, such as 5%.", transform: share) var sloppiness:
        Double?
    @Option(
        help: ArgumentHelp(
            "Inject a fault, such as reset-body@detail=1%; repeatable.",
            discussion: """
                FAULT[@ENDPOINT]=WHEN. A fault is a code such as 503200, or one of \
                \(SandboxFault.withoutCode.map(\.name).joined(separator: ", ")). WHEN is a list of terms separated by commas: \
                0.01 or 1%, always, at:7+9, every:50, 10s-20s, numbers:1%, max:3.
                """), transform: fault)
    var fault: [SandboxFaultRule] = []
    @Option(
        help: "Changes made after each page of a list, such as changes:2,removals:1,additions:1,pages:10.",
        transform: movement)
    var movement: SandboxMovement?
    @Option(help: "Share of rows that occur twice in lists, such as 5%.", transform: share)
    var repeatedRows: Double?
    @Option(help: "Maximum delay until the search shows a change, such as 60s.", transform: duration)
    var visibilityDelay: Duration?
    @Option(help: "How long the fault hang holds a request.", transform: duration)
    var hangLimit: Duration?
    @Option(help: "How long the fault slow delays a reply.", transform: duration) var slowDelay: Duration?
    @Flag(help: "Refuse the accounts API, as for a company that did not order it.")
    var withoutAccounts = false
    @OptionGroup(title: "Millom") var millom: SandboxMillomOptions
    @Flag(help: "Generate all documents before serving, for benchmarks.")
    var warmUp = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be from 0 to 65535") }
        guard (0...1_000_000).contains(subscriptions), (1...10_000).contains(accounts) else {
            throw ValidationError("--subscriptions must be at most 1000000, --accounts from 1 to 10000")
        }
    }

    func run(in invocation: Invocation) async throws {
        let console = Console(isQuiet: false, in: invocation)
        var options = options
        options.millom = millom.sandbox(in: invocation)
        let server = SandboxServer(
            options: options,
            logger: Logger(label: "sandbox") { _ in
                ConsoleLogHandler(console: console, isJSON: false, logLevel: .warning)
            })
        do {
            try await server.runUntilSignalled { server in
                console.say("serving on \(server.baseURL); stop with Ctrl-C")
            }
        } catch {
            throw CommandFailure(
                kind: .usage,
                message: "cannot listen on 127.0.0.1:\(port): name another --port, or 0 for any")
        }
    }

    private var options: SandboxOptions {
        var options = SandboxOptions()
        options.port = port
        options.subscriptions = subscriptions
        options.accounts = accounts
        options.seed = seed
        options.quota = quota
        options.perSecond = perSecond
        options.latency = latency ?? options.latency
        options.tokenLifetime = tokenLifetime ?? options.tokenLifetime
        options.skew = skew ?? options.skew
        options.churn = churn
        options.sloppiness = sloppiness ?? options.sloppiness
        options.faults = fault
        options.world.movement = movement
        options.world.repeatedRows = repeatedRows ?? options.world.repeatedRows
        options.world.visibilityDelay = visibilityDelay ?? options.world.visibilityDelay
        options.hangLimit = hangLimit ?? options.hangLimit
        options.slowDelay = slowDelay ?? options.slowDelay
        options.withoutAccounts = withoutAccounts
        options.isWarmedUp = warmUp
        return options
    }

    static func duration(_ text: String) throws -> Duration {
        guard let duration = DurationText.duration(text) else {
            throw ValidationError("must be a duration such as 80ms, 90s or 1h")
        }
        return duration
    }

    /// A duration, negative for a server whose clock is behind.
    private static func skew(_ text: String) throws -> Duration {
        text.hasPrefix("-") ? .zero - (try duration(String(text.dropFirst()))) : try duration(text)
    }

    static func quota(_ text: String) throws -> SandboxOptions.Quota {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let limit = Int(parts[0]), limit > 0,
            let window = DurationText.duration(String(parts[1])), window > .zero
        else { throw ValidationError("must be requests and window, such as 600/1m") }
        return SandboxOptions.Quota(limit: limit, window: window)
    }

    private static func fault(_ text: String) throws -> SandboxFaultRule {
        try read { () throws(FaultTextError) in try SandboxFaultRule(text) }
    }

    private static func movement(_ text: String) throws -> SandboxMovement {
        try read { () throws(FaultTextError) in try SandboxMovement(text) }
    }

    private static func read<Value>(_ read: () throws(FaultTextError) -> Value) throws -> Value {
        do { return try read() } catch { throw ValidationError(error.reason) }
    }

    static func perSecond(_ text: String) throws -> Double {
        guard let number = Double(text), number > 0, number.isFinite else {
            throw ValidationError("must be a number above 0")
        }
        return number
    }

    private static func rate(_ text: String) throws -> Double {
        let parts = text.split(separator: "/")
        let seconds = ["s": 1.0, "sec": 1, "m": 60, "min": 60, "h": 3600]
        guard parts.count == 2, let count = Double(parts[0]), count > 0, count.isFinite,
            let unit = seconds[String(parts[1])]
        else { throw ValidationError("must be changes in a time, such as 30/min") }
        return count / unit
    }

    static func share(_ text: String) throws -> Double {
        guard let share = SandboxFaultRule.share(text[...]) else {
            throw ValidationError("must be a share such as 5%")
        }
        return share
    }
}
