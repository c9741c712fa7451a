import ArgumentParser
import Foundation
import Sandbox

/// How `sandbox` simulates Millom.
struct SandboxMillomOptions: ParsableArguments {
    @Flag(
        name: .customLong("millom"),
        help:
            "Simulate Millom, too: service provider google, operator tp, subscribers 924542610003, 924542610000."
    )
    var isPlayed = false
    @Option(
        name: .customLong("millom-subscribers"),
        help: "How many of the subscriptions are subscribers of Millom. Default: all.")
    var subscribers: Int?
    @Option(
        name: .customLong("millom-unknown"),
        help: "Share of subscribers that Millom does not know, such as 5%.",
        transform: SandboxCommand.share)
    var unknown: Double?
    @Flag(
        name: .customLong("millom-auth"),
        help: "Require tokens (client millom-client, secret millom-secret, from /oauth/token).")
    var demandsTokens = false
    @Option(
        name: .customLong("millom-push"),
        help:
            "Send notifications and callbacks to the receiver at this address, such as http://127.0.0.1:8090."
    )
    var push: String?
    @Option(
        name: .customLong("millom-receiver-client"),
        help: ArgumentHelp(
            "Millom's client id at the receiver. Default: sandbox-millom.",
            discussion:
                "Its secret: $SUBMIRROR_SANDBOX_RECEIVER_SECRET. Default: sandbox-millom-secret."
        ))
    var receiverClient: String?
    @Option(
        name: .customLong("millom-queued"), help: "Share of purchases answered with 202, such as 30%.",
        transform: SandboxCommand.share)
    var queued: Double?
    @Option(
        name: .customLong("millom-failed"),
        help: "Share of purchases that fail at the operator, such as 10%.",
        transform: SandboxCommand.share)
    var failed: Double?
    @Option(
        name: .customLong("millom-completion"),
        help: "How long a queued purchase takes, such as 500ms; never: until a request completes it.",
        transform: completion)
    var completion: Completion?
    @Option(
        name: .customLong("millom-quota"), help: "Quota: calls to Millom per window, such as 600/1m.",
        transform: SandboxCommand.quota)
    var quota: SandboxOptions.Quota?
    @Option(
        name: .customLong("millom-per-second"), help: "Spike arrest: calls to Millom per second.",
        transform: SandboxCommand.perSecond)
    var perSecond: Double?
    @Option(
        name: .customLong("millom-link-lifetime"), help: "Lifetime of a signed link, such as 1h.",
        transform: SandboxCommand.duration)
    var linkLifetime: Duration?

    /// When the operator completes a queued purchase.
    enum Completion: Sendable {
        case never
        case after(Duration)
    }

    private static func completion(_ text: String) throws -> Completion {
        text == "never" ? .never : .after(try SandboxCommand.duration(text))
    }

    func validate() throws {
        guard (0...1_000_000).contains(subscribers ?? 0) else {
            throw ValidationError("--millom-subscribers goes to 1000000")
        }
        if let push {
            guard let url = URL(string: push), url.scheme == "http" || url.scheme == "https", url.host != nil
            else {
                throw ValidationError("--millom-push must be an address such as http://127.0.0.1:8090")
            }
        }
    }

    /// The simulated Millom; nil to simulate none.
    func sandbox(in invocation: Invocation) -> SandboxMillom? {
        guard isPlayed else { return nil }
        var played = SandboxMillom()
        played.subscribers = subscribers
        played.unknownShare = unknown ?? played.unknownShare
        played.requiresToken = demandsTokens
        played.queuedShare = queued ?? played.queuedShare
        played.failedShare = failed ?? played.failedShare
        switch completion {
        case nil: break
        case .never: played.completionDelay = nil
        case .after(let delay): played.completionDelay = delay
        }
        played.quota = quota
        played.perSecond = perSecond
        played.linkLifetime = linkLifetime ?? played.linkLifetime
        if let push {
            var receiver = SandboxMillom.Push(baseURL: push.hasSuffix("/") ? String(push.dropLast()) : push)
            receiver.clientID = receiverClient ?? receiver.clientID
            receiver.clientSecret =
                invocation.environment["SUBMIRROR_SANDBOX_RECEIVER_SECRET"] ?? receiver.clientSecret
            played.push = receiver
        }
        return played
    }
}
