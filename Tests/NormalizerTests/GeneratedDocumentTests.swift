import Foundation
import MirrorCore
import Normalizer
import Testing

@Suite("Generated documents")
struct GeneratedDocumentTests {
    private static let rounds = ProcessInfo.processInfo.environment["SUBMIRROR_LONG"] == "1" ? 20_000 : 150

    @Test(
        "give the same rows, anomalies and hash in whatever order their arrays and keys come",
        arguments: 0..<4)
    func ignoresOrder(seed: UInt64) throws {
        var generator = SubscriptionGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            let document = generator.document(about: asked.digits)
            let read = try Fixture.normalize(document.text)
            let shuffled = document.shuffled(using: &generator.random).text
            #expect(try Fixture.normalize(shuffled) == read, "\(document.text)\n\(shuffled)")
            #expect(read.contentHash == CanonicalJudge.hash(of: read))
        }
    }

    @Test("give the rows that a slow and independent reader finds", arguments: 10..<14)
    func agreesWithJudge(seed: UInt64) throws {
        var generator = SubscriptionGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            let document = generator.document(about: asked.digits).text
            let read = try Fixture.normalize(document)
            let judge = try #require(SlowJudge(document, msisdn: asked.digits))
            #expect(read.subscription.values.map(SlowJudge.cell) == judge.subscription, "\(document)")
            for (relation, rows) in zip(NormalizedSubscription.relations, read.rows) {
                let judged = judge.rows[relation.name] ?? []
                #expect(rows.count == judged.count, "\(relation.name) \(document)")
                #expect(
                    Set(rows.map { $0.map(SlowJudge.cell) }) == Set(judged), "\(relation.name) \(document)")
            }
        }
    }

    @Test("that differ in their rows differ in their hash", arguments: 20..<22)
    func hashesDifferences(seed: UInt64) throws {
        var generator = SubscriptionGenerator(seed: seed)
        var seen: [[UInt8]: NormalizedSubscription] = [:]
        for _ in 0..<Self.rounds {
            var read = try Fixture.normalize(generator.document(about: asked.digits).text)
            read.anomalies = []
            if let other = seen[read.contentHash] { #expect(other == read) }
            seen[read.contentHash] = read
        }
        #expect(seen.count > Self.rounds * 9 / 10)
    }

    @Test("however damaged, never crash and never give rows of another number", arguments: 30..<34)
    func survivesDamage(seed: UInt64) throws {
        var generator = SubscriptionGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            let document = Array(generator.document(about: asked.digits).text.utf8)
            for _ in 0..<10 { try Self.check(Self.damaged(document, &generator.random)) }
        }
    }

    private static func check(_ bytes: [UInt8]) throws {
        let number = Value.text(asked.digits)
        do throws(DocumentError) {
            let read = try Normalizer.normalize(detail: bytes.span.bytes, asked: asked, language: "no")
            #expect(read.msisdn == asked)
            for row in read.rows.joined() { #expect(row[0] == number) }
            #expect(read.contentHash.count == 32)
        } catch {
            #expect(!error.description.contains(asked.digits))
        }
        _ = try? Normalizer.readPage(bytes.span.bytes)
        _ = try? Normalizer.readAccounts(bytes.span.bytes)
        _ = try? Normalizer.normalize(listEntry: bytes.span.bytes, language: "no")
        _ = try? Normalizer.readSubscriptionTypes(bytes.span.bytes, language: "no")
    }

    private static func damaged(_ document: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = document
        for _ in 0...Int.random(in: 0..<3, using: &random) where !bytes.isEmpty {
            let position = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes.remove(at: position)
            case 2:
                let end = min(bytes.count, position + Int.random(in: 0..<40, using: &random))
                bytes.insert(
                    contentsOf: bytes[position..<end], at: Int.random(in: 0..<bytes.count, using: &random))
            case 3:
                bytes.insert(Array("\"\\{}[]:,0-nt".utf8).randomElement(using: &random) ?? 0, at: position)
            default: bytes[position] = UInt8.random(in: 0...255, using: &random)
            }
        }
        return bytes
    }
}
