import Foundation
import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariants: a value missing from one document does not erase another document's; of two different values
/// the later one wins; an address is replaced as a whole; texts are replaced per product and language.
@Suite("Rows that many documents share")
struct SharedRowTests {
    let anna = NormalizedSubscription.invented(.invented(1))

    @Test("what is unknown in a later document does not erase a type's or an organization's fields")
    func unknownErasesNothing() async throws {
        try await StoreBench.with { bench in
            try await bench.save(anna, at: .hour(9))
            let before = try bench.contents.tables()
            var type = SubscriptionTypeRow(id: 1001)
            type.paymentType = "PREPAID"
            let poorer = NormalizedSubscription.invented(.invented(2)).changed {
                $0.subscriptionType = type
                $0.organizations = [OrganizationRow(orgNumber: "999000111")]
            }
            try await bench.save(poorer, at: .hour(10))
            let differences = try bench.contents.differences(from: before)
            #expect(
                differences["subscription_type"]
                    == TableDifference(
                        went: ["1001|Bedrift Flyt|POSTPAID|MOBILE"],
                        came: ["1001|Bedrift Flyt|PREPAID|MOBILE"]))
            #expect(differences["organization"] == nil)
        }
    }

    @Test("an organization whose name is unknown keeps the one it had, though its address is another")
    func addressWithoutName() async throws {
        try await StoreBench.with { bench in
            try await bench.save(anna, at: .hour(9))
            var organization = OrganizationRow(orgNumber: "999000111")
            organization.address = OrganizationRow.Address()
            organization.address?.postalPlace = "BERGEN"
            try await bench.save(
                NormalizedSubscription.invented(.invented(2)).changed { $0.organizations = [organization] },
                at: .hour(10))
            #expect(
                try bench.contents.rows("SELECT name, postal_place FROM organization")
                    == ["Fjordbåt Øst AS|BERGEN"])
        }
    }

    @Test("an address that is given replaces all five of its columns")
    func addressAsAWhole() async throws {
        try await StoreBench.with { bench in
            try await bench.save(anna, at: .hour(9))
            var address = OrganizationRow.Address()
            address.postalPlace = "BERGEN"
            let moved = anna.changed { $0.organizations[0].address = address }
            #expect(try await bench.save(moved, at: .hour(10)) == SaveSummary(fetched: 1))
            #expect(
                try bench.contents.rows("SELECT * FROM organization")
                    == ["999000111|Fjordbåt Øst AS|NULL|NULL|NULL|NULL|BERGEN"])
        }
    }

    @Test("texts are replaced per product and language; those of other products stay")
    func texts() async throws {
        try await StoreBench.with { bench in
            func texts(_ product: Int64, _ language: String, _ values: String...) -> ProductTexts {
                ProductTexts(
                    owner: .setting, productID: product, language: language,
                    texts: values.map { .init(type: "T", value: $0) })
            }
            func save(_ texts: [ProductTexts]) async throws {
                try await bench.store.save(types: [], texts: texts)
            }
            try await save([texts(1, "no", "a", "b"), texts(1, "en", "c"), texts(2, "no", "d")])
            try await save([texts(1, "no", "b", "e"), texts(2, "no")])
            #expect(
                try bench.contents.rows(
                    "SELECT product_id, language, value FROM product_text ORDER BY 1, 2, 3")
                    == ["1|en|c", "1|no|b", "1|no|e"])
        }
    }

    @Test("the last of several documents in one batch stands, also when it says what the first one said")
    func lastOneStands() async throws {
        try await StoreBench.with { bench in
            let second = NormalizedSubscription.invented(.invented(2)).changed {
                $0.subscriptionType?.name = "Bedrift Fri"
                $0.organizations[0].name = "Fjordbåt Vest AS"
                $0.texts[0].texts = [.init(type: "DESCRIPTION", value: "Annet")]
            }
            let third = NormalizedSubscription.invented(.invented(3))
            try await bench.save(anna, second, third, at: .hour(9))
            #expect(
                try bench.contents.rows(
                    "SELECT type.name, organization.name, value FROM subscription_type AS type, organization,"
                        + " product_text") == ["Bedrift Flyt|Fjordbåt Øst AS|To kort, ett nummer"])
        }
    }

    @Test("a document that differs only in what it shares is no change of its number")
    func noChange() async throws {
        try await StoreBench.with { bench in
            try await bench.save(anna, at: .hour(9))
            let renamed = anna.changed { $0.subscriptionType?.name = "Bedrift Fri" }
            #expect(try await bench.save(renamed, at: .hour(10)) == SaveSummary(fetched: 1))
            #expect(
                try bench.contents.rows(
                    "SELECT name, changed_at, verified_at FROM subscription_type, subscription")
                    == ["Bedrift Fri|2026-03-01T09:00:00Z|2026-03-01T10:00:00Z"])
        }
    }

    @Test("the catalogue is saved together with the fact that it was read")
    func catalogue() async throws {
        try await StoreBench.with { bench in
            var type = SubscriptionTypeRow(id: 7)
            type.name = "M2M"
            try await bench.store.save(
                types: [type], texts: [], keeping: FactChanges(.catalogueReadAt, .hour(9)))
            try await bench.store.save(types: [SubscriptionTypeRow(id: 7)], texts: [])
            #expect(try bench.contents.rows("SELECT * FROM subscription_type") == ["7|M2M|NULL|NULL"])
            #expect(try await bench.store.fact(.catalogueReadAt) == .hour(9))
            try await bench.save(anna, at: .hour(9))
            #expect(try await bench.store.knownProductIDs() == [7, 698, 1001])
        }
    }
}
