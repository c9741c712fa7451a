import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariants: an unchanged document writes only `verified_at`; a changed one writes exactly the rows that
/// differ; the order within a document does not matter.
@Suite("Saving documents")
struct DocumentTests {
    let anna = NormalizedSubscription.invented(.invented(1))
    let other = NormalizedSubscription.invented(.invented(2))

    @Test("the first save of a number writes all its rows, as versions that begin now")
    func first() async throws {
        try await StoreBench.with { bench in
            let summary = try await bench.save(anna, at: .hour(9))
            #expect(summary == SaveSummary(fetched: 1, changed: 1))
            let expected = [
                "subscription_history": [
                    "4790000001|ACTIVE|1001|Kostnadssted 4711||NULL|2020-02-29|NULL|NULL|2026-03-01T09:00:00Z"
                        + "|2026-03-01T09:00:00Z|2026-03-01T09:00:00Z|NULL|NULL|2026-03-01T09:00:00Z|NULL"
                ],
                "party_history": [
                    "4790000001|owner|organization|NULL|NULL|NULL|NULL|999000111|NULL|2026-03-01T09:00:00Z|NULL",
                    "4790000001|user|person|Åse|NULL|Bråten|1980-05-17|NULL|NULL|2026-03-01T09:00:00Z|NULL",
                ],
                "sim_card_history": [
                    "4790000001|NULL|1|580000000001|DATA|2026-03-01T09:00:00Z|NULL",
                    "4790000001|8947000000000000001|1|4790000001|MAIN|2026-03-01T09:00:00Z|NULL",
                ],
                "setting_history": [
                    "4790000001|1|1|Datakontroll utland|1|NULL|1|2026-03-01T09:00:00Z|NULL",
                    "4790000001|2|1|NULL|0|NULL|NULL|2026-03-01T09:00:00Z|NULL",
                ],
                "add_on_history": [
                    "4790000001|698|1|Tvilling|1|NULL|2026-03-01T09:00:00Z|NULL",
                    "4790000001|698|2|Tvilling|1|2027-01-31|2026-03-01T09:00:00Z|NULL",
                ],
                "subscription_binding": ["4790000001|12 months|NULL|1"],
                "add_on_binding": ["4790000001|698|1|NULL|PRICE|1"],
                "subscription_usage_quota": ["4790000001|Antall MB|MB|NULL|NULL|1|10240|NULL"],
                "add_on_usage_quota": ["4790000001|698|2|NULL|GB|NULL|NULL|1|1.5|2026-12-31"],
                "add_on_order_type": ["4790000001|698|1|CHANGE", "4790000001|698|1|NEW"],
                "subscription_type": ["1001|Bedrift Flyt|POSTPAID|MOBILE"],
                "organization": ["999000111|Fjordbåt Øst AS|Kaigata|7|NULL|0001|OSLO"],
                "product_text": ["add_on|698|no|DESCRIPTION|To kort, ett nummer"],
            ]
            for (relation, rows) in expected {
                #expect(try bench.contents.rows("SELECT * FROM \(relation) ORDER BY 1, 2, 3") == rows)
            }
        }
    }

    @Test("a document that was saved before, in whatever order, moves verified_at and nothing else")
    func unchanged() async throws {
        try await StoreBench.with { bench in
            try await bench.save(anna, other, at: .hour(9))
            let before = try bench.contents.tables()
            let shuffled = anna.changed { document in
                document.parties.reverse()
                document.simCards.reverse()
                document.settings.reverse()
                document.addOns.reverse()
                document.addOnOrderTypes.reverse()
            }
            #expect(try await bench.save(anna, at: .hour(10)) == SaveSummary(fetched: 1))
            #expect(try await bench.save(shuffled, at: .hour(11)) == SaveSummary(fetched: 1))
            #expect(
                try bench.contents.rows("SELECT verified_at FROM subscription ORDER BY msisdn")
                    == ["2026-03-01T11:00:00Z", "2026-03-01T09:00:00Z"])
            #expect(
                try bench.contents.differences(from: before).keys.sorted() == ["_subscription", "sync_run"])
        }
    }

    @Test("verified_at is not moved back by a clock that was set back")
    func verifiedAtStays() async throws {
        try await StoreBench.with { bench in
            for hour in [9, 10, 7] { try await bench.save(anna, at: .hour(hour)) }
            #expect(
                try bench.contents.rows("SELECT verified_at FROM subscription") == ["2026-03-01T10:00:00Z"])
        }
    }

    @Test("a changed setting closes one version and opens one, and its neighbours are not touched")
    func changedSetting() async throws {
        try await StoreBench.with { bench in
            try await bench.save(anna, other, at: .hour(9))
            let before = try bench.contents.tables()
            let next = anna.changed { $0.settings[0].active = false }
            #expect(try await bench.save(next, at: .hour(10)) == SaveSummary(fetched: 1, changed: 1))
            let differences = try bench.contents.differences(from: before)
            #expect(differences.keys.sorted() == ["_subscription", "setting_history", "sync_run"])
            #expect(
                differences["setting_history"]
                    == TableDifference(
                        went: ["4790000001|1|1|Datakontroll utland|1|NULL|1|2026-03-01T09:00:00Z|NULL"],
                        came: [
                            "4790000001|1|1|Datakontroll utland|0|NULL|1|2026-03-01T10:00:00Z|NULL",
                            "4790000001|1|1|Datakontroll utland|1|NULL|1|2026-03-01T09:00:00Z|2026-03-01T10:00:00Z",
                        ]))
            #expect(
                try bench.contents.rows(
                    "SELECT msisdn, first_seen_at, changed_at, verified_at FROM subscription ORDER BY 1") == [
                        "4790000001|2026-03-01T09:00:00Z|2026-03-01T10:00:00Z|2026-03-01T10:00:00Z",
                        "4790000002|2026-03-01T09:00:00Z|2026-03-01T09:00:00Z|2026-03-01T09:00:00Z",
                    ])
        }
    }

    @Test("a version that is over keeps when it was last verified and what changed last before it ended")
    func closedVersion() async throws {
        try await StoreBench.with { bench in
            try await bench.save(anna, at: .hour(9))
            try await bench.save(anna.changed { $0.settings = [] }, at: .hour(10))
            try await bench.save(anna.changed { $0.settings = [] }, at: .hour(11))
            try await bench.save(anna.changed { $0.subscription.status = "BARRED" }, at: .hour(12))
            #expect(
                try bench.contents.rows(
                    """
                    SELECT status, changed_at, verified_at, observed_from, observed_to
                    FROM subscription_history ORDER BY observed_from
                    """) == [
                        "ACTIVE|2026-03-01T10:00:00Z|2026-03-01T11:00:00Z|2026-03-01T09:00:00Z|2026-03-01T12:00:00Z",
                        "BARRED|2026-03-01T12:00:00Z|2026-03-01T12:00:00Z|2026-03-01T12:00:00Z|NULL",
                    ])
        }
    }

    @Test("rows without history are replaced where they differ")
    func plainRelations() async throws {
        try await StoreBench.with { bench in
            try await bench.save(anna, at: .hour(9))
            let before = try bench.contents.tables()
            let next = anna.changed { document in
                document.usageQuotas[0].quota.value = .integer(20_480)
                document.bindings = []
                document.addOnOrderTypes.removeFirst()
            }
            #expect(try await bench.save(next, at: .hour(10)) == SaveSummary(fetched: 1, changed: 1))
            var differences = try bench.contents.differences(from: before)
            #expect(Set(["_subscription", "sync_run"]).isSubset(of: differences.keys))
            differences["_subscription"] = nil
            differences["sync_run"] = nil
            #expect(
                differences == [
                    "subscription_usage_quota": TableDifference(
                        went: ["4790000001|Antall MB|MB|NULL|NULL|1|10240|NULL"],
                        came: ["4790000001|Antall MB|MB|NULL|NULL|1|20480|NULL"]),
                    "subscription_binding": TableDifference(went: ["4790000001|12 months|NULL|1"]),
                    "add_on_order_type": TableDifference(went: ["4790000001|698|1|CHANGE"]),
                ])
        }
    }

    @Test(
        "changes in one second, or after the clock was set back, are a second apart",
        arguments: [[Date.hour(9), .hour(9), .hour(9)], [.hour(9), .hour(8), .hour(6)]])
    func monotonic(times: [Date]) async throws {
        try await StoreBench.with { bench in
            for (time, status) in zip(times, ["ACTIVE", "BARRED", "ACTIVE"]) {
                try await bench.save(anna.changed { $0.subscription.status = status }, at: time)
            }
            #expect(
                try bench.contents.rows(
                    "SELECT status, observed_from, observed_to FROM subscription_history ORDER BY 2") == [
                        "ACTIVE|2026-03-01T09:00:00Z|2026-03-01T09:00:01Z",
                        "BARRED|2026-03-01T09:00:01Z|2026-03-01T09:00:02Z",
                        "ACTIVE|2026-03-01T09:00:02Z|NULL",
                    ])
            #expect(
                try bench.contents.rows("SELECT changed_at, verified_at FROM subscription")
                    == ["2026-03-01T09:00:02Z|2026-03-01T09:00:02Z"])
        }
    }

    @Test("text is kept byte for byte: letters that look alike are a change")
    func bytes() async throws {
        try await StoreBench.with { bench in
            let composed = anna.changed { $0.subscription.userReference1 = "Kafé" }
            let decomposed = anna.changed {
                $0.subscription.userReference1 = "Kafe\u{301}"
                $0.settings[0].name = "A\u{30A}"
            }
            try await bench.save(composed.changed { $0.settings[0].name = "Å" }, at: .hour(9))
            try await bench.save(decomposed, at: .hour(10))
            #expect(
                try bench.contents.rows(
                    "SELECT hex(user_reference1), hex(name) FROM subscription JOIN setting USING (msisdn)"
                        + " WHERE setting_id = 1") == ["4B616665CC81|41CC8A"])
        }
    }

    @Test(
        "every text comes back as it came, whatever is in it",
        arguments: [
            "", " trailing ", "N/A", "'; DROP TABLE anomaly; --", "a\u{0}b", "æøå 𝕊", "\"quoted\"",
            "%_?1:name",
        ])
    func hostileText(text: String) async throws {
        try await StoreBench.with { bench in
            try await bench.save(anna.changed { $0.subscription.userReference1 = text }, at: .hour(9))
            try await bench.save(
                anna.changed {
                    $0.subscription.userReference1 = text
                    $0.settings[0].name = text
                }, at: .hour(10))
            let hex = text.utf8.map { String(UInt16($0) + 0x100, radix: 16, uppercase: true).dropFirst() }
                .joined()
            #expect(
                try bench.contents.rows(
                    """
                    SELECT hex(user_reference1), hex(name) FROM subscription JOIN setting USING (msisdn)
                    WHERE setting_id = 1
                    """) == ["\(hex)|\(hex)"])
            #expect(try bench.contents.rows("SELECT count(*) FROM subscription_history") == ["1"])
        }
    }

    @Test("a number twice in one batch is saved as it came last")
    func twiceInABatch() async throws {
        try await StoreBench.with { bench in
            let summary = try await bench.save(
                anna, anna.changed { $0.subscription.status = "BARRED" }, anna, at: .hour(9))
            #expect(summary == SaveSummary(fetched: 3, changed: 3))
            #expect(
                try bench.contents.rows("SELECT status, changed_at FROM subscription")
                    == ["ACTIVE|2026-03-01T09:00:02Z"])
        }
    }

    @Test("what could be ordered for a number is replaced with its detail, and nothing is versioned for it")
    func orderable() async throws {
        try await StoreBench.with { bench in
            func save(_ products: [Int64], at now: Date) async throws {
                var fetched = FetchedDocument(anna)
                fetched.orderable = OrderableAddOns(
                    rows: products.map { OrderableAddOnRow(msisdn: anna.msisdn, productID: $0) }, texts: [])
                _ = try await bench.store.save([.document(fetched)], of: bench.run, at: now)
            }
            try await save([1, 2], at: .hour(9))
            try await save([2, 3], at: .hour(10))
            try await bench.save(anna, at: .hour(11))
            #expect(
                try bench.contents.rows("SELECT * FROM orderable_add_on")
                    == ["4790000001|2|NULL|NULL|NULL", "4790000001|3|NULL|NULL|NULL"])
            #expect(
                try bench.contents.rows("SELECT changed_at FROM subscription") == ["2026-03-01T09:00:00Z"])
        }
    }
}
