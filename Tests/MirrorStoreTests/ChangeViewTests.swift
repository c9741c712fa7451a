import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariants: every saved change is a row, and nothing else is; a number that comes or goes is one row,
/// without rows for its parties, cards, settings and add-ons.
@Suite("The view change")
struct ChangeViewTests {
    static let anna = NormalizedSubscription.invented(.invented(1))
    static let saved = "2026-03-01T10:00:00Z|4790000001|"

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let change: @Sendable (inout NormalizedSubscription) -> Void
        let rows: [String]

        init(
            _ name: String, _ rows: String...,
            change: @escaping @Sendable (inout NormalizedSubscription) -> Void
        ) {
            testDescription = name
            self.rows = rows
            self.change = change
        }
    }

    static let cases = [
        Case(
            "two columns of a subscription", "subscription|4790000001|status|ACTIVE|BARRED|changed",
            "subscription|4790000001|valid_to_date|NULL|2026-12-31|changed"
        ) {
            $0.subscription.status = "BARRED"
            $0.subscription.validToDate = "2026-12-31"
        },
        Case(
            "every other column of a subscription",
            "subscription|4790000001|subscription_type_id|1001|NULL|changed",
            "subscription|4790000001|user_reference1|Kostnadssted 4711||changed",
            "subscription|4790000001|user_reference2||NULL|changed",
            "subscription|4790000001|user_reference3|NULL|x|changed",
            "subscription|4790000001|valid_from_date|2020-02-29|2020-03-01|changed"
        ) {
            $0.subscription.subscriptionTypeID = nil
            $0.subscription.userReference1 = ""
            $0.subscription.userReference2 = nil
            $0.subscription.userReference3 = "x"
            $0.subscription.validFromDate = "2020-03-01"
        },
        Case("a user's name", "party|user|last_name|Bråten|Bråthen|changed") {
            $0.parties[0].lastName = "Bråthen"
        },
        Case(
            "an owner who went and a payer who came", "party|owner|NULL|organization|NULL|removed",
            "party|payer|NULL|NULL|organization|added"
        ) { document in
            document.parties[1].role = .payer
        },
        Case("the type of a card without an ICCID", "sim_card|580000000001|type|DATA|TWIN|changed") {
            $0.simCards[0].type = "TWIN"
        },
        Case(
            "the number of a card with an ICCID",
            "sim_card|8947000000000000001|sim_msisdn|4790000001|580000000002|changed"
        ) {
            $0.simCards[1].simMsisdn = "580000000002"
        },
        Case(
            "another number of a card without an ICCID is another card",
            "sim_card|580000000001|NULL|DATA|NULL|removed", "sim_card|580000000003|NULL|NULL|DATA|added"
        ) {
            $0.simCards[0].simMsisdn = "580000000003"
        },
        Case(
            "a card that shares its ICCID with another one",
            "sim_card|8947000000000000001#2|NULL|NULL|TWIN|added"
        ) { document in
            document.simCards.append(
                SimCardRow(
                    msisdn: document.msisdn, iccID: "8947000000000000001", occurrence: 2, simMsisdn: nil,
                    type: "TWIN"))
        },
        Case("a card of which nothing is known but its type", "sim_card|NULL|NULL|NULL|MAIN|added") {
            document in
            document.simCards.append(
                SimCardRow(msisdn: document.msisdn, iccID: nil, simMsisdn: nil, type: "MAIN"))
        },
        Case(
            "a setting that is on no longer, and one that is not known any more",
            "setting|1|active|1|0|changed", "setting|2|active|0|NULL|changed"
        ) {
            $0.settings[0].active = false
            $0.settings[1].active = nil
        },
        Case("a setting that went", "setting|1|NULL|Datakontroll utland|NULL|removed") {
            $0.settings.removeFirst()
        },
        Case("the second of two equal add-ons", "add_on|698#2|valid_to|2027-01-31|2027-02-28|changed") {
            $0.addOns[1].validTo = "2027-02-28"
        },
        Case("a third add-on of the same product", "add_on|698#3|NULL|NULL|Tvilling|added") { document in
            var third = document.addOns[0]
            third.occurrence = 3
            document.addOns.append(third)
        },
        Case("the second of two equal add-ons went", "add_on|698#2|NULL|Tvilling|NULL|removed") { document in
            document.addOns.removeLast()
            document.addOnUsageQuotas = []
        },
        Case("a usage quota has no history and so no change") {
            $0.usageQuotas[0].quota.value = .null
        },
    ]

    @Test("shows each changed field, and each row that came or went", arguments: cases)
    func golden(of change: Case) async throws {
        try await StoreBench.with { bench in
            try await bench.save(Self.anna, .invented(.invented(2)), at: .hour(9))
            try await bench.save(Self.anna.changed(change.change), at: .hour(10))
            #expect(
                try bench.contents.rows(
                    "SELECT * FROM change WHERE observed_at > '2026-03-01T09:00:00Z' ORDER BY relation, item, field"
                )
                    == change.rows.map { Self.saved + $0 })
        }
    }

    @Test("shows a number's first load, its end and its return as one row each, whatever happens between")
    func comesAndGoes() async throws {
        try await StoreBench.with { bench in
            try await bench.save(Self.anna, at: .hour(9))
            try await bench.bury(Self.anna.msisdn, at: .hour(10))
            try await bench.save(Self.anna.changed { $0.settings = [] }, at: .hour(11))
            try await bench.bury(Self.anna.msisdn, at: .hour(12))
            #expect(
                try bench.contents.rows("SELECT * FROM change ORDER BY observed_at") == [
                    "2026-03-01T09:00:00Z|4790000001|subscription|4790000001|NULL|NULL|NULL|added",
                    "2026-03-01T10:00:00Z|4790000001|subscription|4790000001|NULL|NULL|NULL|removed",
                    "2026-03-01T11:00:00Z|4790000001|subscription|4790000001|NULL|NULL|NULL|added",
                    "2026-03-01T12:00:00Z|4790000001|subscription|4790000001|NULL|NULL|NULL|removed",
                ])
        }
    }

    @Test("a change in the second of the first load, a second later, is a change and not an arrival")
    func sameSecond() async throws {
        try await StoreBench.with { bench in
            try await bench.save(Self.anna, at: .hour(10))
            try await bench.save(Self.anna.changed { $0.settings[0].active = false }, at: .hour(10))
            #expect(
                try bench.contents.rows("SELECT * FROM change ORDER BY observed_at") == [
                    "2026-03-01T10:00:00Z|4790000001|subscription|4790000001|NULL|NULL|NULL|added",
                    "2026-03-01T10:00:01Z|4790000001|setting|1|active|1|0|changed",
                ])
        }
    }

    @Test("a number that is found on another account is one change of it")
    func account() async throws {
        try await StoreBench.with { bench in
            try await bench.save(Self.anna, at: .hour(8))
            try await bench.reconcile(listed: [Self.anna.msisdn], account: "10000001", at: .hour(9))
            try await bench.reconcile(listed: [Self.anna.msisdn], account: "10000002", at: .hour(10))
            #expect(
                try bench.contents.rows("SELECT * FROM change WHERE kind = 'changed' ORDER BY observed_at")
                    == [
                        "2026-03-01T09:00:00Z|4790000001|subscription|4790000001|account_id|NULL|10000001|changed",
                        "2026-03-01T10:00:00Z|4790000001|subscription|4790000001|account_id|10000001|10000002|changed",
                    ])
        }
    }
}
