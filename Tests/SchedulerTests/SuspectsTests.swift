import MirrorCore
import MirrorStore
import TelenorAPI
import Testing

@testable import Scheduler

/// Whether a number or the API is at fault is decided by what comes after.
@Suite("Suspects")
struct SuspectsTests {
    private func fault(_ digits: String) throws -> DetailFetcher.Fetched {
        let msisdn = try #require(Msisdn(digits))
        return .fault(
            .failed(msisdn, stage: .fetch, error: "an empty reply"),
            .fault(.emptyBody, purpose: .detail, tries: 6))
    }

    private func denial(_ digits: String) throws -> DetailFetcher.Fetched {
        .outcome(.denied(try #require(Msisdn(digits)), code: "404 404001"))
    }

    @Test("a number that failed is set aside as soon as another one is answered")
    func released() throws {
        var suspects = Suspects(ceiling: 3)
        #expect(suspects.judge(try fault("4790000001")).isEmpty)
        #expect(suspects.judge(try fault("4790000002")).isEmpty)
        #expect(
            suspects.judge(try denial("4790000003")).map(\.msisdn.digits)
                == ["4790000001", "4790000002", "4790000003"])
        #expect(suspects.verdict == nil)
    }

    @Test("too many failures in a row end the run, and none of their numbers is set aside")
    func ended() throws {
        var suspects = Suspects(ceiling: 3)
        for digits in ["4790000001", "4790000002", "4790000003"] {
            #expect(suspects.judge(try fault(digits)).isEmpty)
        }
        #expect(suspects.verdict == .fault(.emptyBody, purpose: .detail, tries: 6))
    }

    @Test("only an answer about another number is a witness")
    func witnessed() throws {
        var suspects = Suspects(ceiling: 3)
        #expect(suspects.judge(try fault("4790000001")).isEmpty)
        #expect(!suspects.hasWitness)
        #expect(suspects.failure == .fault(.emptyBody, purpose: .detail, tries: 6))
        #expect(suspects.numbers == [try #require(Msisdn("4790000001"))])
        _ = suspects.judge(try denial("4790000002"))
        #expect(suspects.hasWitness)
        #expect(suspects.failure == nil)
        #expect(suspects.numbers.isEmpty)
    }
}
