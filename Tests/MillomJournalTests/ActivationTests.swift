import Foundation
import MirrorCore
import TestSupport
import Testing

@testable import MillomJournal

@Suite("Buying")
struct ActivationTests {
    private func activation(_ directory: URL, _ journal: Journal, _ port: Int) throws -> Activation {
        try Activation(
            in: directory.path, journal: journal, sender: SocketSender(port: port), now: { Invented.now })
    }

    @Test(
        "writes down what the answer says",
        arguments: [
            (.complete, [.intended, .sent, .completed], .completed, 1),
            (.process, [.intended, .sent, .processing], .processing, 1),
            (.refuse, [.intended, .sent, .failed], .failed, 0),
            (.closeAfter, [.intended, .sent, .unknown], .unknown, 1),
            (.closeBefore, [.intended, .sent, .unknown], .unknown, 0),
        ] as [(PurchaseServer.Manner, [PurchaseEventKind], PurchaseState, Int)])
    func answers(
        manner: PurchaseServer.Manner, kinds: [PurchaseEventKind], state: PurchaseState, executed: Int
    ) async throws {
        try await withTemporaryDirectory { directory in
            try await PurchaseServer.with(manner) { server, port in
                let journal = try Journal.open(in: directory.path)
                let intent = try Invented.intent()
                let purchase = try await activation(directory, journal, port).buy(intent)
                #expect(purchase.events.map(\.kind) == kinds && purchase.state == state)
                #expect(try journal.purchase(intent.transid) == purchase)
                #expect(server.counts.executed[intent.transid, default: 0] == executed)
                #expect(purchase.confirmationCode == (manner == .complete ? "receipt-1" : nil))
                #expect(purchase.errorCause == (manner == .refuse ? "INSUFFICIENT_FUNDS" : nil))
                try journal.close()
            }
        }
    }

    @Test("what never left is abandoned, and can be bought again")
    func notSent() async throws {
        try await withTemporaryDirectory { directory in
            let journal = try Journal.open(in: directory.path)
            // Nothing listens at port 1 of the loopback interface.
            let purchase = try await activation(directory, journal, 1).buy(Invented.intent())
            #expect(purchase.events.map(\.kind) == [.intended, .sent, .abandoned])
            #expect(purchase.state == .abandoned)
            _ = try await activation(directory, journal, 1).buy(Invented.intent())
            #expect(try journal.purchases().map(\.state) == [.abandoned, .abandoned])
            try journal.close()
        }
    }

    @Test(
        "an open purchase of the same subscriber and plan stands in the way of another, sent under another id"
    )
    func refusesSecond() async throws {
        try await withTemporaryDirectory { directory in
            try await PurchaseServer.with(.closeAfter) { server, port in
                let journal = try Journal.open(in: directory.path)
                let activation = try activation(directory, journal, port)
                let first = try Invented.intent()
                let second = try Invented.intent()
                _ = try await activation.buy(first)
                await #expect(
                    throws: ActivationFailure.openPurchase(transid: first.transid, .unknown)
                ) { try await activation.buy(second) }
                #expect(server.counts.requests == [first.transid: 1])
                #expect(try journal.purchases().count == 1)
                try journal.close()
            }
        }
    }

    @Test("asking again uses the same id; an answer settles it, a refusal of the question does not")
    func asksAgain() async throws {
        try await withTemporaryDirectory { directory in
            try await PurchaseServer.with(.closeAfter) { server, port in
                let journal = try Journal.open(in: directory.path)
                let activation = try activation(directory, journal, port)
                let intent = try Invented.intent()
                _ = try await activation.buy(intent)
                server.behave(.refuse)
                let refused = try await activation.askAgain(intent.transid)
                #expect(refused.state == .unknown && refused.errorCause == "INSUFFICIENT_FUNDS")
                server.behave(.complete)
                let settled = try await activation.askAgain(intent.transid)
                #expect(settled.state == .completed && settled.confirmationCode == "receipt-1")
                #expect(server.counts.requests == [intent.transid: 3])
                #expect(server.counts.executed == [intent.transid: 1])
                await #expect(
                    throws: ActivationFailure.notToBeAskedAgain(transid: intent.transid, .completed)
                ) { try await activation.askAgain(intent.transid) }
                await #expect(throws: ActivationFailure.noSuchPurchase(transid: "none")) {
                    try await activation.askAgain("none")
                }
                try journal.close()
            }
        }
    }

    @Test("an unknown purchase that could not be asked for again stays unknown")
    func asksAgainInVain() async throws {
        try await withTemporaryDirectory { directory in
            let journal = try Journal.open(in: directory.path)
            let intent = try Invented.intent()
            try await PurchaseServer.with(.closeAfter) { _, port in
                _ = try await activation(directory, journal, port).buy(intent)
            }
            let purchase = try await activation(directory, journal, 1).askAgain(intent.transid)
            #expect(purchase.state == .unknown)
            try journal.close()
        }
    }

    @Test("one buys at a time")
    func oneAtATime() async throws {
        try await withTemporaryDirectory { directory in
            let journal = try Journal.open(in: directory.path)
            let first = try activation(directory, journal, 1)
            #expect(throws: ActivationLock.Held()) { try activation(directory, journal, 1) }
            withExtendedLifetime(first) {}
            try journal.close()
        }
    }
}
