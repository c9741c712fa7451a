import ArgumentParser
import Foundation
import Logging
import MirrorCore
import Sandbox

/// How much and how strict: what the command and the demo can say of a sandbox.
struct SandboxCommand: InvokedCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Serve a simulated API on this machine, for trying things out.",
        discussion: """
            The credentials are sandbox-client, sandbox-secret, sandbox-system-user, sandbox-password.

            submirror sandbox --port 8080
            submirror sandbox --subscriptions 20000 --quota 600/1m --per-second 10 --churn 30/min --sloppiness 5%
            submirror sandbox --fault reset-body=1% --fault 503200@search=every:50 --fault 'hang=at:7'
            curl -X POST 127.0.0.1:8080/_sandbox/change -d '{"kind": "reference"}'
            curl 127.0.0.1:8080/_sandbox/truth
            """)

    @Option(help: "The port on 127.0.0.1; 0 takes any.") var port = 8080
    @Option(help: "Subscriptions at the start.") var subscriptions = 1000
    @Option(help: "Invoice accounts.") var accounts = 5
    @Option(help: "Equal seeds give equal data.") var seed: UInt64 = 1
    @Option(help: "Requests in a window, such as 600/1m.") var quota: String?
    @Option(help: "Spike arrest: requests per second.") var perSecond: Double?
    @Option(help: "How long each reply is held back, such as 80ms.") var latency: ReadArgument<Duration>?
    @Option(help: "How long a token is good, such as 1h.") var tokenLifetime: ReadArgument<Duration>?
    @Option(help: "How far the server's clock is ahead, such as 90s; behind: --skew=-90s.") var skew: String?
    @Option(help: "Changes by themselves, such as 30/min.") var churn: String?
    @Option(help: "How many values are spelled oddly, such as 5%.") var sloppiness: String?
    @Option(
        help: ArgumentHelp(
            "What goes wrong and when, such as reset-body@detail=1%; may be repeated.",
            discussion: """
                FAULT[@ENDPOINT]=WHEN. A fault is a code such as 503200, or one of \
                \(SandboxFault.withoutCode.map(\.name).joined(separator: ", ")). WHEN has terms with commas between: \
                0.01 or 1%, always, at:7+9, every:50, 10s-20s, numbers:1%, max:3.
                """))
    var fault: [String] = []
    @Option(
        help: "What is changed after each page of a list, such as changes:2,removals:1,additions:1,pages:10.")
    var movement: String?
    @Option(help: "How many rows stand twice in lists, such as 5%.") var repeatedRows: String?
    @Option(help: "How late the search shows a change at most, such as 60s.") var visibilityDelay:
        ReadArgument<Duration>?
    @Option(help: "How long a request of the fault hang is kept.") var hangLimit: ReadArgument<Duration>?
    @Option(help: "How late an answer of the fault slow is.") var slowDelay: ReadArgument<Duration>?
    @Flag(help: "Refuse the accounts API, as it does a company that did not order it.")
    var withoutAccounts = false
    @Flag(help: "Make all documents before serving the first: for a benchmark.")
    var warmUp = false

    func validate() throws { _ = try options() }

    func run(in invocation: Invocation) async throws {
        let console = Console(isQuiet: false, in: invocation)
        let server = SandboxServer(
            options: try options(),
            logger: Logger(label: "sandbox") { _ in
                ConsoleLogHandler(console: console, isJSON: false, logLevel: .warning)
            })
        do {
            try await server.runUntilSignalled { server in
                console.say("serving on \(server.baseURL); Ctrl-C ends it")
            }
        } catch {
            throw Complaint(
                kind: .usage,
                message: "cannot listen on 127.0.0.1:\(port): name another --port, or 0 for any")
        }
    }

    /// - Throws: `ValidationError`.
    func options() throws -> SandboxOptions {
        var options = SandboxOptions()
        guard (0...65_535).contains(port) else { throw ValidationError("--port has to be from 0 to 65535") }
        guard (0...1_000_000).contains(subscriptions), (1...10_000).contains(accounts) else {
            throw ValidationError("--subscriptions goes to 1000000, --accounts from 1 to 10000")
        }
        options.port = port
        options.subscriptions = subscriptions
        options.accounts = accounts
        options.seed = seed
        options.perSecond = perSecond
        options.withoutAccounts = withoutAccounts
        options.isWarmedUp = warmUp
        options.quota = try quota.map(Self.quota)
        options.faults = try fault.map { text in try Self.read("--fault") { try SandboxFaultRule(text) } }
        options.world.movement = try movement.map { text in
            try Self.read("--movement") { try SandboxMovement(text) }
        }
        options.world.repeatedRows = try repeatedRows.map { try Self.share($0, "--repeated-rows") } ?? 0
        options.world.visibilityDelay = try Self.duration(visibilityDelay, "--visibility-delay") ?? .zero
        options.churn = try churn.map(Self.rate)
        options.sloppiness = try sloppiness.map { try Self.share($0, "--sloppiness") } ?? 0
        options.latency = try Self.duration(latency, "--latency") ?? .zero
        options.tokenLifetime = try Self.duration(tokenLifetime, "--token-lifetime") ?? options.tokenLifetime
        options.hangLimit = try Self.duration(hangLimit, "--hang-limit") ?? options.hangLimit
        options.slowDelay = try Self.duration(slowDelay, "--slow-delay") ?? options.slowDelay
        options.skew = try Self.skew(skew) ?? .zero
        if let perSecond, perSecond <= 0 { throw ValidationError("--per-second has to be above 0") }
        return options
    }

    private static func duration(
        _ argument: ReadArgument<Duration>?, _ name: String
    ) throws -> Duration? {
        guard let argument else { return nil }
        guard let duration = argument.value else {
            throw ValidationError("\(name) has to be a duration such as 80ms, 90s or 1h")
        }
        return duration
    }

    /// A duration, with a minus for a server that is behind.
    private static func skew(_ text: String?) throws -> Duration? {
        guard let text else { return nil }
        let isBehind = text.hasPrefix("-")
        let size = ReadArgument<Duration>(argument: isBehind ? String(text.dropFirst()) : text)
        return try duration(size, "--skew").map { isBehind ? .zero - $0 : $0 }
    }

    private static func quota(_ text: String) throws -> SandboxOptions.Quota {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let limit = Int(parts[0]), limit > 0,
            let window = DurationText.duration(String(parts[1])), window > .zero
        else { throw ValidationError("--quota has to be requests and window, such as 600/1m") }
        return SandboxOptions.Quota(limit: limit, window: window)
    }

    private static func read<Value>(_ name: String, _ read: () throws -> Value) throws -> Value {
        do { return try read() } catch let error as FaultTextError {
            throw ValidationError("\(name): \(error.reason)")
        }
    }

    private static func rate(_ text: String) throws -> Double {
        let parts = text.split(separator: "/")
        let seconds = ["s": 1.0, "sec": 1, "m": 60, "min": 60, "h": 3600]
        guard parts.count == 2, let count = Double(parts[0]), count > 0, let unit = seconds[String(parts[1])]
        else {
            throw ValidationError("--churn has to be changes in a time, such as 30/min")
        }
        return count / unit
    }

    private static func share(_ text: String, _ name: String) throws -> Double {
        let isPercent = text.hasSuffix("%")
        guard let number = Double(isPercent ? text.dropLast() : text[...]),
            (0...1).contains(isPercent ? number / 100 : number)
        else { throw ValidationError("\(name) has to be a share such as 5%") }
        return isPercent ? number / 100 : number
    }
}
