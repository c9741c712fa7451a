import TestSupport
import Testing

@Suite("Jump clock")
struct JumpClockTests {
    @Test("sleepers wake in the order of their deadlines, and none too late")
    func wakesInOrder() async throws {
        let clock = JumpClock()
        let woken = try await withThrowingTaskGroup(of: Duration.self) { group in
            for seconds in [30, 10, 20] {
                group.addTask {
                    try await clock.sleep(for: .seconds(seconds))
                    return clock.now.offset
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(woken.max() == .seconds(30))
        #expect(clock.now.offset == .seconds(30))
        #expect(Set(clock.sleeps.prefix(1)).isSubset(of: [.seconds(10), .seconds(20), .seconds(30)]))
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
