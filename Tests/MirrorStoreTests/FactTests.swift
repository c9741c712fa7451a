import Foundation
import GRDB
import MirrorCore
import MirrorStore
import Pacing
import Schema
import TestSupport
import Testing

/// Invariant: an absent fact has no row; a fact that an earlier version kept is read on.
@Suite("Facts that one run leaves to the next")
struct FactTests {
    private func kept(_ store: MirrorStore) throws -> [String] {
        try MirrorContents(path: store.path).rows("SELECT key, value FROM _state ORDER BY key")
    }

    @Test("are kept under their owner's name, and nil deletes one")
    func keeps() async throws {
        try await withTemporaryMirror { store in
            var facts = FactChanges(.listAskedFor, .hour(9))
            facts.set(.unreadablePollRows, to: 3)
            facts.set(.reportDay, to: CalendarDay("2026-03-01"))
            facts.set(.lookback, to: .seconds(600))
            try await store.keep(facts)
            #expect(
                try kept(store) == [
                    "mirror.report_day|2026-03-01", "telenor.list_asked_for|2026-03-01T09:00:00Z",
                    "telenor.lookback_seconds|600.0", "telenor.unreadable_poll_rows|3",
                ])
            #expect(try await store.fact(.listAskedFor) == .hour(9))
            #expect(try await store.fact(.unreadablePollRows) == 3)
            #expect(try await store.fact(.reportDay) == CalendarDay("2026-03-01"))
            #expect(try await store.fact(.lookback) == .seconds(600))

            var changes = FactChanges(.listAskedFor, nil)
            changes.set(.unreadablePollRows, to: nil)
            changes.set(.lookback, to: .seconds(300))
            try await store.keep(changes)
            #expect(try kept(store) == ["mirror.report_day|2026-03-01", "telenor.lookback_seconds|300.0"])
            #expect(try await store.fact(.listAskedFor) == nil)
        }
    }

    @Test(
        "are absent when their text cannot be read",
        arguments: ["", "x", "nan", "inf", "1e300", "-1e300", "{}", "2026-03-01T09:00:00"])
    func unreadable(text: String) async throws {
        try await withTemporaryMirror { store in
            var changes = FactChanges()
            changes.set(Fact<String>(.telenor, Fact<Duration>.lookback.name), to: text)
            changes.set(Fact<String>(.telenor, Fact<Date>.listAskedFor.name), to: text)
            changes.set(Fact<String>(.telenor, Fact<PaceSnapshot>.pace.name), to: text)
            changes.set(Fact<String>(.mirror, Fact<CalendarDay>.reportDay.name), to: text)
            try await store.keep(changes)
            #expect(try await store.fact(.lookback) == nil)
            #expect(try await store.fact(.listAskedFor) == nil)
            #expect(try await store.fact(.pace) == nil)
            #expect(try await store.fact(.reportDay) == nil)
        }
    }

    @Test("of an earlier version are read on under their new names")
    func upgrades() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appendingPathComponent("mirror.sqlite")
            let database = try DatabaseQueue(path: file.path)
            try await database.write { db in
                for migration in Schema.migrations where migration.name < "m007" {
                    try db.execute(sql: migration.sql)
                    try db.execute(sql: "PRAGMA user_version = \(migration.version)")
                }
                try db.execute(
                    sql: """
                        PRAGMA application_id = \(Schema.applicationID);
                        INSERT INTO _state (key, value) VALUES
                            ('snapshot.pace', ''), ('report.day', '2026-03-01'),
                            ('clock.server_offset_seconds', '90.0'), ('clock.doubted_offset_seconds', '90000.0'),
                            ('clock.doubted_since', '2026-03-01T08:00:00Z'),
                            ('catalogue.read_at', '2026-03-01T09:00:00Z'), ('reconcile.asked_for', ''),
                            ('refresh.credited_at', '2026-03-01T10:00:00Z'), ('poll.server_offset_seconds', '80.0'),
                            ('poll.lookback_seconds', '600.0'), ('poll.lookback_set_at', '2026-03-01T11:00:00Z'),
                            ('poll.unreadable_rows', '4'), ('reconcile.unreadable_rows', '5'),
                            ('forget.wipe', 'rewrite');
                        """)
            }
            try database.close()

            let store = try MirrorStore.open(at: file)
            #expect(
                try kept(store) == [
                    "mirror.report_day|2026-03-01", "mirror.wipe|rewrite",
                    "telenor.catalogue_read_at|2026-03-01T09:00:00Z",
                    "telenor.doubted_offset_seconds|90000.0",
                    "telenor.doubted_since|2026-03-01T08:00:00Z", "telenor.lookback_seconds|600.0",
                    "telenor.lookback_set_at|2026-03-01T11:00:00Z", "telenor.poll_offset_seconds|80.0",
                    "telenor.refresh_credited_at|2026-03-01T10:00:00Z",
                    "telenor.server_offset_seconds|90.0",
                    "telenor.unreadable_list_rows|5", "telenor.unreadable_poll_rows|4",
                ])
            #expect(try await store.isWipeDue())
            #expect(try await store.fact(.doubtedOffset) == .seconds(90_000))
            #expect(try await store.fact(.refreshCreditedAt) == .hour(10))
            #expect(try await store.fact(.listAskedFor) == nil)
            try store.close()
        }
    }
}
