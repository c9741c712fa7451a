import Foundation
import MirrorCore
import Sandbox

/// Something that happens in a drill, to the simulated API, the settings or the mirror.
enum DrillAction: String, Decodable, CaseIterable, Sendable {
    case changeSome = "change-some"
    case changeMany = "change-many"
    case limitQuota = "limit-quota"
    case liftQuota = "lift-quota"
    case arrestSpikes = "arrest-spikes"
    case revokeTokens = "revoke-tokens"
    case configureOldPassword = "configure-old-password"
    case configureNewPassword = "configure-new-password"
    case withdrawAccounts = "withdraw-accounts"
    case grantAccounts = "grant-accounts"
    case halveLists = "halve-lists"
    case restoreLists = "restore-lists"
    case refuseOneList = "refuse-one-list"
    case removeMany = "remove-many"
    case moveClockSlightly = "move-clock-90s"
    case moveClockFar = "move-clock-3d"
    case setClockRight = "set-clock-right"
    case failEverything = "fail-everything"
    case hangSome = "hang-some"
    case answerAgain = "answer-again"
    case cutMirror = "cut-mirror"
    case moveMirrorAway = "move-mirror-away"
    case delaySearch = "delay-search"
    case letTimePass = "let-time-pass"
    case hideFromSearch = "hide-from-search"
    case letRefreshFallDue = "let-refresh-fall-due"
}

extension DrillStage {
    /// The quota of `quota-spent`: how many requests it lets through, and in what time.
    private static let quota = SandboxOptions.Quota(limit: 25, window: .seconds(20))

    /// Applies `act` to this stage.
    func perform(_ act: DrillAction) async throws {
        switch act {
        case .changeSome: sandbox.change(.reference, count: 30)
        case .changeMany: sandbox.change(.reference, count: 200)
        case .limitQuota: sandbox.setLimits(quota: Self.quota)
        case .liftQuota: sandbox.setLimits()
        case .arrestSpikes: sandbox.setLimits(perSecond: 10)
        case .revokeTokens: sandbox.revokeTokens()
        case .configureOldPassword: try configure([.password: "the-password-before"])
        case .configureNewPassword: try configure()
        case .withdrawAccounts:
            for endpoint in [SandboxEndpoint.accounts, .accountSubscriptions] {
                sandbox.inject(.error(40103, status: 403), endpoint: endpoint, times: nil)
            }
        case .grantAccounts: sandbox.clearInjected()
        case .halveLists: sandbox.adjustWorld { $0.glitches = [SandboxGlitch(keeping: 0.5)] }
        case .restoreLists: sandbox.adjustWorld { $0.glitches = [] }
        case .refuseOneList:
            var rule = SandboxFaultRule(.code(40301), endpoint: .accountSubscriptions)
            rule.limit = 1
            sandbox.setFaults([rule])
        case .removeMany: sandbox.change(.removedSubscription, share: 0.4)
        case .moveClockSlightly: sandbox.jumpClock(by: .seconds(90))
        case .moveClockFar: sandbox.jumpClock(by: .seconds(3 * 86_400))
        case .setClockRight:
            sandbox.jumpClock(by: .seconds(time.now().timeIntervalSince(sandbox.now).rounded()))
        case .failEverything: sandbox.setFaults([SandboxFaultRule(.code(503200))])
        case .hangSome:
            var rule = SandboxFaultRule(.hang, endpoint: .detail)
            rule.every = 4
            sandbox.setFaults([rule])
        case .answerAgain: sandbox.clearFaults()
        case .cutMirror: try cutMirror()
        case .moveMirrorAway: try moveMirrorAway()
        case .delaySearch: sandbox.adjustWorld { $0.visibilityDelay = .seconds(180) }
        case .letTimePass: clock.skip(.seconds(180))
        case .hideFromSearch: sandbox.adjustWorld { $0.visibilityDelay = .seconds(86_400) }
        case .letRefreshFallDue:
            try configure([.refreshInterval: "1s"])
            // The program has the machine's clock and stores whole seconds: after 2 s, every detail is due.
            try await Task.sleep(for: .seconds(2))
        }
    }

    private func cutMirror() throws {
        let file = try FileHandle(forUpdating: mirror)
        let size = try file.seekToEnd()
        try file.truncate(atOffset: size / 2)
        try file.close()
    }

    private func moveMirrorAway() throws {
        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: mirror.path + suffix)
        {
            try FileManager.default.moveItem(
                atPath: mirror.path + suffix, toPath: folder.path + "/damaged.sqlite" + suffix)
        }
    }
}
