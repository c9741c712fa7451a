import Foundation
import Sandbox
import TestSupport
import Testing

/// The promise: `kill -9` at any moment loses no committed data, and leaves a sound file.
///
/// The next run continues where the killed one stopped. More than 200 kills, ten
/// times as many in the long mode.
@Suite("A program that is killed again and again")
struct CrashHarnessTests {
    /// Details that one kill may cost: those in flight, and those that arrived while
    /// a commit was being written.
    private static let lossPerKill = 64

    private static func kills(_ short: Int) -> Int { LongMode.choose(short, long: short * 10) }

    @Test("in a backfill fetches nothing twice that had been committed, and arrives", arguments: [11, 12])
    func backfill(seed: UInt64) async throws {
        try await CrashHarness.with(seed: seed, subscriptions: 240) { harness in
            while harness.killCount < Self.kills(25) {
                try harness.beginAnew()
                let before = harness.killCount
                while try await harness.strike(["sync"], at: Self.moment(harness), during: "backfill") == nil
                {
                    guard try harness.hasSchema() else { continue }
                    let queuedAgain = try harness.number(
                        """
                        SELECT count(*) FROM _queue JOIN subscription USING (msisdn) WHERE gone_at IS NULL
                        """)
                    #expect(queuedAgain == 0)
                }
                try await harness.complete(["sync"])
                #expect(try harness.differences() == [])
                #expect(try harness.number("SELECT sum(fetched) FROM sync_run") == 240)
                harness.lostDetails += harness.served - 240
                #expect(harness.served <= 240 + (harness.killCount - before) * Self.lossPerKill)
            }
        }
    }

    @Test("while changes come in misses none", arguments: [21, 22])
    func incremental(seed: UInt64) async throws {
        try await CrashHarness.with(seed: seed, subscriptions: 150) { harness in
            try await harness.complete(["sync"])
            while harness.killCount < Self.kills(25) {
                let before = (harness.killCount, harness.served, try Self.fetched(harness))
                harness.advance(by: .seconds(900))
                for index in 0..<60 {
                    try harness.sandbox.change(Self.searchable[index % Self.searchable.count])
                }
                harness.advance(by: .seconds(30))
                while try await harness.strike(["sync"], at: Self.moment(harness), during: "incremental")
                    == nil
                {}
                try await harness.complete(["sync"])
                #expect(try harness.differences() == [])
                harness.lostDetails += harness.served - before.1 - 60
                // The server's clock was set, so changes of the previous round that the lookback
                // lists again count as new; of those of this round, once per run a single number is
                // fetched rather than asked about.
                let kills = harness.killCount - before.0
                #expect(try Self.fetched(harness) - before.2 <= 60 + 60 + kills + 1)
                #expect(harness.served - before.1 <= 60 + 60 + kills * Self.lossPerKill)
            }
        }
    }

    @Test("while it compares with the complete list buries and finds what it should", arguments: [31])
    func reconcile(seed: UInt64) async throws {
        try await CrashHarness.with(seed: seed, subscriptions: 150) { harness in
            try await harness.complete(["sync"])
            while harness.killCount < Self.kills(40) {
                harness.advance(by: .seconds(900))
                harness.sandbox.change(count: 20)
                for _ in 0..<3 {
                    try harness.sandbox.change(.removedSubscription)
                    try harness.sandbox.change(.newSubscription)
                }
                harness.advance(by: .seconds(30))
                for _ in 0..<8 {
                    let moment = Self.moment(harness)
                    _ = try await harness.strike(["sync", "--full"], at: moment, during: "reconcile")
                }
                try await harness.complete(["sync", "--full"])
                #expect(try harness.differences() == [])
            }
        }
    }

    @Test("while it makes the mirror leaves none, or one that the next run completes", arguments: [41])
    func firstOpen(seed: UInt64) async throws {
        try await CrashHarness.with(seed: seed, subscriptions: 20) { harness in
            let moments: [KillMoment] = [
                .file(harness.state), .file(harness.mirror), .logSize(1), .logSize(4_200), .logSize(100_000),
            ]
            while harness.killCount < Self.kills(30) {
                try harness.beginAnew()
                for _ in 0..<3 {
                    let moment =
                        harness.random.once(in: 2)
                        ? harness.random.pick(moments) : .after(.milliseconds(harness.random.below(80)))
                    _ = try await harness.strike(["sync"], at: moment, during: "first open")
                }
                try await harness.complete(["sync"])
                #expect(try harness.differences() == [])
            }
        }
    }

    @Test("while it closes the mirror leaves it closed or to be closed by the next", arguments: [51])
    func closing(seed: UInt64) async throws {
        try await CrashHarness.with(seed: seed, subscriptions: 50) { harness in
            try await harness.complete(["sync"])
            var runs = 0
            while harness.killCount < Self.kills(20), runs < Self.kills(20) * 4 {
                runs += 1
                harness.advance(by: .seconds(900))
                for _ in 0..<10 { try harness.sandbox.change(.reference) }
                harness.advance(by: .seconds(30))
                let moment = KillMoment.said("run recorded", .microseconds(harness.random.below(6_000)))
                _ = try await harness.strike(["sync"], at: moment, during: "checkpoint")
                // On a very busy machine a request can fail, and its number waits for the next run.
                let last = "SELECT outcome = 'complete' FROM sync_run ORDER BY id DESC LIMIT 1"
                if try harness.number(last) != 1 { try await harness.complete(["sync"]) }
                let differences = try harness.differences()
                #expect(differences == [])
            }
        }
    }

    @Test("in an export leaves the old one or the new one, whole", arguments: [61])
    func export(seed: UInt64) async throws {
        try await CrashHarness.with(seed: seed, subscriptions: 150) { harness in
            let out = harness.directory.appendingPathComponent("out")
            var allowed: Set<Int?> = [nil]
            while harness.killCount < Self.kills(40) {
                harness.advance(by: .seconds(900))
                for _ in 0..<5 { try harness.sandbox.change(.reference) }
                harness.advance(by: .seconds(30))
                try await harness.complete(["sync"])
                allowed.insert(try harness.number("SELECT max(id) FROM sync_run"))
                for _ in 0..<8 {
                    let ended = try await harness.strike(
                        ["export", "out"], at: Self.exportMoment(harness), during: "export")
                    let (faults, run) = try ExportCheck.examine(out)
                    #expect(faults == [] && allowed.contains(run))
                    if ended == 0 || run == allowed.compactMap({ $0 }).max() { allowed = [run] }
                }
                try await harness.complete(["export", "out"])
                let names = try FileManager.default.contentsOfDirectory(atPath: harness.directory.path)
                #expect(names.filter { $0.contains(".partial") } == [])
                allowed = [try ExportCheck.examine(out).run]
            }
        }
    }

    private static let searchable: [SandboxChangeKind] = [
        .reference, .type, .status, .addOnAdded, .addOnRemoved, .newSim, .termination, .user,
    ]

    private static func fetched(_ harness: CrashHarness) throws -> Int {
        try harness.number("SELECT sum(fetched) FROM sync_run")
    }

    private static func moment(_ harness: CrashHarness) -> KillMoment {
        switch harness.random.below(4) {
        case 0: .requests(1 + harness.random.below(60))
        case 1: .logSize(harness.random.below(600_000))
        default: .after(.milliseconds(20 + harness.random.below(400)))
        }
    }

    private static func exportMoment(_ harness: CrashHarness) -> KillMoment {
        switch harness.random.below(3) {
        case 0: .fileBeginning(".out.partial", in: harness.directory)
        default: .after(.milliseconds(10 + harness.random.below(250)))
        }
    }
}
