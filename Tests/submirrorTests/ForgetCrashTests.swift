import Foundation
import Sandbox
import TestSupport
import Testing

/// Invariants: a killed forget leaves a sound file with all or none of the data to remove; as long as bytes
/// are left the file says so, and the next forget or run finishes.
@Suite("A forget that is killed")
struct ForgetCrashTests {
    @Test("at any moment leaves a whole mirror, and is finished by the next one", arguments: [71])
    func kills(seed: UInt64) async throws {
        try await FileStage.with(subscriptions: 150) { (stage: inout FileStage) async throws -> Void in
            try await stage.expectRecovery()
            for _ in 0..<40 { try stage.sandbox.change(.reference) }
            try await stage.expectRecovery()
            let trial = try Trial(stage, seed: seed)
            var random = SeededRandom(seed: seed)
            var kills = 0
            for round in 0..<LongMode.choose(120, long: 1200) where kills < LongMode.choose(25, long: 250) {
                try trial.beginAnew()
                let run = try stage.program.start(["forget", "--yes"] + trial.numbers)
                let moment: KillMoment =
                    random.once(in: 2)
                    ? .logSize(1 + random.below(1_200_000)) : .after(.milliseconds(random.below(250)))
                if try await moment.wait(for: run, mirror: stage.mirror, sandbox: stage.sandbox) {
                    run.signal(SIGKILL)
                }
                let result = try await run.end()
                guard result.status == SIGKILL else {
                    try #require(result.status == 0, "\(result.errors)")
                    continue
                }
                kills += 1
                let left = try trial.examine()
                if left == .bytes, round % 2 == 0 {
                    try #require(try await stage.sync().status == 0)
                } else {
                    let again = try await stage.program.run(["forget", "--yes"] + trial.numbers)
                    try #require(again.status == (left == .nothing ? 64 : 0), "\(again.errors)")
                }
                try #require(try trial.examine() == .nothing)
                trial.count(left)
            }
            print("forgets killed: \(kills), leaving \(trial.counts)")
            #expect(kills > 0)
        }
    }

    /// A mirror that is restored for each round, and the numbers to forget.
    private final class Trial {
        enum Left: String { case all, bytes, nothing }

        let numbers: [String]
        private(set) var counts: [String: Int] = [:]
        private let stage: FileStage
        private let copy: URL
        private let before: [String: [String]]
        private let secrets: ForgottenValues

        init(_ stage: FileStage, seed: UInt64) throws {
            self.stage = stage
            copy = stage.directory.appendingPathComponent("before.sqlite")
            // Numbers that the search no longer lists: a run does not bring them back.
            let mirror = MirrorContents(path: stage.mirror.path)
            numbers = try mirror.rows(
                """
                SELECT msisdn FROM subscription WHERE changed_at = first_seen_at AND msisdn NOT IN (
                    SELECT msisdn FROM _poll_listing) ORDER BY msisdn LIMIT 30
                """)
            secrets = try ForgottenValues(of: numbers, in: mirror)
            before = try mirror.tables()
            try stage.removeLog()
            try FileManager.default.copyItem(at: stage.mirror, to: copy)
        }

        func beginAnew() throws {
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: stage.mirror.path + suffix)
            }
            try FileManager.default.copyItem(at: copy, to: stage.mirror)
        }

        func count(_ left: Left) { counts[left.rawValue, default: 0] += 1 }

        /// What is left of the numbers: all, bytes, or nothing; anything else fails the test.
        func examine() throws -> Left {
            let mirror = MirrorContents(path: stage.mirror.path)
            try #require(try MirrorInvariants.breaches(of: mirror) == [:])
            let tables = try mirror.tables()
            let isMarked = tables["_state"]?.contains { $0.hasPrefix("mirror.wipe") } == true
            if tables["_subscription"] == before["_subscription"] {
                try #require(tables == before)
                return .all
            }
            let chosen = Set(numbers)
            for (table, rows) in tables where !Self.movesWithARun.contains(table) {
                try #require(rows == before[table]?.filter { row in !Self.cells(row, chosen) }, "\(table)")
            }
            let traces = try secrets.traces(in: stage.state)
            try #require(isMarked || traces == [:])
            return isMarked ? .bytes : .nothing
        }

        /// Tables that change even in a run with nothing to do, and shared rows, which other tests check.
        private static let movesWithARun: Set = [
            "_state", "sync_run", "coverage", "sqlite_sequence", "_subscription", "_poll_listing",
            "organization", "account",
        ]

        private static func cells(_ row: String, _ numbers: Set<String>) -> Bool {
            row.split(separator: "|").prefix(1).contains { numbers.contains(String($0)) }
        }
    }
}
