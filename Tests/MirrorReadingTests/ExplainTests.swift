import MirrorCore
import MirrorReading
import Schema
import TestSupport
import Testing

@Suite("What explains a number")
struct ExplainTests {
    @Test("tells each value with its time, its run and its place in the document")
    func values() throws {
        try ExampleMirror.with { mirror in
            let reader = try mirror.reader()
            #expect(
                try reader.rows(of: .numberValues(of: "4790000001", column: "status")) == [
                    [
                        .text("subscription"), .text("4790000001"), .text("status"), .text("active"),
                        .text("2026-11-01T08:00:00Z"), .text("2026-11-20T08:00:00Z"), .integer(1),
                        .text("$.status"),
                    ],
                    [
                        .text("subscription"), .text("4790000001"), .text("status"), .text("barred"),
                        .text("2026-11-20T08:00:00Z"), .null, .integer(2), .text("$.status"),
                    ],
                ])
            let places = try reader.rows(of: .numberValues(of: "4790000001", column: "party.first_name"))
                .map { [$0[1], $0[7]] }
            #expect(places.contains([.text("user"), .text("$.user.person.firstName")]))
        }
    }

    @Test("what has no end is what the mirror holds now, and no value stands twice in a row")
    func agreesWithNow() throws {
        try ExampleMirror.with { mirror in
            let reader = try mirror.reader()
            let numbers = try reader.rows(of: Query("SELECT msisdn FROM subscription ORDER BY 1"))
            var openCount = 0
            for case .text(let msisdn)? in numbers.map(\.first) {
                let rows = try reader.rows(of: .numberValues(of: msisdn, column: nil))
                for (before, after) in zip(rows, rows.dropFirst())
                where before[0...2] == after[0...2] && before[5] == after[4] {
                    #expect(before[3] != after[3])
                }
                for relation in [Relation.subscription] + RelationRegistry.mirror.told {
                    let open = rows.filter {
                        $0[0] == .text(relation.name) && $0[5] == .null && $0[3] != .null
                    }
                    for column in relation.columns.dropFirst(relation.identityWidth) {
                        let told = open.filter { $0[2] == .text(column) }.map { $0[3] }
                        let held = try reader.rows(
                            of: Query(
                                """
                                SELECT CAST("\(column)" AS TEXT) FROM \(relation.name)
                                WHERE msisdn = :msisdn AND "\(column)" IS NOT NULL
                                """, parameters: ["msisdn": .text(msisdn)])
                        ).map { $0[0] }
                        #expect(
                            Self.sorted(told) == Self.sorted(held), "\(msisdn) \(relation.name).\(column)")
                        openCount += told.count
                    }
                }
            }
            #expect(openCount > 30)
        }
    }

    @Test("tells why a number waits, and what of it cannot be read")
    func state() throws {
        try ExampleMirror.with { mirror in
            func facts(_ msisdn: String) throws -> [[Value]] {
                try mirror.reader().rows(of: .numberState(of: msisdn)).map { Array($0.prefix(2)) }
            }
            let known = try facts("4790000001")
            #expect(known.contains([.text("queued"), .text("the search listed it as changed")]))
            #expect(known.contains([.text("unreadable"), .text("$.settings[].active, 3 values")]))
            #expect(
                try facts("4790000002").contains([
                    .text("parked"), .text("looks gone, with too many others: 404 404001"),
                ]))
            #expect(
                try facts("4790000007") == [
                    [
                        .text("set aside"),
                        .text("fetch: 400018, tries: 2, next: 2026-11-23T08:00:00Z"),
                    ]
                ])
            #expect(try facts("4799999999") == [])
        }
    }

    private static func sorted(_ values: [Value]) -> [String] { values.map { "\($0)" }.sorted() }
}
