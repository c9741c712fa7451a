import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariant: rows pending for a full batch are read, kept and lost like those in the table.
@Suite("Rows that are put in together")
struct RowBatchTests {
    /// A document with enough settings to fill a batch before its rows end.
    private func long(_ number: Int, settings: Int) -> NormalizedSubscription {
        NormalizedSubscription.invented(.invented(number)).changed { document in
            guard let first = document.settings.first else { return }
            document.settings = (1...settings).map { id in
                var row = first
                row.settingID = Int64(id)
                return row
            }
        }
    }

    @Test(
        "are the same in one batch as one by one, wherever a batch ends",
        arguments: [[1], [31, 1], [32], [33, 64], [65, 30, 2, 95]])
    func sizes(settings: [Int]) async throws {
        let documents = settings.enumerated().map { long($0 + 1, settings: $1) }
        try await StoreBench.with { together in
            _ = try await together.store.save(
                documents.map { .document(FetchedDocument($0)) }, of: together.run, at: .hour(9))
            try await StoreBench.with { oneByOne in
                for document in documents {
                    _ = try await oneByOne.store.save(
                        [.document(FetchedDocument(document))], of: oneByOne.run, at: .hour(9))
                }
                let count = try together.contents.rows("SELECT count(*) FROM setting")
                #expect(count == ["\(settings.reduce(0, +))"])
                for relation in RelationRegistry.mirror.relations where relation.isNarrow {
                    let sql = "SELECT * FROM \(relation.name)\(relation.isHistorized ? "_history" : "")"
                    let rows = try (together.contents.rows(sql), oneByOne.contents.rows(sql))
                    #expect(rows.0.sorted() == rows.1.sorted())
                }
            }
        }
    }

    @Test("are seen by a second document of the same number in the same batch")
    func sameNumber() async throws {
        let first = NormalizedSubscription.invented(.invented(1))
        let second = first.changed { document in
            document.settings.removeFirst()
            document.bindings = []
        }
        try await StoreBench.with { bench in
            let summary = try await bench.save(first, second, at: .hour(9))
            #expect(summary == SaveSummary(fetched: 2, changed: 2))
            #expect(
                try bench.contents.rows(
                    "SELECT setting_id, observed_from, observed_to FROM setting_history ORDER BY 1") == [
                        "1|2026-03-01T09:00:00Z|2026-03-01T09:00:01Z", "2|2026-03-01T09:00:00Z|NULL",
                    ])
            #expect(try bench.contents.rows("SELECT count(*) FROM subscription_binding") == ["0"])
        }
    }

    @Test("of a batch that breaks a rule are not put in by the next one")
    func afterFailure() async throws {
        let good = NormalizedSubscription.invented(.invented(1))
        let bad = NormalizedSubscription.invented(.invented(2)).changed { $0.settings[0].occurrence = 0 }
        try await StoreBench.with { bench in
            let summary = try await bench.save(good, bad, at: .hour(9))
            #expect(summary.fetched == 1)
            #expect(summary.quarantined == 1)
            try await bench.save(.invented(.invented(3)), at: .hour(10))
            #expect(
                try bench.contents.rows("SELECT msisdn, count(*) FROM setting GROUP BY 1 ORDER BY 1")
                    == ["4790000001|2", "4790000003|2"])
        }
    }
}
