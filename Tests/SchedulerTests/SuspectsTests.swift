import TelenorAPI
import Testing

@testable import Scheduler

/// Whether one of many or the API is at fault is decided by what comes after.
@Suite("Suspects")
struct SuspectsTests {
    private static let fault = APIFailure.fault(.emptyBody, purpose: .detail, tries: 6)

    @Test("what failed is at fault as soon as another one is answered")
    func released() {
        var suspects = Suspects<Int>(ceiling: 3)
        suspects.hold(1, after: Self.fault)
        suspects.hold(2, after: Self.fault)
        #expect(suspects.answered() == [1, 2])
        #expect(suspects.verdict == nil)
        #expect(suspects.held.isEmpty)
    }

    @Test("too many failures in a row end the run, and none of them is blamed")
    func ended() {
        var suspects = Suspects<Int>(ceiling: 3)
        for suspect in 1...2 { suspects.hold(suspect, after: Self.fault) }
        #expect(suspects.verdict == nil)
        suspects.hold(3, after: Self.fault)
        #expect(suspects.verdict == Self.fault)
    }

    @Test("an answer in between begins the row anew")
    func interrupted() {
        var suspects = Suspects<Int>(ceiling: 2)
        for suspect in 1...5 {
            suspects.hold(suspect, after: Self.fault)
            #expect(suspects.answered() == [suspect])
        }
        #expect(suspects.verdict == nil)
    }

    @Test("only an answer about another one is a witness")
    func witnessed() {
        var suspects = Suspects<Int>(ceiling: 3)
        suspects.hold(1, after: Self.fault)
        #expect(!suspects.hasWitness)
        #expect(suspects.failure == Self.fault)
        #expect(suspects.held == [1])
        _ = suspects.answered()
        #expect(suspects.hasWitness)
        #expect(suspects.failure == nil)
        #expect(suspects.held.isEmpty)
    }
}
