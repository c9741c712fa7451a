import Exports
import Foundation
import MirrorReading
import MirrorStore
import TestSupport
import Testing

@Suite("A publication that is killed")
struct PublicationCrashTests {
    @Test(
        "leaves the one before whole, wherever it was, and the next one is right",
        arguments: [0, 100, 1000, 3000, 10_000, 30_000])
    func killed(patience: Int) async throws {
        try await withTemporaryDirectory { directory in
            var history = try PublishedHistory(in: directory, seed: 1, numberCount: 60)
            try await history.begin()
            try history.publish()
            let before = try history.facts()["stamp"] as? String
            try await history.refer(history.numbers[0], to: "K1")
            try history.store.close()
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = directory.path as String, patience = patience as Int] in
                let history = try PublishedHistory(in: URL(fileURLWithPath: path), seed: 1)
                Self.killSelf(afterLooking: patience, for: history.folder)
                try history.publish()
                kill(getpid(), SIGKILL)
            }
            history = try history.reopened()
            #expect(try ExportVerification(of: history.latest).findings == [])
            let isOld = try history.facts()["stamp"] as? String == before
            if case .unchanged = try history.publish() { #expect(!isOld) }
            try history.check("killed after \(patience)")
            try history.store.close()
        }
    }

    /// Kills this process, like `kill -9`, a while after the new snapshot's file appears.
    private static func killSelf(afterLooking count: Int, for folder: String) {
        Thread.detachNewThread {
            func isBegun() -> Bool {
                (FileManager.default.subpaths(atPath: folder) ?? []).contains {
                    $0.contains(".partial-") && $0.hasSuffix("subscriptions.sqlite")
                }
            }
            while !isBegun() { sched_yield() }
            for _ in 0..<count { sched_yield() }
            kill(getpid(), SIGKILL)
        }
    }
}
