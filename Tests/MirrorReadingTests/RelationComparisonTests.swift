import MirrorCore
import MirrorReading
import TestSupport
import Testing

@Suite("Comparing a relation with what it should hold")
struct RelationComparisonTests {
    static let cards: [[Value]] = [
        [.text("4790000001"), .text("89470000000000000001"), .text("MAIN")],
        [.text("4790000001"), .null, .text("TWIN")],
        [.text("4790000001"), .null, .text("TWIN")],
    ]

    private func differences(
        _ relation: String, _ columns: [String], _ expected: [[Value]], livingOnly: Bool = false,
        limit: Int = 20
    ) throws -> [String] {
        var lines: [String] = []
        try ExampleMirror.with { mirror in
            lines = try RelationComparison(with: mirror.reader(), limit: limit).differences(
                relation: relation, columns: columns, expected: expected, livingOnly: livingOnly)
        }
        return lines
    }

    @Test("finds nothing where both are equal, in whatever order")
    func equal() throws {
        try #expect(differences("sim_card", ["msisdn", "icc_id", "type"], Self.cards.reversed()) == [])
    }

    @Test("names missing and unexpected rows, and counts equal ones")
    func different() throws {
        try #expect(
            differences(
                "sim_card", ["msisdn", "icc_id", "type"],
                [Self.cards[0], Self.cards[0], [.text("4790000001"), .text("8\n9"), .integer(1)]]) == [
                    "sim_card: unexpected 2 times msisdn='4790000001' icc_id=NULL type='TWIN'",
                    "sim_card: missing msisdn='4790000001' icc_id='8\\n9' type=1",
                    "sim_card: missing msisdn='4790000001' icc_id='89470000000000000001' type='MAIN'",
                ])
    }

    @Test("leaves gone rows out when asked to, and stops at its limit")
    func livingAndLimit() throws {
        try #expect(differences("subscription", ["msisdn"], [], livingOnly: true).count == 4)
        try #expect(
            differences("subscription", ["msisdn"], [], limit: 1) == [
                "subscription: unexpected msisdn='479000000005'", "subscription: 4 more rows differ",
            ])
    }

    @Test("a whole number and the same with decimals differ, as do NULL and an empty text")
    func typesMatter() throws {
        try #expect(
            differences(
                "subscription_usage_quota", ["value", "valid_to"],
                [[.real(1.5), .text("")], [.real(100), .text("2026-12-31")]]) == [
                    "subscription_usage_quota: unexpected value=1.5 valid_to=NULL",
                    "subscription_usage_quota: missing value=1.5 valid_to=''",
                    "subscription_usage_quota: unexpected value=100 valid_to='2026-12-31'",
                    "subscription_usage_quota: missing value=100.0 valid_to='2026-12-31'",
                ])
    }

    @Test("a column that is not there is an error, not a text")
    func unknownColumn() {
        #expect(throws: QueryFailure.notUnderstood("no such column: sim_card.colour")) {
            try differences("sim_card", ["colour"], [])
        }
    }
}
