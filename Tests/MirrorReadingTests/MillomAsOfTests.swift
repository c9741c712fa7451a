import Foundation
import GRDB
import MirrorCore
import MirrorReading
import MirrorStore
import TestSupport
import Testing

/// Invariant: the mirror as of a moment shows what had been saved by then, whatever Millom said later.
@Suite("What Millom said, as of an earlier time")
struct MillomAsOfTests {
    private static let relations = RelationRegistry.mirror.ofSubscribers

    @Test(
        "equals what had been saved, in every relation, however records came and failed",
        arguments: 1...6 as ClosedRange<UInt64>)
    func equals(seed: UInt64) async throws {
        try await withTemporaryMirror { store in
            var random = SeededRandom(seed: seed)
            let first = Date(timeIntervalSince1970: 1_793_000_000)
            let run = try await store.beginRun(.incremental, of: .millom, at: first)
            let people = [MillomSubscriber.invented(1), .invented(2), .inventedCPID(3)]
            _ = try await store.followMillom(people, at: first)
            var said: [MillomDueRecord: NormalizedMillomRecord] = [:]
            var past: [(end: Date, rows: [String: [String]])] = []
            for step in 0..<25 {
                let start = first.addingTimeInterval(Double(step * 3600))
                for _ in 0...random.below(3) {
                    let outcomes = Self.outcomes(people, &random)
                    _ = try await store.save(outcomes, of: run, every: .seconds(3600), at: start)
                    // If a batch has two of one record, the later one counts.
                    for case .document(let record) in outcomes {
                        said[MillomDueRecord(record.subscriber, record.record)] = record
                    }
                }
                let rows = try Self.rows(of: store.path)
                #expect(rows == Self.expected(said), "step \(step), seed \(seed)")
                past.append((start.addingTimeInterval(3600), rows))
            }
            for moment in past {
                for before in [-1800, 0] as [TimeInterval] {
                    let then = try Self.rows(
                        of: store.path, asOf: AsOf(before: moment.end.addingTimeInterval(before)))
                    #expect(then == moment.rows, "\(before) s from \(moment.end), seed \(seed)")
                }
            }
            #expect(try MirrorInvariants.breaches(of: MirrorContents(path: store.path)) == [:])
            #expect(Set(past.map(\.rows)).count > 20)
        }
    }

    private static func outcomes(
        _ people: [MillomSubscriber], _ random: inout SeededRandom
    ) -> [MillomOutcome] {
        (0...random.below(5)).map { _ in
            let person = random.pick(people)
            let record = random.pick(MillomRecord.allCases)
            return switch random.below(6) {
            case 0: .failed(person, record, cause: "SERVICE_UNAVAILABLE")
            case 1: .refused(person, record, .userRoaming)
            default: .document(.invented(record, of: person, &random))
            }
        }
    }

    /// The rows of the latest records, as text.
    private static func expected(
        _ said: [MillomDueRecord: NormalizedMillomRecord]
    ) -> [String: [String]] {
        var rows = Rows(byRelation: Dictionary(uniqueKeysWithValues: relations.map { ($0.name, []) }))
        for record in said.values { record.write(to: &rows) }
        for person in Set(said.keys.map(\.subscriber)) {
            let info = said[MillomDueRecord(person, .accountInfo)]
            let balance = said[MillomDueRecord(person, .balance)]
            guard info != nil || balance != nil else { continue }
            var account = balance?.account ?? MillomAccountRow(subscriber: person.id)
            account.accountType = info?.accountType ?? balance?.accountType
            rows.add([account])
        }
        return rows.byRelation.mapValues { $0.sorted() }
    }

    private struct Rows: RowSink {
        var byRelation: [String: [String]]

        mutating func add<Row: RelationRow>(_ rows: [Row]) {
            byRelation[Row.relation.name, default: []] += rows.map { text(of: $0.values) }
        }
    }

    private static func text(of cells: [Value]) -> String { cells.map { "\($0)" }.joined(separator: "|") }

    private static func rows(of path: String, asOf: AsOf? = nil) throws -> [String: [String]] {
        let reader = try MirrorReader(path: path, asOf: asOf)
        return try Dictionary(
            uniqueKeysWithValues: relations.map { relation in
                let columns = relation.columns.joined(separator: ", ")
                let rows = try reader.rows(of: Query("SELECT \(columns) FROM \(relation.name)"))
                return (relation.name, rows.map { text(of: $0) }.sorted())
            })
    }

    @Test(
        "a reader goes on when another connection changed the schema, which SQLite reads anew beneath its query"
    )
    func schemaChanges() async throws {
        try await withTemporaryMirror { store in
            let reader = try MirrorReader(path: store.path)
            let query = Query("SELECT count(*) FROM millom_offer")
            #expect(try reader.rows(of: query) == [[.integer(0)]])
            try DatabaseQueue(path: store.path).inDatabase { db in
                let sql = try String.fetchOne(
                    db, sql: "SELECT sql FROM sqlite_schema WHERE name = 'data_dictionary'")
                try db.execute(sql: "DROP VIEW data_dictionary")
                try db.execute(sql: #require(sql))
            }
            #expect(try reader.rows(of: query) == [[.integer(0)]])
        }
    }

    @Test("knows the subscribers, purchases and notifications that there were, and no more of them")
    func events() async throws {
        try await withTemporaryMirror { store in
            let first = Date(timeIntervalSince1970: 1_793_000_000)
            func hour(_ hour: Double) -> Date { first.addingTimeInterval(hour * 3600) }
            let run = try await store.beginRun(.backfill, at: first)
            try await store.finishRun(
                run, outcome: .complete, totals: RequestTotals(requests: 1, throttled: 0), error: nil,
                at: first)
            _ = try await store.followMillom([.invented(1)], at: hour(1))
            _ = try await store.followMillom([.invented(1), .invented(2)], at: hour(3))
            func event(_ number: Int, _ kind: String, _ state: String, _ at: Date) -> MillomJournalFact {
                .event(
                    MillomPurchaseEventFact(transid: "t", number: number, at: at, kind: kind, state: state))
            }
            let facts: [MillomJournalFact] = [
                .purchase(
                    MillomPurchaseFact(
                        transid: "t", subscriber: "1", operator: "tp", planID: "P", fundSource: "LOAN",
                        openedAt: hour(2))),
                event(1, "intended", "intended", hour(2)), event(2, "sent", "unknown", hour(2)),
                event(3, "completed", "completed", hour(4)),
                .notification(
                    ReceivedNotification(
                        transactionID: "n", receivedAt: hour(4),
                        subscriber: MillomSubscriber(.opet, "1", operator: "tp"), operator: "tp",
                        type: "low-data")),
            ]
            _ = try await store.takeIn(
                .invented(facts, of: "j"), at: hour(5))
            func counts(at moment: Date) throws -> [[Value]] {
                try MirrorReader(path: store.path, asOf: AsOf(before: moment)).rows(
                    of: Query(
                        """
                        SELECT (SELECT count(*) FROM millom_subscriber), (SELECT state FROM millom_purchase),
                            (SELECT count(*) FROM millom_notification)
                        """))
            }
            #expect(try counts(at: hour(1.5)) == [[.integer(1), .null, .integer(0)]])
            #expect(try counts(at: hour(3.5)) == [[.integer(2), .text("unknown"), .integer(0)]])
            #expect(try counts(at: hour(4.5)) == [[.integer(2), .text("completed"), .integer(1)]])
        }
    }
}
