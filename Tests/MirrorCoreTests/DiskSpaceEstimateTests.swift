import MirrorCore
import Testing

@Suite("The room that a mirror needs")
struct DiskSpaceEstimateTests {
    @Test(
        "is what the known numbers will take, less what is there, and the log",
        arguments: [
            (numbers: nil, mirror: nil, documents: true, expected: 0, growth: 0),
            (numbers: 100_000, mirror: nil, documents: true, expected: 340_000_000, growth: 340_000_000),
            (numbers: 100_000, mirror: nil, documents: false, expected: 235_000_000, growth: 235_000_000),
            (
                numbers: 100_000, mirror: 40_000_000, documents: true, expected: 340_000_000,
                growth: 300_000_000
            ),
            // History has made it larger than its subscriptions alone.
            (numbers: 1000, mirror: 50_000_000, documents: true, expected: 50_000_000, growth: 0),
        ] as [(numbers: Int?, mirror: Int?, documents: Bool, expected: Int, growth: Int)])
    func estimate(numbers: Int?, mirror: Int?, documents: Bool, expected: Int, growth: Int) {
        let need = DiskSpaceEstimate(numbers: numbers, mirrorBytes: mirror, keepsDocuments: documents)
        #expect(need.expectedBytes == expected)
        #expect(need.neededBytes == growth + DiskSpaceEstimate.logBytes)
        #expect(need.comfortableBytes == need.neededBytes + 100_000_000)
    }

    @Test("is judged by what is free", arguments: [(-1, DiskSpaceEstimate.Verdict.tooLittle), (0, .tight)])
    func borders(offset: Int, verdict: DiskSpaceEstimate.Verdict) {
        let need = DiskSpaceEstimate(numbers: 1_000_000, mirrorBytes: nil, keepsDocuments: true)
        #expect(need.comfortableBytes == need.neededBytes + 340_000_000)
        #expect(need.verdict(freeBytes: need.neededBytes + offset) == verdict)
        #expect(need.verdict(freeBytes: need.comfortableBytes - 1) == .tight)
        #expect(need.verdict(freeBytes: need.comfortableBytes) == .enough)
    }
}
