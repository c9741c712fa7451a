import Foundation
import MirrorCore
import MirrorStore
import Pacing
import TestSupport
import Testing

/// Invariant: an absent fact has no row; facts stored by earlier versions can still be read.
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
}
