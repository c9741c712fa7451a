import Foundation
import MirrorCore
import MirrorStore
import Normalizer
import Sandbox
import Scheduler
import TelenorAPI
import TestSupport
import Testing

/// The promise, for any company, any changes, any faults and any limits.
///
/// 1. When the API has come to rest and a run ends complete, the mirror equals it.
/// 2. The history reproduces every such moment.
/// 3. Requests without a result are within the bound of ``RequestLedger``.
///
/// `SUBMIRROR_SEED=17` tries only that seed, to reproduce a failure; `SUBMIRROR_LONG=1` tries many.
@Suite("Whatever the API does")
struct PropertyTests {
    private static let seeds: [UInt64] = {
        let chosen = ProcessInfo.processInfo.environment["SUBMIRROR_SEED"].flatMap { UInt64($0) }
        return chosen.map { [$0] } ?? Array(1...LongMode.choose(16, long: 1_000))
    }()

    /// Lanes run in parallel, each with every second seed.
    @Test(
        "the mirror equals it in the end, remembers all that it was, and has asked for little in vain",
        arguments: 0..<2)
    func holds(lane: UInt64) async throws {
        var total = RequestLedger()
        let seeds = Self.seeds.filter { $0 % 2 == lane }
        for seed in seeds {
            let ledger = try await Self.tell(seed)
            #expect(ledger.breaches == [], "SUBMIRROR_SEED=\(seed)")
            total += ledger
        }
        if !seeds.isEmpty { print("\(seeds.count) seeds: \(total)") }
    }

    /// Plays one story, and returns its cost.
    private static func tell(_ seed: UInt64) async throws -> RequestLedger {
        var api = HostileAPI(seed: seed)
        let options = api.options()
        var ledger = RequestLedger()
        try await Workbench.with(options) { (bench: inout Workbench) async throws -> Void in
            bench.pace = api.pace(for: options)
            bench.settings.pageSize = api.random.pick([7, 20, 1_000])
            bench.settings.refreshInterval = api.random.pick([.zero, .seconds(30 * 86_400)])
            var observed: [ObservedTruth] = []
            for _ in 0..<(2 + api.random.below(3)) {
                bench.sandbox.setFaults(api.faults())
                let world = api.world()
                bench.sandbox.adjustWorld { $0 = world }
                for _ in 0..<(1 + api.random.below(4)) {
                    try await ledger.run(bench, &api, seed: seed)
                    bench.wait(.seconds(api.random.pick([61, 600, 4_000, 90_000])))
                    api.change(bench.sandbox)
                    bench.wait(.seconds(5))
                }
                bench.sandbox.clearFaults()
                bench.sandbox.adjustWorld { $0 = SandboxWorld() }
                try await settle(bench, seed: seed, ledger: &ledger)
                // A change within one second of another is dated up to a few seconds later.
                bench.wait(.seconds(60))
                observed.append(try ObservedTruth(of: bench))
                bench.wait(.seconds(600))
            }
            let forgotten = try observed.flatMap { try $0.forgotten(by: bench) }
            #expect(forgotten == [], "SUBMIRROR_SEED=\(seed)")
            #expect(try bench.historyFaults() == [], "SUBMIRROR_SEED=\(seed)")
            #expect(
                try MirrorInvariants.breaches(of: MirrorContents(path: bench.mirror.path)) == [:],
                "SUBMIRROR_SEED=\(seed)")
            try ledger.close(bench, changes: api.changes + options.subscriptions)
        }
        return ledger
    }

    /// Runs without faults until nothing is queued or quarantined; then the mirror has to equal the source.
    private static func settle(_ bench: Workbench, seed: UInt64, ledger: inout RequestLedger) async throws {
        for _ in 0..<6 {
            bench.wait(.seconds(90_000))
            let report = try await bench.sync(full: true)
            ledger.note(report)
            let setAside = try bench.rows("SELECT count(*) FROM quarantine") != [[.integer(0)]]
            if report.outcome == .complete, report.queued == 0, !setAside, try bench.differences() == [] {
                return
            }
        }
        let differences = try bench.differences()
        #expect(differences == [], "SUBMIRROR_SEED=\(seed)")
        let setAside = try bench.rows("SELECT stage, error, attempts FROM quarantine")
        #expect(setAside == [], "SUBMIRROR_SEED=\(seed)")
    }
}
