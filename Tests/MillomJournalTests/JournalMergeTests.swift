import Foundation
import MillomJournal
import MirrorCore
import TestSupport
import Testing

@Suite("A journal that takes another over")
struct JournalMergeTests {
    private func with(_ body: (_ ours: Journal, _ theirs: Journal) throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let ours = try Journal.open(in: directory.appendingPathComponent("ours").path)
            let theirs = try Journal.open(in: directory.appendingPathComponent("theirs").path)
            try body(ours, theirs)
            try ours.close()
            try theirs.close()
        }
    }

    @Test("has every purchase and fact of both, its own first, and says so once")
    func union() async throws {
        try await with { ours, theirs in
            let (shared, lost) = (try Invented.intent(1), try Invented.intent(2))
            for journal in [ours, theirs] {
                #expect(try journal.open(shared, recordedBy: "test") == nil)
                try journal.add(Invented.event(.sent), to: shared.transid)
            }
            try ours.add(Invented.event(.unknown), to: shared.transid)
            try theirs.add(Invented.event(.callbackCompleted), to: shared.transid)
            #expect(try theirs.open(lost, recordedBy: "test") == nil)
            _ = try theirs.store([.notification(Invented.notification("n-1"))])
            let id = try ours.id()
            var expected = JournalMerge()
            expected.purchases = 1
            expected.events = 2
            expected.notifications = 1
            #expect(try ours.add(all: theirs) == expected)
            #expect(try ours.id() != id)
            let purchase = try #require(try ours.purchase(shared.transid))
            #expect(purchase.events.map(\.kind) == [.intended, .sent, .unknown, .callbackCompleted])
            #expect(purchase.state == .completed)
            #expect(try ours.purchase(lost.transid).map(PurchaseIntent.init) == lost)
            // The lost purchase is open again, so it is not made twice.
            #expect(try ours.open(Invented.intent(2), recordedBy: "test")?.transid == lost.transid)
            let after = try ours.id()
            #expect(try ours.add(all: theirs).isEmpty)
            #expect(try ours.id() == after)
            #expect(try ours.unknown([shared.transid, "none", lost.transid]) == ["none"])
        }
    }

    @Test("knows nothing new of a person whom it was asked to forget")
    func forgotten() async throws {
        try await with { ours, theirs in
            let intent = try Invented.intent()
            for journal in [ours, theirs] { #expect(try journal.open(intent, recordedBy: "test") == nil) }
            _ = try ours.forget([(keyType: .msisdn, id: intent.subscriber.id)])
            var event = Invented.event(.completed)
            event.message = "words"
            event.confirmationCode = "R-1"
            try theirs.add(event, to: intent.transid)
            _ = try ours.add(all: theirs)
            let purchase = try #require(try ours.purchase(intent.transid))
            #expect(purchase.subscriber == nil && purchase.state == .completed)
            #expect(purchase.events.last?.message == nil && purchase.confirmationCode == nil)
        }
    }

    @Test("is copied as it is at one moment, and the copy is sound")
    func copies() async throws {
        try await withTemporaryDirectory { directory in
            let journal = try Journal.open(in: directory.path)
            let intent = try Invented.intent()
            #expect(try journal.open(intent, recordedBy: "test") == nil)
            let folder = directory.appendingPathComponent("copy")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
            try journal.copy(to: folder.path + "/millom.sqlite")
            let copy = try #require(try Journal.existing(in: folder.path))
            try copy.checkIntegrity()
            #expect(try copy.id() == journal.id())
            #expect(try copy.purchases() == journal.purchases())
            try copy.close()
            try journal.close()
        }
    }
}
