import MirrorCore
import Testing

@Suite("The wait for another program's lock")
struct BusyHandlerTests {
    @Test("ends at its limit, a shorter one while that is asked for")
    func limit() {
        let patience = BusyHandler(limit: .seconds(30), interruption: Interruption())
        #expect(patience.shouldRetry(after: 0))
        // 127 ms and 298 times 100 ms.
        #expect(patience.shouldRetry(after: 305))
        patience.limited(to: .seconds(5)) {
            #expect(patience.shouldRetry(after: 55))
            #expect(!patience.shouldRetry(after: 56))
        }
        #expect(patience.shouldRetry(after: 56))
        #expect(!patience.shouldRetry(after: 306))
    }

    @Test("once a wait came to its limit those after it take two seconds, as each statement begins its own")
    func isSpent() {
        let patience = BusyHandler(limit: .seconds(30), interruption: Interruption())
        #expect(!patience.shouldRetry(after: 306))
        // 127 ms and 18 times 100 ms.
        #expect(patience.shouldRetry(after: 25))
        #expect(!patience.shouldRetry(after: 26))
    }

    @Test("ends with an interruption, after its grace")
    func interruption() {
        let interruption = Interruption()
        let reader = BusyHandler(limit: .seconds(30), interruption: interruption)
        let writer = BusyHandler(limit: .seconds(30), grace: .seconds(3600), interruption: interruption)
        #expect(reader.shouldRetry(after: 0))
        interruption.raise()
        #expect(!reader.shouldRetry(after: 0))
        #expect(writer.shouldRetry(after: 0))
        #expect(throws: CancellationError.self) { try interruption.check() }
    }
}
