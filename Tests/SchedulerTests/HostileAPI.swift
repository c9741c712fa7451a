import Foundation
import MirrorCore
import Pacing
import Sandbox
import TestSupport

/// An API with random hostile behaviour: data, limits, faults, changes and rows that move.
struct HostileAPI {
    var random: SeededRandom
    private let seed: UInt64
    /// Events of subscriptions, each of which may cost a detail request.
    private(set) var changes = 0

    init(seed: UInt64) {
        self.seed = seed
        random = SeededRandom(seed: seed)
    }

    /// A random company and gateway.
    mutating func options() -> SandboxOptions {
        var options = SandboxOptions()
        options.seed = seed
        options.subscriptions = 10 + random.below(70)
        options.accounts = 1 + random.below(6)
        options.sloppiness = random.pick([0, 0, 0.1, 0.3])
        options.withoutAccounts = random.once(in: 4)
        options.accountsRefusal = random.pick([.notGranted, .unknownPath])
        options.announcesRetryAfter = random.once(in: 2)
        options.skew = .seconds(random.pick([0, 0, 95, -95, 3_600]))
        if random.once(in: 3) {
            options.quota = .init(
                limit: 20 + random.below(100), window: .seconds(random.pick([60, 600, 3_600])))
        }
        if random.once(in: 3) { options.perSecond = random.pick([2, 10, 50]) }
        // With limits, waits take no time here, not even for requests in flight: no
        // token may expire meanwhile.
        let isLimited = options.quota != nil || options.perSecond != nil
        options.tokenLifetime = .seconds(isLimited ? 100 * 86_400 : random.pick([300, 3_600, 86_400]))
        // In real time, so that a seed takes no longer than necessary.
        options.hangLimit = .milliseconds(20)
        options.slowDelay = .milliseconds(2)
        options.dripLimit = .milliseconds(5)
        return options
    }

    /// The operator's knowledge of the limits: all or none.
    mutating func pace(for options: SandboxOptions) -> PaceSettings {
        guard random.once(in: 2) else { return .unlimited }
        return PaceSettings(
            perSecond: options.perSecond, quota: options.quota?.limit, quotaWindow: options.quota?.window)
    }

    /// Temporary faults; occasionally none.
    mutating func faults() -> [SandboxFaultRule] {
        (0..<random.below(5)).map { _ in
            var rule = SandboxFaultRule(random.pick(Self.anywhere))
            switch random.below(8) {
            case 0:
                rule = SandboxFaultRule(random.pick(Self.ofNumbers), endpoint: .detail)
                rule.numbers = .share(0.05)
                rule.limit = 3
            case 1:
                rule = SandboxFaultRule(random.pick(Self.ofTokens), endpoint: .token)
                rule.limit = 1 + random.below(3)
            case 2:
                rule = SandboxFaultRule(.code(random.pick([40_301, 40_103, 503_200])))
                rule.limit = 1 + random.below(10)
            case 3: rule.at = [1 + random.below(5), 6 + random.below(30)]
            case 4: rule.every = 5 + random.below(20)
            default: rule.probability = random.pick([0.01, 0.05, 0.2])
            }
            return rule
        }
    }

    private static let anywhere: [SandboxFault] = [
        .serverError, .reset, .resetBody, .truncate, .truncateChunked, .drip, .hang, .slow, .html, .html502,
        .contentType, .empty, .malformed, .duplicateRows, .repeatPage, .revokeToken, .expireToken,
    ]
    private static let ofNumbers: [SandboxFault] = [
        .code(404_001), .code(400_023), .code(40_104), .code(400_018),
    ]
    private static let ofTokens: [SandboxFault] = [
        .code(50_001), .html, .empty, .malformed, .slow, .reset, .truncate,
    ]

    /// The backend's changes while it is being read; they end by themselves.
    mutating func world() -> SandboxWorld {
        var world = SandboxWorld()
        world.repeatedRows = random.pick([0, 0, 0.1])
        world.visibilityDelay = .seconds(random.pick([0, 0, 60]))
        guard random.once(in: 3) else { return world }
        let pages = 1 + random.below(4)
        let movement = SandboxMovement(
            changes: random.below(3), removals: random.below(2), additions: random.below(2), pages: pages)
        changes += pages * (movement.changes + movement.removals + movement.additions)
        world.movement = movement
        return world
    }

    /// Applies random changes to subscriptions.
    mutating func change(_ sandbox: SandboxServer) {
        for _ in 0..<random.below(12) {
            // For some kinds there may be nothing left to change.
            if (try? sandbox.change(random.pick(Self.kinds))) != nil { changes += 1 }
        }
        if random.once(in: 5) { sandbox.jumpClock(by: .seconds(random.pick([-600, -30, 30, 7_200]))) }
    }

    private static let kinds: [SandboxChangeKind] = [
        .reference, .reference, .type, .status, .addOnAdded, .addOnRemoved, .newSim, .termination, .user,
        .newSubscription, .removedSubscription, .returnedSubscription, .renewedSubscription, .accountMove,
        .reusedNumber,
    ]
}
