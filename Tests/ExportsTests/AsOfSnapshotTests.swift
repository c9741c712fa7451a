import Exports
import Foundation
import GRDB
import MirrorCore
import MirrorReading
import TestSupport
import Testing

@Suite("A snapshot as of an earlier time")
struct AsOfSnapshotTests {
    @Test(
        "has the rows that the mirror shows as of then, and no relation whose past is not known",
        arguments: ["2026-11-10T00:00:00Z", "2026-11-20T08:00:01Z", "2026-11-21T12:00:00Z"])
    func agrees(instant: String) throws {
        try ExampleMirror.with { mirror in
            let asOf = AsOf(before: try #require(Instant.date(instant)), timeZone: .gmt)
            let reader = try MirrorReader(path: mirror.path, asOf: asOf)
            let target = mirror.directory.path + "/export"
            try Export(of: reader, PrivacyExportTests.options(.full, format: .sqlite)).write(to: target)
            let relations = ExportedRelation.all.filter(\.hasHistory).map(\.name)
            try DatabaseQueue(path: target + "/subscriptions.sqlite").read { db in
                let tables = try String.fetchAll(
                    db,
                    sql:
                        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'sqlite_stat1' ORDER BY name"
                )
                #expect(tables == relations)
                for relation in relations {
                    let expected = try reader.rows(of: Query("SELECT * FROM \"\(relation)\""))
                    let actual = try Row.fetchAll(db, sql: "SELECT * FROM \"\(relation)\"").map { row in
                        Array(row.databaseValues.map(Self.value))
                    }
                    #expect(Self.counted(actual) == Self.counted(expected), "\(relation)")
                }
                let version =
                    "SELECT count(*) FROM subscription WHERE msisdn = '4790000001' AND status = 'barred'"
                try #expect(Int.fetchOne(db, sql: version) == (instant < "2026-11-20T08:00:01Z" ? 0 : 1))
            }
        }
    }

    private static func counted(_ rows: [[Value]]) -> [[Value]: Int] {
        rows.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    private static func value(_ cell: DatabaseValue) -> Value {
        switch cell.storage {
        case .null, .blob: .null
        case .int64(let number): .integer(number)
        case .double(let number): .real(number)
        case .string(let text): .text(text)
        }
    }
}
