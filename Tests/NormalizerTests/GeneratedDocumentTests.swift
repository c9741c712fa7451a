import Foundation
import MirrorCore
import Normalizer
import TestSupport
import Testing

@Suite("Generated documents")
struct GeneratedDocumentTests {
    private static let rounds = ProcessInfo.processInfo.environment["SUBMIRROR_LONG"] == "1" ? 20_000 : 150

    @Test(
        "give the same rows, anomalies and hash in whatever order their arrays and keys come",
        arguments: 0..<4)
    func ignoresOrder(seed: UInt64) async throws {
        var generator = SubscriptionGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            await Task.yield()
            let document = generator.document(about: asked.digits)
            let read = try Fixture.normalize(document.text)
            let shuffled = document.shuffled(using: &generator.random).text
            #expect(try Fixture.normalize(shuffled) == read, "\(document.text)\n\(shuffled)")
            #expect(read.contentHash == ReferenceHash.hash(of: read))
        }
    }

    @Test("give the rows that a slow and independent reader finds", arguments: 10..<14)
    func agreesWithJudge(seed: UInt64) async throws {
        var generator = SubscriptionGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            await Task.yield()
            let document = generator.document(about: asked.digits).text
            let read = try Fixture.normalize(document)
            let judge = try #require(ReferenceReader(document, msisdn: asked.digits))
            #expect(read.subscription.values.map(ReferenceReader.cell) == judge.subscription, "\(document)")
            for (relation, rows) in read.rows.map({ ($0.relation, $0.cells) }) {
                let judged = judge.rows[relation.name] ?? []
                #expect(rows.count == judged.count, "\(relation.name) \(document)")
                #expect(
                    Set(rows.map { $0.map(ReferenceReader.cell) }) == Set(judged),
                    "\(relation.name) \(document)")
            }
        }
    }

    @Test("that differ in their rows differ in their hash", arguments: 20..<22)
    func hashesDifferences(seed: UInt64) async throws {
        var generator = SubscriptionGenerator(seed: seed)
        var seen: [[UInt8]: NormalizedSubscription] = [:]
        for _ in 0..<Self.rounds {
            await Task.yield()
            var read = try Fixture.normalize(generator.document(about: asked.digits).text)
            read.anomalies = []
            if let other = seen[read.contentHash] { #expect(other == read) }
            seen[read.contentHash] = read
        }
        #expect(seen.count > Self.rounds * 9 / 10)
    }
}
