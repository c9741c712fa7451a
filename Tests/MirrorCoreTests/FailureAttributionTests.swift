import MirrorCore
import Testing

/// Later outcomes decide whether a single number or the API is at fault.
@Suite("Attribution of failures")
struct FailureAttributionTests {
    @Test("what failed is at fault as soon as another one is answered")
    func released() {
        var suspects = FailureAttribution<Int, String>(ceiling: 3)
        suspects.hold(1, after: "refused")
        suspects.hold(2, after: "refused")
        #expect(suspects.answered() == [1, 2])
        #expect(!suspects.areMany)
        #expect(suspects.held.isEmpty)
    }

    @Test("so many in a row that the API may be at fault")
    func many() {
        var suspects = FailureAttribution<Int, String>(ceiling: 3)
        for suspect in 1...2 { suspects.hold(suspect, after: "refused") }
        #expect(!suspects.areMany)
        suspects.hold(3, after: "broken")
        #expect(suspects.areMany)
        #expect(suspects.failure == "broken")
    }

    @Test("an answer in between begins the row anew")
    func interrupted() {
        var suspects = FailureAttribution<Int, String>(ceiling: 2)
        for suspect in 1...5 {
            suspects.hold(suspect, after: "refused")
            #expect(!suspects.areMany)
            #expect(suspects.answered() == [suspect])
        }
    }

    @Test("only an answer about another one is a witness")
    func witnessed() {
        var suspects = FailureAttribution<Int, String>(ceiling: 3)
        suspects.hold(1, after: "refused")
        #expect(!suspects.hasWitness)
        #expect(suspects.held == [1])
        _ = suspects.answered()
        #expect(suspects.hasWitness)
        #expect(suspects.failure == nil)
    }
}
