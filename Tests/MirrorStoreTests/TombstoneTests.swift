import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariants: nothing is deleted because a list lacks it; a tombstone needs two proofs, absence from a
/// complete list and the API's own reply; a gone number has no open version besides its tombstone; a number
/// that comes back is the same number, with its original first_seen_at.
@Suite("Subscriptions that are gone")
struct TombstoneTests {
    let anna = NormalizedSubscription.invented(.invented(1))
    let other = NormalizedSubscription.invented(.invented(2))

    @Test("with both proofs a number becomes a tombstone, its rows are closed and its document is dropped")
    func buried() async throws {
        try await StoreBench.with { bench in
            try await bench.save(anna, other, at: .hour(9))
            try await bench.reconcile(listed: [other.msisdn], at: .hour(10))
            #expect(try await bench.deny(anna.msisdn, at: .hour(11)) == SaveSummary(parked: 1))
            #expect(try bench.contents.rows("SELECT gone_at FROM subscription") == ["NULL", "NULL"])
            #expect(try await bench.judge(at: .hour(11)) == GoneVerdict(gone: 1, living: 2))
            #expect(
                try bench.contents.rows(
                    "SELECT msisdn, status, first_seen_at, changed_at, verified_at, gone_at, gone_reason"
                        + " FROM subscription ORDER BY 1") == [
                        "4790000001|ACTIVE|2026-03-01T09:00:00Z|2026-03-01T11:00:00Z|2026-03-01T11:00:00Z"
                            + "|2026-03-01T11:00:00Z|404001",
                        "4790000002|ACTIVE|2026-03-01T09:00:00Z|2026-03-01T10:00:00Z|2026-03-01T09:00:00Z|NULL|NULL",
                    ])
            #expect(
                try bench.contents.rows(
                    """
                    SELECT observed_from, observed_to FROM party_history WHERE msisdn = '4790000001'
                    UNION SELECT observed_from, observed_to FROM sim_card_history WHERE msisdn = '4790000001'
                    UNION SELECT observed_from, observed_to FROM setting_history WHERE msisdn = '4790000001'
                    UNION SELECT observed_from, observed_to FROM add_on_history WHERE msisdn = '4790000001'
                    """) == ["2026-03-01T09:00:00Z|2026-03-01T11:00:00Z"])
            #expect(
                try bench.contents.rows(
                    "SELECT msisdn FROM _raw_document JOIN _number ON _number.id = _raw_document.number") == [
                        "4790000002"
                    ])
            #expect(try await bench.store.queueCount() == 0)
            #expect(try bench.contents.rows("SELECT * FROM quarantine") == [])
        }
    }

    @Test("the API's word alone sets the number aside and leaves its rows as they are")
    func oneProof() async throws {
        try await StoreBench.with { bench in
            try await bench.save(anna, at: .hour(9))
            let before = try bench.contents.tables()
            #expect(try await bench.deny(anna.msisdn, at: .hour(10)) == SaveSummary(quarantined: 1))
            #expect(
                try bench.contents.differences(from: before)["quarantine"]
                    == TableDifference(came: [
                        "4790000001|fetch|404001|1|2026-03-01T10:00:00Z|2026-03-01T10:15:00Z"
                    ]))
            #expect(
                try bench.contents.differences(from: before).keys.sorted() == ["quarantine", "sync_run"])
        }
    }

    @Test("absence from a complete list alone queues the number and leaves its rows as they are")
    func otherProof() async throws {
        try await StoreBench.with { bench in
            try await bench.save(anna, at: .hour(9))
            try await bench.reconcile(listed: [], at: .hour(10))
            #expect(try await bench.save(anna, at: .hour(11)) == SaveSummary(fetched: 1))
            #expect(try bench.contents.rows("SELECT gone_at FROM subscription") == ["NULL"])
            #expect(try await bench.store.queueCount() == 0)
        }
    }

    @Test("absence from a complete list counts, also when the number was queued for a more urgent reason")
    func urgentReason() async throws {
        try await StoreBench.with { bench in
            try await bench.save(anna, at: .hour(9))
            try await bench.store.save(
                PollRecord(
                    from: .hour(9), to: .hour(10), pages: 1, passes: 1, rows: 1, listed: [anna.msisdn],
                    changed: [anna.msisdn]), of: bench.run, at: .hour(10))
            try await bench.reconcile(listed: [], at: .hour(11))
            #expect(try await bench.deny(anna.msisdn, at: .hour(12)) == SaveSummary(parked: 1))
        }
    }

    @Test("a number that was seen after the list was read is not missing from it")
    func seenAfterTheList() async throws {
        try await StoreBench.with { bench in
            try await bench.reconcile(listed: [], at: .hour(9))
            try await bench.save(anna, at: .hour(10))
            #expect(try await bench.deny(anna.msisdn, at: .hour(11)) == SaveSummary(quarantined: 1))
        }
    }

    @Test("a tombstone that is denied again stays as it is, and is not set aside")
    func twice() async throws {
        try await StoreBench.with { bench in
            try await bench.save(anna, at: .hour(9))
            try await bench.bury(anna.msisdn, at: .hour(10))
            let before = try bench.contents.tables()
            #expect(try await bench.deny(anna.msisdn, at: .hour(11)) == SaveSummary())
            #expect(try bench.contents.differences(from: before) == [:])
        }
    }

    @Test("a number that comes back is opened anew, and was first seen when it was first seen")
    func comesBack() async throws {
        try await StoreBench.with { bench in
            try await bench.save(anna, at: .hour(9))
            try await bench.bury(anna.msisdn, at: .hour(10))
            #expect(try await bench.save(anna, at: .hour(11)) == SaveSummary(fetched: 1, changed: 1))
            #expect(
                try bench.contents.rows(
                    """
                    SELECT first_seen_at, status, gone_at, gone_reason, observed_from, observed_to
                    FROM subscription_history ORDER BY observed_from
                    """) == [
                        "2026-03-01T09:00:00Z|ACTIVE|NULL|NULL|2026-03-01T09:00:00Z|2026-03-01T10:00:00Z",
                        "2026-03-01T09:00:00Z|ACTIVE|2026-03-01T10:00:00Z|404001|2026-03-01T10:00:00Z"
                            + "|2026-03-01T11:00:00Z",
                        "2026-03-01T09:00:00Z|ACTIVE|NULL|NULL|2026-03-01T11:00:00Z|NULL",
                    ])
            #expect(
                try bench.contents.rows(
                    "SELECT count(*), min(observed_from) FROM setting_history WHERE observed_to"
                        + " IS NULL") == ["2|2026-03-01T11:00:00Z"])
            #expect(try bench.contents.rows("SELECT count(*) FROM _raw_document") == ["1"])
        }
    }

    @Test("what could be ordered for a number goes with it")
    func orderable() async throws {
        try await StoreBench.with { bench in
            var fetched = FetchedDocument(anna)
            fetched.orderable = OrderableAddOns(
                rows: [OrderableAddOnRow(msisdn: anna.msisdn, productID: 5)], texts: [])
            _ = try await bench.store.save([.document(fetched)], of: bench.run, at: .hour(9))
            try await bench.bury(anna.msisdn, at: .hour(10))
            #expect(try bench.contents.rows("SELECT * FROM orderable_add_on") == [])
        }
    }
}
