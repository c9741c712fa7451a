import Foundation
import MirrorCore
import MirrorStore
import Normalizer
import TestSupport
import Testing

/// Invariants: no input makes a reader trap; equal inputs give equal results; accepted
/// documents satisfy the mirror's rules.
@Suite("Damaged documents of Millom's")
struct MillomFuzzTests {
    private static let sound: [(MillomRecord, String)] = [
        (
            .accountInfo,
            """
            {"accountType":"PREPAID","currency":"NOK","balances":[{"balanceType":"main","balance":"1.01",\
            "expiry":"2026-12-31T23:59:59Z"},{"balanceType":"loan","balance":-10.00}],\
            "validUntil":"2026-11-26T12:00:00+01:00"}
            """
        ),
        (
            .balance,
            """
            {"activePlans":[{"planId":"P1","planName":[{"language":"en","text":"Much"}],"planDescription":[],\
            "expiry":"2026-12-01T00:00:00","gauge":[{"unit":"bytes","quota":9223372036854775807,\
            "remaining":"100,"}],"applications":["video"]},{"planId":"P1","planName":{"text":"\\u00e9"}}],\
            "accountId":"1","monetaryBalance":{"balance":"1.01"},"dataBalance":{"balance":"100"},"tenure":20,\
            "dateOfBirth":"1990-12-31T23:59:59"}
            """
        ),
        (
            .upsellOffer,
            """
            {"subscriberState":"GOOD_TO_GO","offers":[{"planId":"P1","cost":"14","costCurrency":"NOK",\
            "quota":[{"unit":"bytes","quota":1e9}],"offerContext":"x\\ud83d\\ude00"},{"planId":"P1","cost":14}]}
            """
        ),
    ]

    private static func normalize(
        _ record: MillomRecord, _ bytes: [UInt8]
    ) -> Result<NormalizedMillomRecord, DocumentError> {
        Result { () throws(DocumentError) in
            try Normalizer.normalize(record, bytes.span.bytes, of: .invented(1))
        }
    }

    @Test("give the same answer twice, and rows that a real mirror saves", arguments: 0..<4)
    func survive(seed: UInt64) async throws {
        var mutator = DocumentMutator(seed: 4_000 + seed)
        var taken = 0
        try await withTemporaryMirror { store in
            let start = Date(timeIntervalSince1970: 1_793_000_000)
            let run = try await store.beginRun(.incremental, of: .millom, at: start)
            _ = try await store.followMillom([.invented(1)], at: start)
            for step in 0..<LongMode.choose(600, long: 50_000) {
                let (record, document) = mutator.random.pick(Self.sound)
                let (_, other) = mutator.random.pick(Self.sound)
                let input = mutator.damaged(Array(document.utf8), splicedWith: Array(other.utf8))
                let read = Self.normalize(record, input)
                let shown = String(decoding: input, as: UTF8.self)
                try #require(read == Self.normalize(record, input), "\(seed): \(shown)")
                guard case .success(let rows) = read else { continue }
                taken += 1
                try #require(rows.contentHash.count == 32)
                let summary = try await store.save(
                    [.document(rows)], of: run, every: .seconds(3600),
                    at: start.addingTimeInterval(Double(step)))
                try #require(summary.fetched == 1 && summary.quarantined == 0, "\(seed): \(shown)")
            }
            #expect(taken > 100)
            #expect(try MirrorInvariants.breaches(of: MirrorContents(path: store.path)) == [:])
        }
    }

    @Test("cut off at any byte are refused")
    func truncated() {
        for (record, document) in Self.sound {
            let bytes = Array(document.utf8)
            guard case .success = Self.normalize(record, bytes) else {
                Issue.record("\(record) is not sound")
                continue
            }
            for length in bytes.indices {
                if case .success = Self.normalize(record, Array(bytes[..<length])) {
                    Issue.record("taken: \(record) up to byte \(length)")
                }
            }
        }
    }
}
