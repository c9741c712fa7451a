import Foundation
import MillomJournal
import MirrorCore
import TestSupport
import Testing

@Suite("A purchase whose process is killed")
struct ActivationCrashTests {
    @Test(
        "after any step is carried out once at most, and ends or is known to be unknown",
        arguments: ActivationStep.allCases)
    func step(step: ActivationStep) async throws {
        try await withTemporaryDirectory { directory in
            try await PurchaseServer.with(.complete) { server, port in
                await #expect(processExitsWith: .signal(SIGKILL)) {
                    [path = directory.path as String, port = port as Int, victim = step.rawValue as String] in
                    try await Self.buy(in: path, port) { step in
                        if step.rawValue == victim { kill(getpid(), SIGKILL) }
                    }
                }
                let found = try await settle(directory, server, port)
                switch step {
                case .leftoversMarked: #expect(found == [])
                case .intended: #expect(found == [.abandoned])
                case .sent, .replied: #expect(found == [.unknown])
                case .recorded: #expect(found == [.completed])
                }
                #expect(server.counts.requests.isEmpty == [.leftoversMarked, .intended].contains(step))
            }
        }
    }

    @Test(
        "while the server has the request is unknown, whether it was carried out or not",
        arguments: [PurchaseServer.Manner.killBefore, .killAfter])
    func inFlight(manner: PurchaseServer.Manner) async throws {
        try await withTemporaryDirectory { directory in
            try await PurchaseServer.with(manner) { server, port in
                await #expect(processExitsWith: .signal(SIGKILL)) {
                    [path = directory.path as String, port = port as Int] in
                    try await Self.buy(in: path, port) { _ in }
                }
                #expect(server.counts.executed.count == (manner == .killAfter ? 1 : 0))
                let found = try await settle(directory, server, port)
                #expect(found == [.unknown])
            }
        }
    }

    @Test(
        "at any moment of many purchases leaves each in order",
        arguments: LongMode.choose(
            [200, 2000, 10_000, 40_000], long: Array(stride(from: 0, to: 60_000, by: 1500))))
    func anyMoment(patience: Int) async throws {
        try await withTemporaryDirectory { directory in
            try await PurchaseServer.with(.complete) { server, port in
                await #expect(processExitsWith: .signal(SIGKILL)) {
                    [path = directory.path as String, port = port as Int, patience = patience as Int] in
                    Self.killSelf(afterLooking: patience, for: path + "/millom.sqlite")
                    try await Self.buy(in: path, port, count: 10_000) { _ in }
                }
                let states = try await settle(directory, server, port)
                // One at a time: all but the last have ended.
                #expect(states.dropLast().allSatisfy { $0 == .completed }, "\(states)")
            }
        }
    }

    private static func buy(
        in path: String, _ port: Int, count: Int = 1, atStep: @escaping @Sendable (ActivationStep) -> Void
    ) async throws {
        let journal = try Journal.open(in: path)
        let activation = try Activation(
            in: path, journal: journal, sender: SocketSender(port: port), now: { Invented.now },
            atStep: atStep)
        for number in 0..<count { _ = try await activation.buy(Invented.intent(plan: "PLAN-\(number)")) }
    }

    /// Kills this process, like `kill -9`, a while after the file appears.
    private static func killSelf(afterLooking count: Int, for file: String) {
        Thread.detachNewThread {
            while access(file, F_OK) != 0 { sched_yield() }
            for _ in 0..<count { sched_yield() }
            kill(getpid(), SIGKILL)
        }
    }

    /// Starts like the next process, checks the state, asks again about unknown purchases, and checks again.
    ///
    /// - Returns: the states that the next process found.
    private func settle(_ directory: URL, _ server: PurchaseServer, _ port: Int) async throws
        -> [PurchaseState]
    {
        let journal = try Journal.open(in: directory.path)
        let activation = try Activation(
            in: directory.path, journal: journal, sender: SocketSender(port: port), now: { Invented.now })
        let found = try journal.purchases()
        for purchase in found {
            let executed = server.counts.executed[purchase.transid, default: 0]
            #expect(executed <= 1)
            #expect(purchase.course.leftover == nil, "the next process has marked it")
            switch purchase.state {
            case .completed: #expect(executed == 1)
            case .failed, .abandoned: #expect(executed == 0)
            case .unknown: break
            case .intended, .processing: Issue.record("\(purchase.state) after a kill")
            }
        }
        // Every executed purchase is in the journal.
        #expect(Set(server.counts.requests.keys).isSubset(of: found.map(\.transid)))
        server.behave(.complete)
        for purchase in found where purchase.state == .unknown {
            let again = try Invented.intent(plan: purchase.planID)
            await #expect(throws: ActivationFailure.openPurchase(transid: purchase.transid, .unknown)) {
                try await activation.buy(again)
            }
            let settled = try await activation.askAgain(purchase.transid)
            #expect(settled.state == .completed)
        }
        #expect(server.counts.executed.values.allSatisfy { $0 == 1 })
        #expect(server.counts.bought.values.allSatisfy { $0 == 1 })
        try journal.close()
        return found.map(\.state)
    }
}
