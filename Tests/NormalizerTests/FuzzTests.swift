import Foundation
import MirrorCore
import MirrorStore
import Normalizer
import PullJSON
import TestSupport
import Testing

/// Invariants: no input makes a reader trap; equal inputs give equal results; accepted
/// documents satisfy the mirror's rules.
@Suite("Damaged documents")
struct FuzzTests {
    /// 20,000 inputs, or a million in the long mode.
    private static let inputsPerSeed = LongMode.choose(5_000, long: 250_000)

    @Test("give the same answer twice, and rows that keep the mirror's rules", arguments: 0..<4)
    func survive(seed: UInt64) async throws {
        var corpus = FuzzCorpus(seed: 1_000 + seed)
        let before = ResidentMemory.bytes
        var (bytes, taken) = (0, 0)
        for _ in 0..<Self.inputsPerSeed {
            await Task.yield()
            let input = corpus.next()
            bytes += input.count
            let read = Self.readDetail(input)
            try #require(read == Self.readDetail(input), "\(seed): \(Self.shown(input))")
            if case .success(let rows) = read {
                taken += 1
                let breaches = RowRules.breaches(of: rows, asked: asked)
                try #require(breaches == [], "\(seed): \(Self.shown(input))")
                try #require(rows.contentHash.count == 32)
            } else if case .failure(let error) = read {
                try #require(!error.description.contains(asked.digits), "\(Self.shown(input))")
            }
            try Self.readLists(input)
        }
        try #require(taken > Self.inputsPerSeed / 20)
        print(
            "fuzz seed \(seed): \(Self.inputsPerSeed) inputs, \(bytes >> 20) MB, \(taken) taken as details, "
                + "resident \(before >> 20) MB before, \(ResidentMemory.bytes >> 20) MB after")
    }

    @Test("cut off at any byte are refused")
    func truncated() throws {
        var corpus = FuzzCorpus(seed: 5)
        for _ in 0..<LongMode.choose(3, long: 500) {
            let document = corpus.sound()
            for length in document.indices {
                let start = Array(document[..<length])
                if case .success = Self.readDetail(start) { Issue.record("taken: \(Self.shown(start))") }
                if let page = try? Normalizer.readPage(start.span.bytes) { Issue.record("taken: \(page)") }
            }
        }
    }

    @Test("are saved by a real mirror wherever they are taken at all", arguments: [7, 8])
    func saved(seed: UInt64) async throws {
        var corpus = FuzzCorpus(seed: seed)
        try await withTemporaryMirror { store in
            let start = Date(timeIntervalSince1970: 1_780_000_000)
            let run = try await store.beginRun(.backfill, at: start)
            var saved = 0
            while saved < LongMode.choose(200, long: 20_000) {
                let input = corpus.next()
                guard case .success(let rows) = Self.readDetail(input) else { continue }
                saved += 1
                var fetched = FetchedDocument(rows)
                fetched.raw = RawDocument(of: input)
                let now = start.addingTimeInterval(Double(saved * 60))
                let summary = try await store.save([.document(fetched)], of: run, at: now)
                #expect(summary.fetched == 1)
            }
            let check = try await Shell.run(
                "/usr/bin/sqlite3", [store.path, "PRAGMA integrity_check; PRAGMA foreign_key_check;"])
            #expect(check == "ok\n")
        }
    }

    private static func readDetail(_ input: [UInt8]) -> Result<NormalizedSubscription, DocumentError> {
        do throws(DocumentError) {
            return .success(try Normalizer.normalize(detail: input.span.bytes, asked: asked, language: "no"))
        } catch {
            return .failure(error)
        }
    }

    /// Reads `input` as every kind of list; its number of rows bounds the results.
    private static func readLists(_ input: [UInt8]) throws {
        let rows = try? JSONReader.topLevelArrayCount(input.span.bytes)
        if let page = try? Normalizer.readPage(input.span.bytes) {
            try #require(page.msisdns.count + page.unreadableCount == rows)
        }
        if let page = try? Normalizer.readAccounts(input.span.bytes) {
            try #require(page.accounts.count + page.unreadableCount == rows)
        }
        if let list = try? Normalizer.readSubscriptionTypes(input.span.bytes, language: "no") {
            try #require(Set(list.types.map(\.id)).count == list.types.count)
        }
        if let list = try? Normalizer.readOrderableAddOns(input.span.bytes, msisdn: asked, language: "no") {
            try #require(Set(list.addOns.map(\.productID)).count == list.addOns.count)
        }
    }

    private static func shown(_ input: [UInt8]) -> String {
        String(decoding: input.prefix(4_000), as: UTF8.self)
    }
}
