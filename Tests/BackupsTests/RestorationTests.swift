import Files
import Foundation
import GRDB
import MillomJournal
import MirrorCore
import MirrorStore
import TestSupport
import Testing

@testable import Backups

/// Invariants: wherever a restore dies, the mirror in place is whole, either the previous one or the backup's; the
/// journal lacks no purchase; and the next restore succeeds.
@Suite("A restore")
struct RestorationTests {
    private static let now = Date(timeIntervalSince1970: 1_795_000_000)
    private static let origin = MirrorOrigin(baseURL: "https://api.example", clientHash: "aa", userHash: nil)

    private struct Died: Error {}

    /// A state directory whose mirror has one number, a backup of it, and then a second number and a second purchase.
    private func withStage(
        _ body: (_ state: String, _ backup: String) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let state = directory.appendingPathComponent("state")
            let backup = directory.appendingPathComponent("backup.tar").path
            try await save(1, in: state)
            try buy("PLAN-1", in: state.path)
            _ = try BackupWriter(of: state.path, madeBy: "test", at: Self.now, Interruption()).write(
                to: backup)
            try await save(2, in: state)
            try buy("PLAN-2", in: state.path)
            try await body(state.path, backup)
        }
    }

    private func save(_ number: Int, in state: URL) async throws {
        let store = try MirrorStore.open(at: state.appendingPathComponent("mirror.sqlite"))
        _ = try await store.bind(to: Self.origin, at: Self.now)
        let run = try await store.beginRun(.backfill, at: Self.now)
        _ = try await store.save(
            [.document(FetchedDocument(.invented(.invented(number))))], of: run, at: Self.now)
        try store.close()
    }

    private func buy(_ plan: String, in state: String) throws {
        let journal = try Journal.open(in: state)
        let subscriber = try #require(MillomSubscriber(.msisdn, "4790000011", operator: "gp"))
        let intent = PurchaseIntent(
            id: UUID(), subscriber: subscriber, planID: plan, fundSource: .wallet,
            cost: ExactDecimal("50.00"), currency: "NOK", offerContext: nil, askedBy: "ola", at: Self.now)
        #expect(try journal.open(intent, recordedBy: "test") == nil)
        try journal.close()
    }

    private func numbers(in state: String) throws -> Int {
        let contents = MirrorContents(path: state + "/mirror.sqlite")
        #expect(try MirrorInvariants.breaches(of: contents) == [:])
        return try Int(contents.rows("SELECT count(*) FROM subscription").first ?? "") ?? -1
    }

    /// The files of `state`, except the empty log and its index that a reader leaves beside a mirror.
    private func files(in state: String) throws -> [String] {
        try Folder.names(in: state).filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }.sorted()
    }

    private func plans(in state: String) throws -> [String] {
        let journal = try #require(try Journal.existing(in: state))
        defer { try? journal.close() }
        return try journal.purchases().map(\.planID).sorted()
    }

    private func restore(
        _ backup: String, to state: String, origin: MirrorOrigin? = RestorationTests.origin,
        accepts: Bool = false, atStep: @escaping (RestoreStep) throws -> Void = { _ in }
    ) throws -> RestoreSummary {
        try Restoration(of: backup, to: state, at: Self.now, Interruption(), atStep: atStep)
            .run(for: origin, acceptsOrigin: accepts)
    }

    @Test("puts the backup's mirror in place, keeps the other one, and forgets no purchase")
    func restores() async throws {
        try await withStage { state, backup in
            let summary = try restore(backup, to: state)
            #expect(try numbers(in: state) == 1)
            let kept = try #require(summary.kept)
            #expect(try Folder.names(in: kept) == ["mirror.sqlite"])
            #expect(try numbers(in: kept) == 2)
            #expect(try plans(in: state) == ["PLAN-1", "PLAN-2"])
            #expect(summary.journal == JournalMerge() && !summary.isJournalNew)
            // A second restore keeps the mirror that the first one put in place, beside the first kept one.
            #expect(try restore(backup, to: state).kept == kept + "-2")
        }
    }

    @Test(
        "leaves one of the two mirrors, whole, and every purchase wherever it dies",
        arguments: RestoreStep.allCases)
    func dies(step: RestoreStep) async throws {
        try await withStage { state, backup in
            // The process would end here; the copy is what it would leave on the disk.
            let copy = state + ".copy"
            #expect(throws: Died.self) {
                _ = try restore(backup, to: state) { reached in
                    guard reached == step else { return }
                    try FileManager.default.copyItem(atPath: state, toPath: copy)
                    throw Died()
                }
            }
            #expect(try numbers(in: copy) == (step == .swapped ? 1 : 2))
            #expect(try plans(in: copy) == ["PLAN-1", "PLAN-2"])
            _ = try restore(backup, to: copy)
            #expect(try numbers(in: copy) == 1)
            #expect(try plans(in: copy) == ["PLAN-1", "PLAN-2"])
            #expect(try !Folder.names(in: copy).contains { $0.hasPrefix(".restore-") })
        }
    }

    @Test(
        "where nothing was, brings mirror and journal, wherever it died before",
        arguments: RestoreStep.allCases)
    func empty(step: RestoreStep) async throws {
        try await withStage { _, backup in
            let state = backup + ".state"
            try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: false)
            _ = try? restore(backup, to: state) { if $0 == step { throw Died() } }
            // With no previous mirror there is none to keep, unless the restore that died had put one in place.
            let summary = try restore(backup, to: state)
            #expect(summary.kept == nil || [.named, .swapped].contains(step))
            #expect(try numbers(in: state) == 1)
            #expect(try plans(in: state) == ["PLAN-1"])
        }
    }

    @Test("adds purchases that only the backup has to a journal that was begun anew")
    func merges() async throws {
        try await withStage { state, backup in
            try FileManager.default.removeItem(atPath: state + "/millom.sqlite")
            try buy("PLAN-3", in: state)
            let summary = try restore(backup, to: state)
            #expect(try plans(in: state) == ["PLAN-1", "PLAN-3"])
            #expect(summary.journal?.purchases == 1 && summary.journal?.events == 1)
            let journal = try #require(try Journal.existing(in: state))
            let id = try journal.id()
            // Nothing is added twice, and a journal that took nothing over keeps its id.
            _ = try restore(backup, to: state)
            #expect(try journal.id() == id)
            try journal.close()
        }
    }

    @Test("refuses a backup that was changed anywhere or cut off, and changes nothing")
    func damaged() async throws {
        try await withStage { state, backup in
            let whole = try Data(contentsOf: URL(fileURLWithPath: backup))
            var random = SeededRandom(seed: 5)
            let before = try files(in: state)
            for round in 0..<60 {
                var bytes = whole
                if round % 3 == 0 {
                    bytes = bytes.prefix(random.below(bytes.count - 1024))
                } else {
                    // A restore reads neither past the blocks that end the archive nor the padding of a member.
                    let place = random.below(bytes.count - 2048)
                    guard bytes[place] != 0 else { continue }
                    bytes[place] ^= 1 << random.below(8)
                }
                let other = backup + ".other"
                try bytes.write(to: URL(fileURLWithPath: other))
                do {
                    _ = try restore(other, to: state)
                    Issue.record("restored, round \(round)")
                } catch is BackupFailure {
                    // The change may also make it look like a newer version's, or another origin's.
                }
                #expect(try files(in: state) == before)
            }
            #expect(try numbers(in: state) == 2)
        }
    }

    @Test("refuses the mirror of another origin, by the settings or else by the mirror that is there")
    func foreign() async throws {
        try await withStage { state, backup in
            let other = MirrorOrigin(baseURL: "https://api.example", clientHash: "bb", userHash: nil)
            let refusal = BackupFailure.otherOrigin(
                path: backup, settings: ["oauth.client_id"], baseURL: "https://api.example")
            #expect(throws: refusal) { try restore(backup, to: state, origin: other) }
            #expect(try numbers(in: state) == 2)
            #expect(try restore(backup, to: state, origin: other, accepts: true).kept != nil)
            let elsewhere = URL(fileURLWithPath: backup + ".elsewhere")
            let store = try MirrorStore.open(at: elsewhere.appendingPathComponent("mirror.sqlite"))
            _ = try await store.bind(to: other, at: Self.now)
            try store.close()
            #expect(throws: refusal) { try restore(backup, to: elsewhere.path, origin: nil) }
        }
    }

    @Test("refuses while a reader has the mirror open, and takes the place of one that is damaged")
    func present() async throws {
        try await withStage { state, backup in
            let mirror = state + "/mirror.sqlite"
            var configuration = Configuration()
            configuration.readonly = true
            let reader = try DatabaseQueue(path: mirror, configuration: configuration)
            _ = try await reader.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM subscription") }
            #expect(throws: MirrorFailure.busy(path: mirror)) { try restore(backup, to: state) }
            try reader.close()
            try Data("not a mirror any more, but as long as a header".utf8).write(
                to: URL(fileURLWithPath: mirror))
            try Data("a log".utf8).write(to: URL(fileURLWithPath: mirror + "-wal"))
            let kept = try #require(try restore(backup, to: state).kept)
            #expect(try numbers(in: state) == 1)
            let names = try Folder.names(in: kept).sorted()
            #expect(Set(names).isSuperset(of: ["mirror.sqlite", "mirror.sqlite-wal"]), "\(names)")
        }
    }
}
