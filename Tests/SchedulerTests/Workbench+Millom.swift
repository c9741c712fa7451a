import Foundation
import Logging
import MillomAPI
import MirrorCore
import MirrorReading
import MirrorStore
import PacedHTTP
import Pacing
import Proof
import Sandbox
import Scheduler

extension Workbench {
    /// Options of a sandbox that also simulates Millom.
    static func millomOptions(
        subscriptions: Int = 60, _ adjust: (inout SandboxMillom) -> Void = { _ in }
    ) -> SandboxOptions {
        var options = SandboxOptions()
        options.subscriptions = subscriptions
        var millom = SandboxMillom()
        adjust(&millom)
        options.millom = millom
        return options
    }

    /// All numbers of the simulated company, known to Millom or not.
    var millomSubscribers: [MillomSubscriber] {
        get throws {
            sandbox.truth().msisdns.compactMap {
                MillomSubscriber(.msisdn, "\($0)", operator: SandboxMillom().operator)
            }
        }
    }

    /// One run of the second source, like the command's.
    @discardableResult
    func syncMillom(
        _ subscribers: [MillomSubscriber]? = nil, taking news: (any MillomJournalSource)? = nil,
        maxRequests: Int? = nil, pace: PaceSettings = .unlimited
    ) async throws -> SyncReport {
        var configuration = MillomConfiguration(
            baseURL: try BaseURL(sandbox.baseURL, setting: "millom.base_url"), tokenURL: nil,
            credentials: nil, serviceProvider: SandboxMillom().serviceProvider, userAgent: "submirror/test")
        configuration.http.retries.limit = 3
        var context = MillomClient.Context(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        context.http.pace = pace
        context.http.jitter = { 0.5 }
        context.time = time
        let store = try MirrorStore.open(at: mirror)
        context.http.keptPace = try await store.fact(.millomPace)
        var run = MillomRunSettings(subscribers: .listed(try subscribers ?? millomSubscribers))
        run.concurrency = settings.concurrency
        let logger = context.http.logger
        let report = try await MillomClient.with(configuration, context) { client in
            try await MillomRun(
                client: client, store: store, settings: run, time: time, logger: logger
            ).run(taking: news, maxRequests: maxRequests)
        }
        try store.close()
        return report
    }

    /// The mirror's differences from the simulated Millom; empty if there are none.
    func millomDifferences() throws -> [String] {
        try Array(
            TruthComparison.differences(
                of: MirrorReader(path: mirror.path),
                from: sandbox.millomTruth(of: millomSubscribers.map(\.id))
            ).prefix(6))
    }
}
