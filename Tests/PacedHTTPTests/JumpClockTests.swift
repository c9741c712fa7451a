import TestSupport
import Testing

@Suite("Jump clock")
struct JumpClockTests {
    @Test("nobody wakes before the deadline, and the clock ends at the last one", arguments: 1...20)
    func wakesInTime(round: Int) async throws {
        let clock = JumpClock()
        let start = clock.now
        // A task may begin after another one's jump: what is fixed beforehand are the deadlines, not the waits.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seconds in [30, 10, 20] {
                let deadline = start.advanced(by: .seconds(seconds))
                group.addTask {
                    try await clock.sleep(until: deadline, tolerance: nil)
                    #expect(clock.now >= deadline)
                }
            }
            try await group.waitForAll()
        }
        #expect(clock.now.offset == .seconds(30))
        #expect(clock.sleeps.count == 3)
    }

    @Test("a sleeper that is cancelled wakes at once")
    func isCancelled() async throws {
        let clock = JumpClock()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await clock.sleep(for: .seconds(10))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
