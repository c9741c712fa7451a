import MirrorCore
import Testing

@Suite("The wait for another program's lock")
struct LockPatienceTests {
    @Test("ends at its limit, a shorter one while that is asked for")
    func limit() {
        let patience = LockPatience(limit: .seconds(30), interruption: Interruption())
        #expect(patience.goesOn(after: 0))
        // 127 ms and 298 times 100 ms.
        #expect(patience.goesOn(after: 305))
        #expect(!patience.goesOn(after: 306))
        patience.limited(to: .seconds(5)) {
            #expect(patience.goesOn(after: 55))
            #expect(!patience.goesOn(after: 56))
        }
        #expect(patience.goesOn(after: 56))
    }

    @Test("ends with an interruption, after its grace")
    func interruption() {
        let interruption = Interruption()
        let reader = LockPatience(limit: .seconds(30), interruption: interruption)
        let writer = LockPatience(limit: .seconds(30), grace: .seconds(3600), interruption: interruption)
        #expect(reader.goesOn(after: 0))
        interruption.raise()
        #expect(!reader.goesOn(after: 0))
        #expect(writer.goesOn(after: 0))
        #expect(throws: CancellationError.self) { try interruption.check() }
    }
}
