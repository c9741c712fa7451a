import Foundation
import GRDB
import MirrorCore
import Schema
import TestSupport
import Testing

@testable import Exports
@testable import MirrorReading

@Suite("The changes of an export")
struct ChangeSourceTests {
    /// Most numbers of the mirror have only been loaded: otherwise the view is faster.
    @Test(
        "are the rows of the view in their order, though most come from the numbers themselves",
        arguments: [nil, "2026-11-18"])
    func rows(asOf: String?) throws {
        try ExampleMirror.with { mirror in
            try mirror.write { db in
                for number in 4_790_001_000..<4_790_001_050 {
                    try db.execute(
                        sql: """
                            INSERT INTO _subscription (msisdn, first_seen_at, changed_at, verified_at, content_hash)
                            VALUES (:msisdn, '2026-11-02T08:00:00Z', '2026-11-02T08:00:00Z', '2026-11-22T08:00:00Z', x'00');
                            INSERT INTO _subscription_version (msisdn, observed_from, status)
                            VALUES (:msisdn, '2026-11-02T08:00:00Z', 'active')
                            """, arguments: ["msisdn": "\(number)"])
                }
            }
            let zone = try #require(TimeZone(identifier: "Europe/Oslo"))
            var viewpoint = Viewpoint()
            viewpoint.timeZone = zone
            viewpoint.asOf = try asOf.map { try AsOf($0, now: ExampleMirror.now, in: zone) }
            try MirrorReader(path: mirror.path, viewpoint: viewpoint).read { db in
                try #expect(Bool.fetchOne(db, sql: Schema.isFasterByNumber) == true)
                let change = try #require(ExportedRelation.all.first { $0.name == "change" })
                let selection = try ExportSelection(of: change, in: db)
                #expect(selection.sql.contains(Schema.changesByNumber))
                let rows = try Row.fetchAll(db, sql: selection.sql)
                let order = change.order.joined(separator: ", ")
                try #expect(rows == Row.fetchAll(db, sql: "SELECT * FROM change ORDER BY \(order)"))
                #expect(rows.count > 50)
                #expect(asOf != nil || rows.contains { $0["kind"] == "changed" })
            }
        }
    }
}
